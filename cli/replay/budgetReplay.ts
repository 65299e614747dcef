import type { Budget } from '../../domain/budget/budget.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import type { BudgetCommand } from '../../domain/budget/commands.js';
import { decide } from '../../domain/budget/decide.js';
import { evolve } from '../../domain/budget/evolve.js';
import { DAY_MS, MINUTE_MS, startOfUtcDay, type Instant } from '../../domain/instant.js';
import { addUsd, excessUsd, isMoreThan, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Principal } from '../../domain/iam/principal.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { SpendEntry } from './spendLog.js';

/** The refresh job runs daily at 02:00 UTC. */
const REFRESH_JOB_MS = 120 * MINUTE_MS;

/** What one principal spent, and what its budget did. */
export interface Outcome {
  readonly budget: Budget;
  /** Spend beyond the limits of its periods before access would have ended. */
  readonly overshootUsd: Usd;
  /** Spend while suspended, which would have been refused. */
  readonly refusedUsd: Usd;
  readonly refusedCalls: number;
}

/** Ids of executions: the replay's workflows take no time and never fail. */
const SUSPENSION = 'replayed-suspension';
const RESTORATION = 'replayed-restoration';

/**
 * Runs spend through budgets on virtual time as the deployed system would: the monitor sweeps budgets with new spend at
 * every interval, grace ends at its deadline, the refresh job runs daily. Suspending and restoring take no time. Calls
 * that would be refused do not reach their budget.
 */
export class BudgetReplay {
  readonly #settings: Settings;
  readonly #onEvent: (event: BudgetEvent) => void;
  readonly #accounts = new Map<string, Account>();
  readonly #unreviewed = new Set<Account>();
  readonly #inGrace = new Map<Account, Instant>();
  #clock: Instant = Number.NEGATIVE_INFINITY;
  #nextMonitor: Instant = Number.POSITIVE_INFINITY;
  #nextRefresh: Instant = Number.POSITIVE_INFINITY;
  /** The earliest of the two above and of all ends of grace. */
  #nextDue: Instant = Number.POSITIVE_INFINITY;

  constructor(settings: Settings, onEvent: (event: BudgetEvent) => void) {
    this.#settings = settings;
    this.#onEvent = onEvent;
  }

  /** Records one call, after everything that was due before it. A call stamped before the clock is a late one. */
  record({ principal, at, costUsd, isMore }: SpendEntry): void {
    while (this.#nextDue <= at) this.#runDue();
    this.#clock = Math.max(this.#clock, at);
    const account = this.#accounts.get(principal.principalId) ?? this.#open(principal, at);
    if (account.budget.status === 'suspended') {
      account.refusedUsd = addUsd(account.refusedUsd, costUsd);
      if (isMore !== true) account.refusedCalls += 1;
      return;
    }
    if (!isMoreThan(costUsd, ZERO_USD)) return;
    this.#apply(account, { type: 'RecordSpend', spend: [{ at, costUsd }] });
    if (this.#unreviewed.size === 0) {
      this.#nextMonitor = this.#monitorAfter(this.#clock);
      this.#schedule();
    }
    this.#unreviewed.add(account);
  }

