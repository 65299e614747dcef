import { SECOND_MS } from '../../../domain/instant.js';
import type { JsonObject } from '../../../domain/json.js';
import type { BusEntry } from './busEntry.js';
import type { Graph } from '../declared.js';
import type { WorldTime } from '../worldTime.js';

/** An API call as a trail records it. */
export interface RecordedCall {
  /** Such as `iam.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  /** Of the caller. */
  readonly callerArn: string;
  readonly isReadOnly: boolean;
  readonly requestParameters: JsonObject;
  readonly responseElements?: JsonObject;
}

interface Parts {
  readonly time: WorldTime;
  readonly accountId: string;
  readonly putOnDefaultBus: (region: string, entry: BusEntry) => void;
}

/** From call to EventBridge. AWS promises no time; it rarely takes more than minutes. */
const LATENCY_MS = 30 * SECOND_MS;

/** Turns API calls into events, where there is a trail of management events. */
export class CloudTrail {
  readonly #parts: Parts;
  readonly #isOn: boolean;
  #calls = 0;

  /** `isElsewhere`: the account has a trail that the stack did not create. */
  constructor(graph: Graph, isElsewhere: boolean, parts: Parts) {
    this.#parts = parts;
    const own = graph.all('cloudtrail/trail:Trail');
    this.#isOn =
      isElsewhere ||
      own.some((trail) => trail.boolean('isMultiRegionTrail') && trail.boolean('includeGlobalServiceEvents'));
  }

  record(call: RecordedCall): void {
    if (!this.#isOn) return;
    const { time, accountId, putOnDefaultBus } = this.#parts;
    this.#calls += 1;
    const eventTime = new Date(time.now()).toISOString().replace(/\.\d{3}Z$/, 'Z');
    const detail = {
      eventVersion: '1.11',
      userIdentity: identityOf(call.callerArn, accountId),
      eventTime,
      eventSource: call.eventSource,
      eventName: call.eventName,
      awsRegion: call.region,
      requestParameters: call.requestParameters,
      responseElements: call.responseElements ?? null,
      eventID: `11111111-0000-4000-8000-${String(this.#calls).padStart(12, '0')}`,
      readOnly: call.isReadOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: 'Management',
    };
    const source = `aws.${call.eventSource.split('.')[0] ?? ''}`;
    time.after(LATENCY_MS, () => {
      putOnDefaultBus(call.region, { source, detailType: 'AWS API Call via CloudTrail', detail, time: eventTime });
    });
  }
}

function identityOf(arn: string, accountId: string): JsonObject {
  const type = arn.includes(':assumed-role/') ? 'AssumedRole' : 'IAMUser';
  return { type, arn, accountId, principalId: 'AIDAEXAMPLE', userName: arn.slice(arn.lastIndexOf('/') + 1) };
}
