import { MINUTE_MS, SECOND_MS, type Instant } from '../../../domain/instant.js';
import type { Disturbances, Passage } from '../../world/disturbances.js';
import type { Handler } from '../../../handlers/runtime/handler.js';
import type { Services } from '../../../handlers/ports/services.js';
import type { FunctionDeclaration } from '../../world/compute/functionDeclaration.js';
import type { WorkflowServices } from '../../workflows/workflowTasks.js';
import { faultyServices } from './faultyServices.js';
import { InjectedFault, ProcessDied, type FaultKind, type FaultRecord } from './injectedFault.js';
import { FunctionProcess, type Death } from './process.js';
import { fractionFor } from '../scenario/random.js';
import type { FaultPlan, FaultRates, ServiceName } from '../scenario/scenario.js';

/** Events are late by seconds to hours; EventBridge retries for a day. */
const MIN_LATE_MS = SECOND_MS;
const MAX_LATE_MS = 6 * 60 * MINUTE_MS;

const MAX_CALL_MS = 3 * SECOND_MS;

/** More calls than an invocation makes. */
const MAX_CALLS = 12;

/**
 * Injects the faults of a plan. Each decision depends only on the seed, the place, and how often it was asked for
 * there. So a scenario with a part left out has the same faults in the rest.
 */
export class Faults implements Disturbances {
  readonly records: FaultRecord[] = [];
  readonly #plan: FaultPlan;
  readonly #asked = new Map<string, number>();
  #isOver = false;

  constructor(plan: FaultPlan) {
    this.#plan = plan;
  }

  /** No faults from now on. */
  end(): void {
    this.#isOver = true;
  }

