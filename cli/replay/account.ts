import type { Budget } from '../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import { evolve } from '../../domain/budget/evolve.js';
import { notPreventedIn, periodOf } from '../../domain/budget/inPeriod.js';
import type { TeamCount } from '../../domain/budget/teamSpend.js';
import type { Period } from '../../domain/calendar/schedule.js';
import type { Principal } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';
import { addUsd, excessUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { policyOf, teamsOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';

/** What one principal or team spent, and what its budget did. */
export interface Outcome {
  readonly budget: Budget;
  readonly policy: BudgetPolicy;
  /** What its budget counted, in time or late, over all periods. */
  readonly countedUsd: Usd;
  /** Spend beyond the limits of its periods before access would have ended. */
  readonly overshootUsd: Usd;
  /** Spend while suspended, which would have been refused; of a team that of members whom it held. */
  readonly refusedUsd: Usd;
  readonly refusedCalls: number;
  /** Spend after access would have been cut, where it is only observed. */
  readonly notPreventedUsd: Usd;
  /** How often access was cut or, where it is only observed, would have been. */
  readonly stops: number;
  readonly firstStopAt: Instant | undefined;
}

export interface TeamOutcome extends Outcome {
  /** Those that have spent for it. */
  readonly members: ReadonlySet<Outcome>;
}

/** A budget, and what the replay counts for it. */
export class Account implements Outcome {
  readonly principalId: string;
  readonly policy: BudgetPolicy;
  /** Names of the teams that its calls count in, by whatever profile they are made. */
  readonly teams: readonly string[];
  current: Budget | undefined;
  countedUsd = ZERO_USD;
  overshootUsd = ZERO_USD;
  refusedUsd = ZERO_USD;
  refusedCalls = 0;
  notPreventedUsd = ZERO_USD;
  stops = 0;
  firstStopAt: Instant | undefined;
  /** Of this period, before a team had the access cut. */
  #notPreventedUsd = ZERO_USD;

  constructor(settings: Settings, principal: Principal) {
    this.principalId = principal.principalId;
    this.policy = policyOf(settings, principal);
    this.teams = teamsOf(settings, principal).map(({ name }) => name);
  }

  get budget(): Budget {
    if (this.current === undefined) throw new Error(`no budget of ${this.principalId} yet`);
    return this.current;
  }

  /**
   * The end of grace, or of the grace that an observing stack would give; undefined if nothing follows from it. Who is
   * exempt is over the limit in silence.
   */
  get graceDeadline(): Instant | undefined {
    const { budget, policy } = this;
    if (budget.status === 'grace') return budget.graceDeadline;
    if (budget.status !== 'active' || policy.enforcement === 'exempt') return undefined;
    return budget.observation?.announcedAtUsd === undefined ? budget.observation?.graceDeadline : undefined;
  }

  take(event: BudgetEvent): void {
    if (event.type === 'PeriodStarted') this.closePeriod();
    if (event.type === 'SuspensionStarted') this.#notPreventedUsd = this.#notPreventedSoFar();
    if (STOPS.includes(event.type)) {
      this.stops += 1;
      this.firstStopAt ??= event.at;
    }
    if (event.type === 'LateSpendRecorded') this.countedUsd = addUsd(this.countedUsd, event.costUsd);
    this.current = evolve(this.current, event);
  }

  /** Adds up a period that is over; before the next one begins. */
  closePeriod(): void {
    const { spentUsd, limitUsd } = this.budget;
    const notPreventedUsd = this.#notPreventedSoFar();
    this.#notPreventedUsd = ZERO_USD;
    this.countedUsd = addUsd(this.countedUsd, spentUsd);
    this.notPreventedUsd = addUsd(this.notPreventedUsd, notPreventedUsd);
    this.overshootUsd = addUsd(this.overshootUsd, excessUsd(excessUsd(spentUsd, limitUsd), notPreventedUsd));
  }

  #notPreventedSoFar(): Usd {
    return addUsd(this.#notPreventedUsd, notPreventedIn(this.budget));
  }

  refuse(costUsd: Usd, isNewCall: boolean): void {
    this.refusedUsd = addUsd(this.refusedUsd, costUsd);
    if (isNewCall) this.refusedCalls += 1;
  }
}

const STOPS: readonly BudgetEvent['type'][] = ['SuspensionStarted', 'TeamSuspended', 'WouldHaveSuspended'];

/** The budget of a team, its members, and what they have spent since it was last counted. */
export class TeamAccount extends Account implements TeamOutcome {
  readonly members = new Set<Account>();
  readonly #uncounted = new Map<Instant, TeamCount>();

  /** Answers the period of the team that the spend belongs to. */
  add(member: Account, at: Instant, costUsd: Usd): Period {
    const { budget } = this;
    const isNow = budget.period.start <= at && at < budget.period.end;
    // Spares most calls the look at the calendar.
    const period = isNow ? budget.period : periodOf(budget, at);
    this.members.add(member);
    const before = this.#uncounted.get(period.start)?.addedUsd ?? ZERO_USD;
    const addedUsd = addUsd(before, costUsd);
    this.#uncounted.set(period.start, { period, addedUsd, takenBackUsd: ZERO_USD, lateUsd: ZERO_USD });
    return period;
  }

  takeCounts(): readonly TeamCount[] {
    const counts = [...this.#uncounted.values()];
    this.#uncounted.clear();
    return counts;
  }
}
