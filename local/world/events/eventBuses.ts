import { formatInstant, SECOND_MS, type Instant } from '../../../domain/instant.js';
import { objectAt, type JsonObject } from '../../../domain/json.js';
import { EVENT_SOURCE } from '../../../handlers/contracts/events.js';
import type { Schedule } from '../../events/schedule.js';
import type { BusEntry } from './busEntry.js';
import type { BusNames } from './busNames.js';
import type { Graph } from '../declared.js';
import type { Disturbances } from '../disturbances.js';
import { eventRules, type EventRule, type RuleTarget } from './eventRules.js';
import { errorLine, type Journal } from '../journal.js';
import type { LambdaFunctions } from '../compute/lambdaFunctions.js';
import type { Queues } from './queues.js';
import type { Roles } from '../iam/roles.js';
import type { StateMachines } from '../compute/stateMachines.js';
import { WorldError } from '../worldError.js';
import type { WorldTime } from '../worldTime.js';

interface Parts {
  readonly disturbances: Disturbances;
  readonly time: WorldTime;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly queues: Queues;
  readonly functions: LambdaFunctions;
  readonly machines: StateMachines;
  readonly buses: BusNames;
  readonly accountId: string;
}

/** From bus to target; EventBridge usually takes less. */
const DELIVERY_MS = 500;

const SERVICE = 'events.amazonaws.com';

/** EventBridge: the default bus of every Region, the bus of the stack, rules, schedules and targets. */
export class EventBuses {
  readonly #parts: Parts;
  readonly #rules: readonly EventRule[];
  #events = 0;

  constructor(graph: Graph, parts: Parts) {
    this.#parts = parts;
    this.#rules = eventRules(graph);
    for (const { busName, region, targets } of this.#rules) {
      if (busName !== 'default') parts.buses.named(region, busName);
      for (const { deadLetterArn } of targets) if (deadLetterArn !== undefined) parts.queues.at(deadLetterArn);
    }
  }

  /** Starts the schedules. */
  start(): void {
    const createdAt = this.#parts.time.now();
    for (const rule of this.#rules) {
      if (rule.schedule !== undefined) this.#arm(rule, rule.schedule, createdAt);
    }
  }

  /** Events that an AWS service publishes itself. */
  putOnDefaultBus(region: string, entry: BusEntry): void {
    this.#publish('default', region, this.#envelope(region, entry));
  }

  put(busArn: string, entry: BusEntry): void {
    const bus = this.#parts.buses.named('', busArn);
    if (entry.source === EVENT_SOURCE) {
      this.#parts.journal.add({ kind: 'event', type: entry.detailType, detail: entry.detail });
    }
    this.#publish(bus.name, bus.region, this.#envelope(bus.region, entry));
  }

  #arm(rule: EventRule, schedule: Schedule, createdAt: number): void {
    const { time } = this.#parts;
    time.at(schedule(time.now(), createdAt), () => {
      const entry = { source: 'aws.events', detailType: 'Scheduled Event', detail: {}, resources: [rule.arn] };
      this.#arrive('schedule', rule, 0, () => this.#envelope(rule.region, entry));
      this.#arm(rule, schedule, createdAt);
    });
  }

  #publish(busName: string, region: string, event: JsonObject): void {
    const isReadOnly = objectAt(event, 'detail')['readOnly'] === true;
    for (const rule of this.#rules) {
      if (rule.busName !== busName || rule.region !== region) continue;
      // On every bus (EventBridge API reference, PutRule, `State`).
      if (isReadOnly && !rule.takesReadOnlyCalls) continue;
      if (rule.takes(event)) this.#arrive('event', rule, DELIVERY_MS, () => event);
    }
  }

  #arrive(kind: 'event' | 'schedule', rule: EventRule, usualMs: number, event: () => JsonObject): void {
    const to = rule.targets.map(({ arn }) => arn);
    for (const lateMs of this.#parts.disturbances.arrivals({ kind, from: rule.arn, to })) {
      const made = event();
      if (usualMs + lateMs === 0) this.#toTargets(rule, made);
      else
        this.#parts.time.after(usualMs + lateMs, () => {
          this.#toTargets(rule, made);
        });
    }
  }

  #toTargets(rule: EventRule, event: JsonObject): void {
    for (const target of rule.targets) {
      try {
        this.#deliver(rule, target, event);
      } catch (error) {
        if (error instanceof WorldError) throw error;
        this.#undeliverable(rule, target, event, error);
      }
    }
  }

  #deliver(rule: EventRule, target: RuleTarget, event: JsonObject): void {
    const { functions, machines } = this.#parts;
    const input = selected(event, target.inputPath);
    const onBehalfOf = { service: SERVICE, sourceArn: rule.arn };
    switch (target.arn.split(':')[2]) {
      case 'lambda':
        functions.assertLetsIn(target.arn, SERVICE, rule.arn);
        functions.invokeLater(target.arn, input);
        return;
      case 'states':
        this.#assertActs(target, onBehalfOf, 'states:StartExecution');
        machines.start(target.arn, input);
        return;
      case 'events':
        this.#assertActs(target, onBehalfOf, 'events:PutEvents');
        this.#forward(target.arn, event);
        return;
      default:
        throw new WorldError(`${rule.arn}: the world does not know the target ${target.arn}`);
    }
  }

  #assertActs(
    { roleArn, arn }: RuleTarget,
    onBehalfOf: { readonly service: string; readonly sourceArn: string },
    action: string,
  ): void {
    if (roleArn === undefined) throw new WorldError(`${onBehalfOf.sourceArn}: the target ${arn} has no role`);
    this.#parts.roles.assertActs(roleArn, onBehalfOf, { action, resource: arn });
  }

  #forward(busArn: string, event: JsonObject): void {
    const bus = this.#parts.buses.named('', busArn);
    this.#publish(bus.name, bus.region, event);
  }

  #undeliverable(rule: EventRule, { arn, deadLetterArn }: RuleTarget, event: JsonObject, error: unknown): void {
    const { queues, journal } = this.#parts;
    journal.add({ kind: 'undelivered', from: rule.name, to: arn, reason: errorLine(error) });
    if (deadLetterArn === undefined) return;
    try {
      queues.sendFrom(SERVICE, rule.arn, deadLetterArn, JSON.stringify(event));
    } catch (denied) {
      if (denied instanceof WorldError) throw denied;
      journal.add({ kind: 'undelivered', from: rule.name, to: deadLetterArn, reason: errorLine(denied) });
    }
  }

  #envelope(region: string, { source, detailType, detail, resources = [], time }: BusEntry): JsonObject {
    this.#events += 1;
    return {
      version: '0',
      id: `00000000-0000-4000-8000-${String(this.#events).padStart(12, '0')}`,
      'detail-type': detailType,
      source,
      account: this.#parts.accountId,
      time: time?.replace(/\.\d{3}Z$/, 'Z') ?? formatInstant(startOfSecond(this.#parts.time.now())),
      region,
      resources,
      detail,
    };
  }
}

/** The stack uses only `$` and `$.a.b`. */
function selected(event: JsonObject, inputPath: string | undefined): unknown {
  if (inputPath === undefined || inputPath === '$') return event;
  if (!/^\$(\.[\w-]+)+$/.test(inputPath)) throw new WorldError(`the world does not know the input path ${inputPath}`);
  return inputPath
    .slice(2)
    .split('.')
    .reduce<unknown>((found, key) => objectAt({ found }, 'found')[key], event);
}

function startOfSecond(instant: Instant): Instant {
  return Math.floor(instant / SECOND_MS) * SECOND_MS;
}