  handler({ entry }: FunctionDeclaration, services: Services, compose: (services: Services) => Handler): Handler {
    const start = (): { readonly process: FunctionProcess; readonly handle: Handler } => {
      const process = new FunctionProcess();
      const skewMs = this.#skewOf(entry);
      return { process, handle: compose(faultyServices(services, { entry, skewMs, process, faults: this })) };
    };
    let running = start();
    return async (event, context) => {
      if (running.process.isDead) running = start();
      const { process, handle } = running;
      const answer = await new Promise<unknown>((resolve, reject) => {
        process.begin(this.#deathOf(entry), () => {
          this.#record('crash', entry, setBackOf(entry));
          reject(new ProcessDied(entry));
        });
        handle(event, context).then(resolve, reject);
      });
      if (this.#happens('lostResult', entry)) {
        throw this.#fault('lostResult', entry, setBackOf(entry));
      }
      return answer;
    };
  }

  tasks(services: WorkflowServices): WorkflowServices {
    const through = async <T>(service: ServiceName | undefined, name: string, work: () => Promise<T>): Promise<T> => {
      if (this.#happens('hang', name)) {
        this.#record('hang', name, setBackOf('workflow'));
        return new Promise<never>(() => undefined);
      }
      if (this.#happens('taskFailure', name)) throw this.#taskFailure(name);
      if (service !== undefined) this.throwBefore(service, `workflow ${name}`, 'workflow');
      return work();
    };
    return {
      invoke: (arn, payload) => through(undefined, nameIn(arn), () => services.invoke(arn, payload)),
      putEvents: (entries) => through('EventBridge', 'putEvents', () => services.putEvents(entries)),
      sendMessage: (url, body) => through('SQS', 'sendMessage', () => services.sendMessage(url, body)),
    };
  }

  arrivals({ kind, from, to }: Passage): readonly number[] {
    if (kind === 'schedule') return [0];
    const path = nameIn(from);
    const cutMs = this.#waitFor(kind === 'log' ? 'CloudWatch Logs' : 'EventBridge', path);
    if (kind === 'log') return to.some(isOfFunction) ? this.#directly(path, cutMs) : [cutMs];
    const lateMs = cutMs + this.#lateness('late', path);
    return this.#happens('duplicate', path) ? [lateMs, lateMs + this.#lateness('duplicate', path, true)] : [lateMs];
  }

  /** What a direct invocation loses, or brings late, comes by Firehose. */
  #directly(logGroup: string, cutMs: number): readonly number[] {
    const path = `${logGroup} directly`;
    if (this.#happens('error', path)) return [];
    const lateMs = cutMs + this.#lateness('late', path);
    return this.#happens('duplicate', path) ? [lateMs, lateMs + this.#lateness('duplicate', path, true)] : [lateMs];
  }

  /** Throws instead of the call. */
  throwBefore(service: ServiceName, where: string, entry: string): void {
    const outage = this.#outageOf(service);
    if (outage !== undefined) throw this.#fault('outage', where, outage - Date.now() + setBackOf(entry));
    if (this.#happens('error', where)) throw this.#fault('error', where, setBackOf(entry));
  }

  /** Throws after the call was made. */
  throwAfter(where: string, entry: string): void {
    if (this.#happens('lostAnswer', where)) throw this.#fault('lostAnswer', where, setBackOf(entry));
  }

  slownessOf(where: string): number {
    if (!this.#happens('slow', where)) return 0;
    const slowMs = Math.ceil(this.#fraction(`slowness ${where}`) * MAX_CALL_MS);
    this.#record('slow', where, slowMs);
    return slowMs;
  }

  sleep(milliseconds: number): Promise<void> {
    if (milliseconds === 0) return Promise.resolve();
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  #taskFailure(name: string): Error {
    this.#record('taskFailure', name, setBackOf('workflow'));
    const error = new Error(`taskFailure: ${name}`);
    error.name = 'InjectedTaskFailure';
    return error;
  }

  #deathOf(entry: string): Death | undefined {
    if (!this.#happens('crash', entry)) return undefined;
    const call = 1 + Math.floor(this.#fraction(`death ${entry}`) * MAX_CALLS);
    return { call, isBefore: this.#fraction(`before ${entry}`) < 0.5 };
  }

  #skewOf(entry: string): number {
    return Math.round((2 * this.#fraction(`skew ${entry}`) - 1) * this.#plan.skewMs);
  }

  #lateness(kind: 'late' | 'duplicate', path: string, isCertain = false): number {
    if (!isCertain && !this.#happens(kind, path)) return 0;
    const lateMs = Math.round(MIN_LATE_MS * (MAX_LATE_MS / MIN_LATE_MS) ** this.#fraction(`by ${path}`));
    this.#record(kind, path, lateMs);
    return lateMs;
  }

  #waitFor(service: ServiceName, path: string): number {
    const until = this.#outageOf(service);
    if (until === undefined) return 0;
    const waitMs = until - Date.now() + Math.ceil(this.#fraction(`after ${path}`) * MINUTE_MS);
    this.#record('outage', path, waitMs);
    return waitMs;
  }

  #outageOf(service: ServiceName): Instant | undefined {
    const now = Date.now();
    const outage = this.#plan.outages.find((one) => one.service === service && one.from <= now && now < one.until);
    return this.#isOver ? undefined : outage?.until;
  }

  #happens(kind: keyof FaultRates, where: string): boolean {
    const rate = this.#plan.rates[kind];
    return !this.#isOver && rate > 0 && this.#fraction(`${kind} ${where}`) < rate;
  }

  #fraction(question: string): number {
    const times = (this.#asked.get(question) ?? 0) + 1;
    this.#asked.set(question, times);
    return fractionFor(this.#plan.seed, `${question} ${times}`);
  }

  #fault(kind: FaultKind, where: string, setBackMs: number): InjectedFault {
    this.#record(kind, where, setBackMs);
    return new InjectedFault(kind, where);
  }

  #record(kind: FaultKind, where: string, setBackMs: number): void {
    this.records.push({ at: Date.now(), kind, where, setBackMs });
  }
}

const WORKFLOW_ENTRIES = [
  'workflow',
  'budgetStatus',
  'graceNotification',
  'iamUtilities',
  'personAccess',
  'policyBackup',
  'restorationValidation',
];

/** The monitor sweeps every five minutes, and takes a workflow for stuck after fifteen. */
function setBackOf(entry: string): number {
  return (WORKFLOW_ENTRIES.includes(entry) ? 21 : 6) * MINUTE_MS;
}

function isOfFunction(arn: string): boolean {
  return arn.split(':')[2] === 'lambda';
}

function nameIn(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}