  /** Reviews the last spend and all remaining ends of grace. */
  finish(): ReadonlyMap<string, Outcome> {
    while (this.#unreviewed.size > 0 || this.#inGrace.size > 0) this.#runDue();
    for (const account of this.#accounts.values()) closePeriod(account, account.budget.spentUsd);
    return this.#accounts;
  }

  /** Moves the clock to the next due instant and does what is due then. */
  #runDue(): void {
    this.#clock = this.#nextDue;
    for (const [account, deadline] of this.#inGrace) if (deadline <= this.#clock) this.#review(account);
    if (this.#nextRefresh <= this.#clock) this.#refresh();
    if (this.#nextMonitor <= this.#clock) {
      for (const account of this.#unreviewed) this.#review(account);
      this.#unreviewed.clear();
      this.#nextMonitor = Number.POSITIVE_INFINITY;
    }
    this.#schedule();
    if (this.#nextDue <= this.#clock) throw new Error(`virtual time stands still at ${this.#clock}`);
  }

  #schedule(): void {
    this.#nextDue = Math.min(this.#nextMonitor, this.#nextRefresh);
    for (const deadline of this.#inGrace.values()) this.#nextDue = Math.min(this.#nextDue, deadline);
  }

  #open(principal: Principal, seenAt: Instant): Account {
    const { budgetLimitUsd: limitUsd, refreshPeriodDays } = this.#settings;
    const account = new Account(principal.principalId);
    this.#apply(account, { type: 'OpenBudget', principal, limitUsd, refreshPeriodDays, seenAt });
    this.#accounts.set(principal.principalId, account);
    this.#nextRefresh = Math.min(this.#nextRefresh, refreshJobAfter(account.budget.period.end));
    this.#schedule();
    return account;
  }

  #review(account: Account): void {
    this.#apply(account, { type: 'ReviewBudget' });
    if (account.budget.status === 'suspending') {
      this.#apply(account, { type: 'BeginSuspension', execution: SUSPENSION });
      this.#apply(account, { type: 'ConfirmSuspension', execution: SUSPENSION });
    }
    const deadline = graceDeadlineOf(account.budget);
    if (deadline !== undefined) this.#inGrace.set(account, deadline);
  }

  #refresh(): void {
    for (const account of this.#accounts.values()) {
      this.#apply(account, { type: 'RefreshBudget' });
      if (account.budget.status === 'restoring') {
        this.#apply(account, { type: 'BeginRestoration', execution: RESTORATION });
        this.#apply(account, { type: 'ConfirmRestoration', execution: RESTORATION, notRestored: [] });
      }
    }
    const ends = [...this.#accounts.values()].map((account) => account.budget.period.end);
    this.#nextRefresh = refreshJobAfter(ends.reduce((first, end) => Math.min(first, end), Number.POSITIVE_INFINITY));
  }

  #apply(account: Account, command: BudgetCommand): void {
    const decision = decide(command, account.current, this.#settings.policy, this.#clock);
    if (decision.kind === 'rejected') throw new Error(`${command.type} for ${account.principalId}: ${decision.reason}`);
    for (const event of decision.events) {
      if (event.type === 'PeriodStarted') closePeriod(account, event.previousSpentUsd);
      account.current = evolve(account.current, event);
      if (event.type !== 'WorkflowBegun') this.#onEvent(event);
    }
    if (graceDeadlineOf(account.current) === undefined) this.#inGrace.delete(account);
  }

  #monitorAfter(instant: Instant): Instant {
    const interval = this.#settings.monitorIntervalMinutes * MINUTE_MS;
    return Math.floor(instant / interval) * interval + interval;
  }
}

/** A principal's budget, and what the replay counts for it. */
class Account implements Outcome {
  readonly principalId: string;
  current: Budget | undefined;
  overshootUsd = ZERO_USD;
  refusedUsd = ZERO_USD;
  refusedCalls = 0;

  constructor(principalId: string) {
    this.principalId = principalId;
  }

  get budget(): Budget {
    if (this.current === undefined) throw new Error(`no budget of ${this.principalId} yet`);
    return this.current;
  }
}

/** The end of grace, or of the grace that an observing stack would give. */
function graceDeadlineOf(budget: Budget | undefined): Instant | undefined {
  if (budget?.status === 'grace') return budget.graceDeadline;
  return budget?.observation?.isAnnounced === false ? budget.observation.graceDeadline : undefined;
}

function closePeriod(account: Account, spentUsd: Usd): void {
  account.overshootUsd = addUsd(account.overshootUsd, excessUsd(spentUsd, account.budget.limitUsd));
}

function refreshJobAfter(instant: Instant): Instant {
  const sameDay = startOfUtcDay(instant) + REFRESH_JOB_MS;
  return sameDay >= instant ? sameDay : sameDay + DAY_MS;
}
