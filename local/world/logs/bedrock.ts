import { isObject, objectAt, stringAt, type JsonObject } from '../../../domain/json.js';
import type { PersonRoles } from '../../../domain/iam/person.js';
import { holderOf, principalOf, roleSessionOf } from '../../../domain/iam/principal.js';
import { invocationRecord, madeUpRequestId, type MadeUpCall } from './invocationRecord.js';
import type { MemoryIam } from '../../memory/memoryIam.js';
import type { RecordedCall } from '../events/cloudTrail.js';
import type { Declared, Graph } from '../declared.js';
import { INVOCATIONS_STREAM, type InvocationLogs } from './invocationLogs.js';
import { errorLine, type Journal } from '../journal.js';
import type { Roles } from '../iam/roles.js';
import { AccessDenied, WorldError } from '../worldError.js';
import type { WorldTime } from '../worldTime.js';

interface Parts {
  readonly time: WorldTime;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly iam: MemoryIam;
  readonly logs: InvocationLogs;
  readonly record: (call: RecordedCall) => void;
  readonly accountId: string;
  readonly partition: string;
  /** Of the stack's settings: whose sessions are persons. */
  readonly personRoles: () => PersonRoles;
}

/** Where a Region's calls are logged, and with which role. */
interface Logging {
  readonly logGroup: string;
  readonly roleArn: string;
}

/** `refused` by IAM. */
export type CallAnswer = 'served' | 'refused';

const SERVICE = 'bedrock.amazonaws.com';

/** Bedrock without models: asks IAM, and logs each call in Bedrock's format. */
export class Bedrock {
  readonly #parts: Parts;
  readonly #loggings: ReadonlyMap<string, Logging>;
  readonly #groups: ReadonlySet<string>;

  constructor(graph: Graph, parts: Parts) {
    this.#parts = parts;
    this.#groups = new Set(
      graph.all('cloudwatch/logGroup:LogGroup').map((group) => `${group.text('region')} ${group.text('name')}`),
    );
    const type = 'bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration';
    this.#loggings = new Map(graph.all(type).map((one) => [one.text('region'), this.#loggingOf(one)]));
  }

  /** A call at the current time. `identityArn` is a user's or that of a role's session. */
  call(call: Omit<MadeUpCall, 'at' | 'requestId'>): CallAnswer {
    const { time } = this.#parts;
    const requestId = madeUpRequestId(() => time.random());
    return this.submit(JSON.stringify(invocationRecord({ ...call, at: new Date(time.now()), requestId })));
  }

  /** A call given as its record. A record without a caller is logged as it is. */
  submit(message: string): CallAnswer {
    const record = parsed(message);
    const identityArn = stringAt(objectAt(record, 'identity'), 'arn');
    const region = stringAt(record, 'region') ?? this.#anyRegion();
    if (identityArn === undefined || stringAt(record, 'errorCode') !== undefined) {
      this.#log(region, message, 'unknown');
      return 'served';
    }
    const { principalId } = principalOf(identityArn, undefined, this.#parts.personRoles());
    const holder = principalOf(identityArn).principalId;
    const session = roleSessionOf(identityArn)?.session;
    const modelId = stringAt(record, 'modelId') ?? '';
    const operation = stringAt(record, 'operation') ?? '';
    if (
      this.#isOurs(holder) &&
      !this.#parts.iam.isAllowed(holder, actionOf(operation), this.#modelArn(region, modelId), session)
    ) {
      this.#parts.journal.add({ kind: 'call-refused', principalId, modelId });
      return 'refused';
    }
    this.#recordCall(region, identityArn, operation, modelId);
    this.#log(region, message, principalId);
    return 'served';
  }

  /** Principals of other accounts are not in this IAM. */
  #isOurs(principalId: string): boolean {
    return holderOf(principalId) !== undefined && principalId.split(':')[4] === this.#parts.accountId;
  }

  #log(region: string, message: string, principalId: string): void {
    const { logs, journal } = this.#parts;
    const logging = this.#loggings.get(region);
    const adopted = logs.subscribedIn(region).filter((group) => !this.#groups.has(`${region} ${group}`));
    const groups = logging === undefined ? adopted : [logging.logGroup];
    if (groups.length === 0) {
      journal.add({ kind: 'call-unwatched', principalId, region });
      return;
    }
    if (logging !== undefined && !this.#mayLog(region, logging)) return;
    for (const group of groups) logs.put(region, group, message);
  }

  /** A call that Bedrock may not log is served, and its record is lost. */
  #mayLog(region: string, { logGroup, roleArn }: Logging): boolean {
    const { roles, journal, accountId, partition } = this.#parts;
    const resource = `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:log-stream:${INVOCATIONS_STREAM}`;
    const sourceArn = `arn:${partition}:bedrock:${region}:${accountId}:model-invocation-logging`;
    try {
      roles.assertActs(roleArn, { service: SERVICE, sourceArn }, { action: 'logs:PutLogEvents', resource });
      return true;
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      journal.add({ kind: 'undelivered', from: `bedrock ${region}`, to: logGroup, reason: errorLine(error) });
      return false;
    }
  }

  #recordCall(region: string, callerArn: string, operation: string, modelId: string): void {
    const requestParameters = { modelId };
    this.#parts.record({
      eventSource: SERVICE,
      eventName: operation,
      region,
      callerArn,
      isReadOnly: true,
      requestParameters,
    });
  }

  #modelArn(region: string, modelId: string): string {
    return modelId.startsWith('arn:')
      ? modelId
      : `arn:${this.#parts.partition}:bedrock:${region}::foundation-model/${modelId}`;
  }

  #loggingOf(configuration: Declared): Logging {
    const place = ['loggingConfig', 'cloudwatchConfig'] as const;
    const [logGroup, roleArn] = [configuration.text(...place, 'logGroupName'), configuration.text(...place, 'roleArn')];
    if (!this.#groups.has(`${configuration.text('region')} ${logGroup}`)) {
      throw new WorldError(`${configuration.urn}: there is no log group ${logGroup}`);
    }
    return { logGroup, roleArn };
  }

  /** For a record without a Region. */
  #anyRegion(): string {
    return [...this.#loggings.keys()][0] ?? this.#parts.logs.regions[0] ?? '';
  }
}

/** Bedrock checks the same permission for every API that calls a model. */
function actionOf(operation: string): string {
  return operation.endsWith('Stream') ? 'bedrock:InvokeModelWithResponseStream' : 'bedrock:InvokeModel';
}

function parsed(message: string): JsonObject {
  try {
    const record: unknown = JSON.parse(message);
    return isObject(record) ? record : {};
  } catch {
    return {};
  }
}
