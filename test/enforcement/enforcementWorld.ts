import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import type { Budget } from '../../domain/budget/budget.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { JsonObject } from '../../domain/json.js';
import { MINUTE_MS, SECOND_MS } from '../../domain/instant.js';
import { usd } from '../../domain/money.js';
import { principalOf } from '../../domain/iam/principal.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import type { Item } from '../../handlers/adapters/attributes.js';
import { storedBudgetOf } from '../../handlers/adapters/budgetItem.js';
import { asTransient } from '../../handlers/runtime/transientFaults.js';
import { createBudgetMonitor } from '../../handlers/functions/budgetMonitor.js';
import { createBudgetStatus } from '../../handlers/functions/budgetStatus.js';
import { changeBudget } from '../../handlers/budgets/budgetChanges.js';
import { createBudgetRefresh, type BudgetRefreshPorts } from '../../handlers/functions/budgetRefresh.js';
import { createGraceNotification } from '../../handlers/functions/graceNotification.js';
import { createIamUtilities } from '../../handlers/functions/iamUtilities.js';
import { createPersonAccess } from '../../handlers/functions/personAccess.js';
import { MemoryPersonPolicyLists } from '../../local/memory/memoryPersonPolicyLists.js';
import { createPolicyBackup } from '../../handlers/functions/policyBackup.js';
import type { Clock } from '../../handlers/ports/clock.js';
import type { BudgetChange, SaveAnswer } from '../../handlers/ports/budgetStore.js';
import { createRestorationValidation } from '../../handlers/functions/restorationValidation.js';
import { createUserSetup } from '../../handlers/functions/userSetup.js';
import { denyBoundaryDocument, denyPolicyDocument } from '../../infra/denyPolicies.js';
import type { FunctionName } from '../../infra/workflows/payloads.js';
import { RESTORATION_STARTS, SUSPENSION_STARTS, type StartPattern } from '../../infra/workflows/startPatterns.js';
import type { StateMachineDefinition } from '../../infra/workflows/asl.js';
import { MemoryBudgetTables } from '../../local/memory/memoryBudgetTables.js';
import { MemoryEventBus } from '../../local/memory/memoryEventBus.js';
import { MemoryIam } from '../../local/memory/memoryIam.js';
import { MemoryTelemetry } from '../../local/memory/memoryTelemetry.js';
import { WorkflowRunner, type WorkflowExecution } from '../../local/workflows/workflowRunner.js';
import { NOON } from '../domain/budget/histories.js';
import { PortCalls } from '../handlers/portCalls.js';
import { CONTEXT, settingsOf } from '../handlers/stubs.js';
import { functionCall, RESTORATION, SUSPENSION } from '../infra/workflows/resources.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';

export const IAM = 'arn:aws:iam::444455556666';
export const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';
export const LIMITED_ACCESS = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';
export const ALLOW = '{"Statement":{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}}';
export const GRACE_MS = 300 * SECOND_MS;

const MACHINES = 'arn:aws:states:us-east-1:444455556666:stateMachine';

export interface Started {
  readonly workflow: 'suspension' | 'restoration';
  readonly execution: WorkflowExecution;
}

/** On the timers that the test has put in the place of Node's. */
export const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => 0.5,
};

type Task = (payload: unknown) => Promise<unknown>;

/** Rows whose changes a stream tells of. */
class StreamedTables extends MemoryBudgetTables {
  onSave: () => void = () => undefined;

  override async save(change: BudgetChange): Promise<SaveAnswer> {
    const answer = await super.save(change);
    if (answer === 'saved') this.onSave();
    return answer;
  }
}

/**
 * The enforcing half of the system with its real handlers and state machines: rows, their stream, the monitor, rules
 * that start executions, and IAM, all in memory and on a clock that moves when it is told to.
 */
export class EnforcementWorld {
  static readonly statesEntered = new Set<string>();
  readonly timers: SinonFakeTimers;
  readonly tables = new StreamedTables();
  readonly iam: MemoryIam;
  readonly bus = new MemoryEventBus();
  readonly lists = new MemoryPersonPolicyLists();
  readonly telemetry = new MemoryTelemetry();
  readonly started: Started[] = [];
  readonly events: JsonObject[] = [];
  readonly deadLetters: JsonObject[] = [];
  readonly enforcementConfig: EnforcementConfig;
  /** How often each event starts its workflow: EventBridge delivers at least once. */
  deliveries = 1;
  settings = settingsOf({ budgetLimitUsd: '10' });
  /** By `FUNCTION OPERATION` or `FUNCTION NOTICE`: what its next invocations throw. */
  readonly faults = new Map<string, Error[]>();
  #tasks: Readonly<Record<FunctionName, Task>>;
  readonly #runners: Readonly<Record<Started['workflow'], WorkflowRunner>>;
  #reviewing: Promise<unknown> = Promise.resolve();
  #delivered = 0;

