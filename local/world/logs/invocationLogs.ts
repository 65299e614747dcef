import { gzipSync } from 'node:zlib';
import { SECOND_MS } from '../../../domain/instant.js';
import type { LambdaFunctions } from '../compute/lambdaFunctions.js';
import type { DeliveryStreams } from './deliveryStreams.js';
import type { Declared, Graph } from '../declared.js';
import type { Disturbances } from '../disturbances.js';
import { errorLine, type Journal } from '../journal.js';
import type { Roles } from '../iam/roles.js';
import { AccessDenied, WorldError } from '../worldError.js';
import type { WorldTime } from '../worldTime.js';

interface Subscription {
  readonly name: string;
  readonly region: string;
  readonly logGroup: string;
  /** Of a Firehose stream, or of a function. */
  readonly destinationArn: string;
  /** Without one the destination is a function, whose own policy lets CloudWatch Logs in. */
  readonly roleArn: string | undefined;
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
  readonly functions: LambdaFunctions;
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
    for (const subscription of this.#subscriptions) this.#assertDeployable(subscription);
  }

  /** Regions with a subscription. */
  get regions(): readonly string[] {
    return this.#subscriptions.map(({ region }) => region);
  }

  /** A Region's log groups with a subscription, each once. */
  subscribedIn(region: string): readonly string[] {
    const here = this.#subscriptions.filter((one) => one.region === region);
    return [...new Set(here.map(({ logGroup }) => logGroup))];
  }

  put(region: string, logGroup: string, message: string): void {
    this.#events += 1;
    const event = { id: String(this.#events).padStart(56, '0'), timestamp: this.#parts.time.now(), message };
    for (const subscription of this.#subscriptions) {
      if (subscription.region !== region || subscription.logGroup !== logGroup) continue;
      const passage = { kind: 'log', from: logGroup, to: [subscription.destinationArn] } as const;
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
    const events = this.#waiting.get(subscription) ?? [];
    this.#waiting.delete(subscription);
    const { name, logGroup, destinationArn } = subscription;
    try {
      const deliver = this.#wayTo(subscription);
      for (let start = 0; start < events.length; start += MAX_EVENTS) {
        const payload = {
          messageType: 'DATA_MESSAGE',
          owner: this.#parts.accountId,
          logGroup,
          logStream: INVOCATIONS_STREAM,
          subscriptionFilters: [name],
          logEvents: events.slice(start, start + MAX_EVENTS),
        };
        deliver(gzipSync(JSON.stringify(payload)));
      }
    } catch (error) {
      if (error instanceof WorldError) throw error;
      // An event that may not be delivered stays in the log group only.
      this.#parts.journal.add({ kind: 'undelivered', from: name, to: destinationArn, reason: errorLine(error) });
    }
  }

  /** Throws AccessDenied. */
  #wayTo(subscription: Subscription): (data: Buffer) => void {
    const { roles, streams, functions } = this.#parts;
    const { destinationArn, roleArn } = subscription;
    const sourceArn = this.#groupArn(subscription);
    if (roleArn === undefined) {
      functions.assertLetsIn(destinationArn, SERVICE, sourceArn);
      return (data) => {
        functions.invokeLater(destinationArn, { awslogs: { data: data.toString('base64') } });
      };
    }
    const access = { action: 'firehose:PutRecordBatch', resource: destinationArn };
    roles.assertActs(roleArn, { service: SERVICE, sourceArn }, access);
    return (data) => {
      streams.put(destinationArn, data);
    };
  }

  /** CloudWatch Logs tries whether it may invoke a function before it takes a subscription. */
  #assertDeployable(subscription: Subscription): void {
    const { name, destinationArn, roleArn } = subscription;
    if (roleArn !== undefined) return;
    try {
      this.#parts.functions.assertLetsIn(destinationArn, SERVICE, this.#groupArn(subscription));
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      throw new WorldError(`${name}: could not execute the function: ${error.message}`, { cause: error });
    }
  }

  #groupArn({ region, logGroup }: Subscription): string {
    const { accountId, partition } = this.#parts;
    return `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:*`;
  }
}

function subscriptionOf(filter: Declared): Subscription {
  const pattern = filter.text('filterPattern');
  if (pattern !== '') throw new WorldError(`${filter.urn}: the world does not know the filter ${pattern}`);
  return {
    name: filter.text('name'),
    region: filter.text('region'),
    logGroup: filter.text('logGroup'),
    destinationArn: filter.text('destinationArn'),
    roleArn: filter.textOr(undefined, 'roleArn'),
  };
}
