import type { BudgetCommand } from '../../domain/budget/commands.js';
import { decide } from '../../domain/budget/decide.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import type { TeamPeriod } from '../../domain/budget/teamSpend.js';
import type { Principal } from '../../domain/iam/principal.js';
import { DAY_MS, MINUTE_MS, startOfUtcDay, type Instant } from '../../domain/instant.js';
import { isMoreThan, ZERO_USD } from '../../domain/money.js';
import { teamsOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { teamId } from '../../domain/settings/teams.js';
import { Account, TeamAccount, type Outcome, type TeamOutcome } from './account.js';
import { Agenda } from './agenda.js';
import type { SpendEntry } from './spendLog.js';

/** The refresh job runs daily at 02:00 UTC. */
const REFRESH_JOB_MS = 120 * MINUTE_MS;

/** By the ids of principals, and of teams by their names. */
export interface Outcomes {
  readonly principals: ReadonlyMap<string, Outcome>;
  readonly teams: ReadonlyMap<string, TeamOutcome>;
}

/** Ids of executions: the replay's workflows take no time and never fail. */
const SUSPENSION = 'replayed-suspension';
const RESTORATION = 'replayed-restoration';

/**
 * Runs spend through budgets on virtual time as the deployed system would: the monitor sweeps budgets with new spend, and
 * those whose suspension a new period may end, at every interval; grace ends at its deadline; the refresh job runs daily.
 * Teams are counted with their members' spend. Suspending and restoring take no time. Calls that would be refused do not
 * reach their budget.
 */
export class BudgetReplay {
  readonly #settings: Settings;
  readonly #onEvent: (event: BudgetEvent) => void;
  readonly #accounts = new Map<string, Account>();
  readonly #teams = new Map<string, TeamAccount>();
  readonly #inGrace = new Set<Account>();
  /** When grace or a period ends. */
  readonly #agenda = new Agenda<Account>();
  #unreviewed = new Set<Account>();
  #uncounted = new Set<TeamAccount>();
  #clock: Instant = Number.NEGATIVE_INFINITY;
  #nextMonitor: Instant = Number.POSITIVE_INFINITY;

  constructor(settings: Settings, onEvent: (event: BudgetEvent) => void) {
    this.#settings = settings;
    this.#onEvent = onEvent;
  }

  /** Records one call, after everything that was due before it. A call stamped before the clock is a late one. */
  record({ principal, at, costUsd, inferenceProfile, isMore }: SpendEntry): void {
    while (this.#nextDue <= at) this.#runDue();
    this.#clock = Math.max(this.#clock, at);
    const account = this.#accounts.get(principal.principalId) ?? this.#open(principal, at);
    const { budget } = account;
    if (budget.status === 'suspended') {
      account.refuse(costUsd, isMore !== true);
      if (budget.team !== undefined) this.#teams.get(budget.team)?.refuse(costUsd, isMore !== true);
      return;
    }
    if (!isMoreThan(costUsd, ZERO_USD)) return;
    const teams = this.#teamsOf(account, principal, inferenceProfile).map((name): TeamPeriod => {
      const team = this.#teams.get(name) ?? this.#openTeam(name);
      this.#uncounted.add(team);
      return { team: name, period: team.add(account, at, costUsd) };
    });
    this.#do(account, { type: 'RecordSpend', spend: [{ at, costUsd, teams }] });
    if (this.#unreviewed.size === 0) this.#nextMonitor = this.#monitorFrom(this.#clock + 1);
    this.#unreviewed.add(account);
  }

  /** Reviews the last spend and all remaining ends of grace. */
  finish(): Outcomes {
    while (this.#unreviewed.size > 0 || this.#inGrace.size > 0) this.#runDue();
    for (const account of [...this.#accounts.values(), ...this.#teams.values()]) account.closePeriod();
    return { principals: this.#accounts, teams: this.#teams };
  }

  #teamsOf({ teams }: Account, principal: Principal, inferenceProfile: string | undefined): readonly string[] {
    if (inferenceProfile === undefined) return teams;
    return teamsOf(this.#settings, principal, inferenceProfile).map(({ name }) => name);
  }

  get #nextDue(): Instant {
    return Math.min(this.#nextMonitor, this.#agenda.next);
  }

  /** Moves the clock to the next due instant and does what is due then. */
  #runDue(): void {
    this.#clock = this.#nextDue;
    for (const account of this.#agenda.takeDue(this.#clock)) this.#look(account);
    if (this.#nextMonitor <= this.#clock) this.#sweep();
    if (this.#nextDue <= this.#clock) throw new Error(`virtual time stands still at ${this.#clock}`);
  }

  #open(principal: Principal, seenAt: Instant): Account {
    const account = new Account(this.#settings, principal);
    this.#accounts.set(principal.principalId, account);
    this.#do(account, { type: 'OpenBudget', principal, seenAt });
    return account;
  }

  #openTeam(name: string): TeamAccount {
    const principal = { principalId: teamId(name), accountType: 'team' } as const;
    const team = new TeamAccount(this.#settings, principal);
    this.#teams.set(name, team);
    this.#do(team, { type: 'OpenBudget', principal, seenAt: this.#clock });
    return team;
  }

  /** The refresh job does not look at teams, so a review follows for whom one may hold. */
  #look(account: Account): void {
    if (refreshJobFrom(account.budget.period.end) <= this.#clock) this.#do(account, { type: 'RefreshBudget' });
    const { budget, graceDeadline = Number.POSITIVE_INFINITY } = account;
    if (budget.status === 'suspended' || graceDeadline <= this.#clock) this.#review(account);
    this.#plan(account);
  }

  /** Counts teams first; those that turn by their own review have their members reviewed. */
  #sweep(): void {
    const [teams, accounts] = [this.#uncounted, this.#unreviewed];
    this.#uncounted = new Set();
    this.#unreviewed = new Set();
    this.#nextMonitor = Number.POSITIVE_INFINITY;
    for (const team of teams) this.#do(team, { type: 'CountTeamSpend', counts: team.takeCounts() });
    for (const account of accounts) this.#review(account);
    for (const team of teams) this.#review(team);
  }

  #review(account: Account): void {
    this.#do(account, { type: 'ReviewBudget', holds: this.#holdsOn(account) });
  }

  /** The teams over their limits, in a period in which the principal has spent. */
  #holdsOn({ budget, teams }: Account): readonly string[] {
    return teams.flatMap((name) => {
      const team = this.#teams.get(name)?.budget;
      const spend = budget.teamSpend.find((one) => one.team === name);
      return team?.status === 'suspended' && spend?.period.start === team.period.start ? [name] : [];
    });
  }

  /** A command, and the workflow that it starts. */
  #do(account: Account, command: BudgetCommand): void {
    const status = account.current?.status;
    this.#apply(account, command);
    if (account.budget.status === 'suspending') {
      this.#apply(account, { type: 'BeginSuspension', execution: SUSPENSION });
      this.#apply(account, { type: 'ConfirmSuspension', execution: SUSPENSION });
    }
    if (account.budget.status === 'restoring') {
      this.#apply(account, { type: 'BeginRestoration', execution: RESTORATION });
      this.#apply(account, { type: 'ConfirmRestoration', execution: RESTORATION, notRestored: [] });
    }
    this.#plan(account);
    const hasTurned = (status === 'suspended') !== (account.budget.status === 'suspended');
    if (hasTurned && account instanceof TeamAccount) for (const member of account.members) this.#review(member);
  }

  #apply(account: Account, command: BudgetCommand): void {
    const decision = decide(command, account.current, account.policy, this.#clock);
    if (decision.kind === 'rejected') throw new Error(`${command.type} for ${account.principalId}: ${decision.reason}`);
    for (const event of decision.events) {
      account.take(event);
      if (event.type !== 'WorkflowBegun') this.#onEvent(event);
    }
  }

  /** A period that ends makes the refresh job look, and before it the monitor if the budget is suspended. */
  #plan(account: Account): void {
    const { budget, graceDeadline } = account;
    const { end } = budget.period;
    let dueAt = refreshJobFrom(end);
    if (budget.status === 'suspended') dueAt = Math.min(dueAt, this.#monitorFrom(end));
    if (graceDeadline === undefined) this.#inGrace.delete(account);
    else {
      this.#inGrace.add(account);
      dueAt = Math.min(dueAt, graceDeadline);
    }
    this.#agenda.put(account, dueAt);
  }

  /** The first sweep then or later. */
  #monitorFrom(instant: Instant): Instant {
    const interval = this.#settings.monitorIntervalMinutes * MINUTE_MS;
    return Math.ceil(instant / interval) * interval;
  }
}

function refreshJobFrom(instant: Instant): Instant {
  const sameDay = startOfUtcDay(instant) + REFRESH_JOB_MS;
  return sameDay >= instant ? sameDay : sameDay + DAY_MS;
}