  constructor({ enforcementConfig = ENFORCEMENT_CONFIG, calls = new PortCalls() } = {}) {
    this.timers = useFakeTimers({ now: NOON, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    this.enforcementConfig = enforcementConfig;
    this.iam = new MemoryIam(enforcementConfig);
    this.iam.addPolicy(enforcementConfig.denyPolicyArn, JSON.stringify(denyPolicyDocument()));
    this.iam.addPolicy(enforcementConfig.denyBoundaryArn, JSON.stringify(denyBoundaryDocument()));
    for (const policyArn of [FULL_ACCESS, LIMITED_ACCESS]) this.iam.addPolicy(policyArn, ALLOW);
    this.#tasks = this.#handlers(calls);
    const runner = (name: string, definition: StateMachineDefinition): WorkflowRunner =>
      new WorkflowRunner(`${MACHINES}:${name}`, definition, {
        invoke: (functionArn, payload) => this.#invoke(functionArn, payload as JsonObject),
        putEvents: (entries) => {
          this.events.push(...entries.map(({ Detail }) => JSON.parse(Detail) as JsonObject));
          return Promise.resolve();
        },
        sendMessage: (_url, body) => {
          this.deadLetters.push(JSON.parse(body) as JsonObject);
          return Promise.resolve();
        },
      });
    this.#runners = {
      suspension: runner('suspension', SUSPENSION),
      restoration: runner('restoration', RESTORATION),
    };
    this.tables.onSave = () => setTimeout(() => void this.review(), SECOND_MS);
  }

  /** Counts, from now on, the calls that the workflows' functions make to tables and IAM. */
  use(calls: PortCalls): void {
    this.#tasks = this.#handlers(calls);
  }

  close(): void {
    this.timers.restore();
  }

  /** Opens a budget of 10 USD and spends from it. */
  async spends(arn: string, costUsd: string): Promise<void> {
    const principal = principalOf(arn);
    const at = Date.now();
    const ports = this.#ports();
    const opening = { type: 'OpenBudget', principal, seenAt: at } as const;
    await changeBudget(ports, principal.principalId, opening, this.settings);
    const spend = [{ at, costUsd: usd(costUsd) }];
    await changeBudget(ports, principal.principalId, { type: 'RecordSpend', spend }, this.settings);
  }

  async changes(arn: string, command: Parameters<typeof changeBudget>[2]): Promise<void> {
    await changeBudget(this.#ports(), principalOf(arn).principalId, command, this.settings);
  }

  async receivesIamEvent(event: unknown): Promise<void> {
    const priceTable = { refreshedAt: () => Promise.resolve(NOON) };
    const ports = {
      ...this.#ports(),
      iamDirectory: this.iam,
      documents: this.iam,
      iam: this.iam,
      enforcementConfig: this.enforcementConfig,
      priceTable,
      lists: this.lists,
      personPolicyArns: this.enforcementConfig.personPolicyArns,
    };
    await createUserSetup(ports)(event, CONTEXT);
  }

  async refreshes(): Promise<void> {
    await createBudgetRefresh(this.#ports())({}, CONTEXT);
  }

  /** Calls the function of the workflows as an operator does. */
  operates(fields: JsonObject): Promise<unknown> {
    return this.#tasks['budget-status'](fields);
  }

  /** Lets time pass; the monitor sweeps every five minutes. */
  async pass(milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      const toSweep = 5 * MINUTE_MS - (Date.now() % (5 * MINUTE_MS));
      await this.timers.tickAsync(Math.min(end - Date.now(), toSweep));
      if (Date.now() % (5 * MINUTE_MS) === 0) await this.review();
    }
  }

  /** The monitor looks; what it publishes starts workflows. One look after the other, as the stream's shard does it. */
  review(): Promise<unknown> {
    const ports = {
      ...this.#ports(),
      counts: this.tables.teamCounts,
      storedBudgetOf: (image: unknown) => storedBudgetOf(image as Item),
      lists: this.lists,
      documents: this.iam,
      personPolicyArns: [],
    };
    this.#reviewing = this.#reviewing
      .then(() => createBudgetMonitor(ports)({ source: 'aws.scheduler' }, CONTEXT))
      .then(() => {
        this.#deliver();
      });
    return this.#reviewing;
  }

  budget(arn: string): Budget {
    const { principalId } = principalOf(arn);
    const found = this.tables.stored(principalId);
    if (found === undefined) throw new Error(`${arn} has no budget`);
    return found.budget;
  }

  isAllowed(arn: string): boolean {
    return this.iam.isAllowed(arn, 'bedrock:InvokeModel');
  }

  /** `WORKFLOW STATE` in which each execution ended or is. */
  ends(): readonly string[] {
    return this.started.map(({ workflow, execution }) => `${workflow} ${execution.entered.at(-1) ?? ''}`);
  }

  /** All event types that a person or the audit could hear of, in order, by principal's name. */
  heard(name: string): readonly string[] {
    const published = this.bus.published.map(({ detail }) => detail as JsonObject);
    const own = [...published, ...this.events].filter(({ principalId }) => String(principalId).endsWith(`/${name}`));
    return own.map(({ type }) => String(type));
  }

  #ports(): BudgetRefreshPorts & { readonly budgets: StreamedTables } {
    const settings = (): Promise<Settings> => Promise.resolve(this.settings);
    return { budgets: this.tables, bus: this.bus, clock: CLOCK, telemetry: this.telemetry, settings };
  }

  #handlers(calls: PortCalls): Readonly<Record<FunctionName, Task>> {
    const budgets = calls.through(this.tables);
    const ports = { ...this.#ports(), budgets };
    const [iam, lists] = [calls.through(this.iam), calls.through(this.lists)];
    const { personPolicyArns } = this.enforcementConfig;
    const access = { ...ports, iam, lists, enforcementConfig: this.enforcementConfig };
    return {
      'grace-notification': createGraceNotification(ports),
      'budget-status': createBudgetStatus(ports),
      'policy-backup': createPolicyBackup(access),
      'iam-utilities': createIamUtilities(access),
      'person-access': createPersonAccess({ ...ports, lists, documents: iam, personPolicyArns }),
      'restoration-validation': createRestorationValidation(ports),
    };
  }

  async #invoke(functionArn: string, payload: JsonObject): Promise<unknown> {
    const name = functionArn.slice(functionArn.lastIndexOf(':') + 1) as FunctionName;
    const fault = this.faults.get(functionCall(functionArn, payload))?.shift();
    try {
      if (fault !== undefined) throw fault;
      return await this.#tasks[name](payload);
    } catch (error) {
      throw asTransient(error);
    }
  }

