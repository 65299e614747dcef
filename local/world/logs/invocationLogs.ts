import { gzipSync } from 'node:zlib';
import { SECOND_MS } from '../../../domain/instant.js';
import type { DeliveryStreams } from './deliveryStreams.js';
import type { Declared, Graph } from '../declared.js';
import type { Disturbances } from '../disturbances.js';
import { errorLine, type Journal } from '../journal.js';
import type { Roles } from '../iam/roles.js';
import { WorldError } from '../worldError.js';
import type { WorldTime } from '../worldTime.js';

interface Subscription {
  readonly name: string;
  readonly region: string;
  readonly logGroup: string;
  readonly streamArn: string;
  readonly roleArn: string;
}

interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

interface Parts {
  readonly disturbances: Disturbances;
  readonly time: WorldTime;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly streams: DeliveryStreams;
  readonly accountId: string;
  readonly partition: string;
}

/** The one log stream that Bedrock writes to. */
export const INVOCATIONS_STREAM = 'aws/bedrock/modelinvocations';

/** How long CloudWatch Logs collects events; it usually delivers within three minutes. */
const GATHERING_MS = 2 * SECOND_MS;

/** A payload has to fit into a Firehose record. */
const MAX_EVENTS = 500;

const SERVICE = 'logs.amazonaws.com';

/** CloudWatch Logs: the groups that Bedrock writes to, and their subscriptions. */
export class InvocationLogs {
  readonly #parts: Parts;
  readonly #subscriptions: readonly Subscription[];
  readonly #waiting = new Map<Subscription, LogEvent[]>();
  #events = 0;

  constructor(graph: Graph, parts: Parts) {
    this.#parts = parts;
    this.#subscriptions = graph.all('cloudwatch/logSubscriptionFilter:LogSubscriptionFilter').map(subscriptionOf);
  }

  /** Regions with a subscription. */
  get regions(): readonly string[] {
    return this.#subscriptions.map(({ region }) => region);
  }

  /** A Region's log groups with a subscription. */
  subscribedIn(region: string): readonly string[] {
    return this.#subscriptions.filter((one) => one.region === region).map(({ logGroup }) => logGroup);
  }

  put(region: string, logGroup: string, message: string): void {
    this.#events += 1;
    const event = { id: String(this.#events).padStart(56, '0'), timestamp: this.#parts.time.now(), message };
    for (const subscription of this.#subscriptions) {
      if (subscription.region !== region || subscription.logGroup !== logGroup) continue;
      const passage = { kind: 'log', from: logGroup, to: [subscription.streamArn] } as const;
      for (const lateMs of this.#parts.disturbances.arrivals(passage)) {
        if (lateMs === 0) this.#gather(subscription, event);
        else
          this.#parts.time.after(lateMs, () => {
            this.#gather(subscription, event);
          });
      }
    }
  }

  #gather(subscription: Subscription, event: LogEvent): void {
    const waiting = this.#waiting.get(subscription);
    if (waiting !== undefined) {
      waiting.push(event);
      return;
    }
    this.#waiting.set(subscription, [event]);
    this.#parts.time.after(GATHERING_MS, () => {
      this.#forward(subscription);
    });
  }

  #forward(subscription: Subscription): void {
    const { roles, journal, streams, accountId, partition } = this.#parts;
    const events = this.#waiting.get(subscription) ?? [];
    this.#waiting.delete(subscription);
    const { name, region, logGroup, streamArn, roleArn } = subscription;
    const sourceArn = `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:*`;
    try {
      const access = { action: 'firehose:PutRecordBatch', resource: streamArn };
      roles.assertActs(roleArn, { service: SERVICE, sourceArn }, access);
      for (let start = 0; start < events.length; start += MAX_EVENTS) {
        const payload = {
          messageType: 'DATA_MESSAGE',
          owner: accountId,
          logGroup,
          logStream: INVOCATIONS_STREAM,
          subscriptionFilters: [name],
          logEvents: events.slice(start, start + MAX_EVENTS),
        };
        streams.put(streamArn, gzipSync(JSON.stringify(payload)));
      }
    } catch (error) {
      if (error instanceof WorldError) throw error;
      // An event that may not be delivered stays in the log group only.
      journal.add({ kind: 'undelivered', from: name, to: streamArn, reason: errorLine(error) });
    }
  }
}

function subscriptionOf(filter: Declared): Subscription {
  const pattern = filter.text('filterPattern');
  if (pattern !== '') throw new WorldError(`${filter.urn}: the world does not know the filter ${pattern}`);
  return {
    name: filter.text('name'),
    region: filter.text('region'),
    logGroup: filter.text('logGroup'),
    streamArn: filter.text('destinationArn'),
    roleArn: filter.text('roleArn'),
  };
}