  /** What the rules do with events that were not delivered yet. */
  #deliver(): void {
    const fresh = this.bus.published.slice(this.#delivered);
    this.#delivered += fresh.length;
    for (const { eventId, detail } of fresh) {
      for (let delivery = 0; delivery < this.deliveries; delivery += 1) {
        if (isMatch(SUSPENSION_STARTS, detail)) this.#start('suspension', { ...detail, eventId });
        if (isMatch(RESTORATION_STARTS, detail)) this.#start('restoration', { ...detail, eventId });
      }
    }
  }

  #start(workflow: Started['workflow'], input: JsonObject): void {
    const execution = this.#runners[workflow].start(input, { name: `run-${this.started.length + 1}` });
    this.started.push({ workflow, execution });
    void execution.result.then(() => {
      for (const state of execution.entered) EnforcementWorld.statesEntered.add(`${workflow} ${state}`);
    });
  }
}

function isMatch(pattern: StartPattern, detail: JsonObject | { readonly type: string }): boolean {
  const { type, execution } = detail as JsonObject;
  const types: readonly unknown[] = pattern['detail-type'];
  return types.includes(type) && execution === undefined;
}

/** A user or role of the account with what it has been given. */
export function principal(world: EnforcementWorld, arn: string, attached: readonly string[] = []): PolicyHolder {
  const type = arn.includes(':user/') ? 'user' : 'role';
  world.iam.addPrincipal(type, arn);
  const holder = { type, name: arn.slice(arn.lastIndexOf('/') + 1) } as const;
  for (const policyArn of attached) world.iam.held(holder).attached.add(policyArn);
  return holder;
}
