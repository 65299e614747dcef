import type { Budget } from '../../domain/budget/budget.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import type { Spend } from '../../domain/budget/commands.js';
import { decide } from '../../domain/budget/decide.js';
import { evolve } from '../../domain/budget/evolve.js';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import type { Growing } from '../../domain/json.js';
import { addUsd, excessUsd, isMoreThan, ZERO_USD, type Usd } from '../../domain/money.js';
import { periodOf } from '../../domain/budget/inPeriod.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Principal, RoleSession } from '../../domain/iam/principal.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import { teamPeriods, type TeamBudgets } from '../teams/teamPeriods.js';
import { applied } from '../budgets/budgetRecords.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { MAX_ENTRIES, type LedgerChange, type LedgerEntry } from '../ports/usageLedger.js';
import type { LedgerWrite } from './ledgerWrites.js';

/** By what a record is charged. */
export interface ChargeTerms {
  readonly settings: Settings;
  readonly teams: TeamBudgets;
}

/** A record to be charged. */
export interface Pending {
  readonly priced: UsageRecord;
  /** Where its call has an entry of which there is less: that, and the record that takes its place. */
  readonly replacement?: { readonly stored: LedgerEntry; readonly record: UsageRecord };
}

/** As many records as fit in a transaction and belong to one period, so that none is late for another's sake. */
export function nextCharge(
  principal: Principal,
  pending: readonly Pending[],
  before: StoredBudget | undefined,
  terms: ChargeTerms,
  now: Instant,
): LedgerWrite {
  const { settings } = terms;
  const { usageRetentionDays } = settings;
  const policy = policyOf(settings, before?.budget ?? principal);
  const opened = before === undefined ? opening(principal, pending, policy, now) : [];
  const budget = opened.reduce(evolve, before?.budget);
  if (budget === undefined) throw new TypeError(`${principal.principalId}: opened without an event`);
  const charges = firstOfOnePeriod(
    pending.slice(0, MAX_ENTRIES).map((one) => ({ ...one, spend: spendOf(one, budget, principal, terms, now) })),
    (at) => periodOf(budget, at).end,
  );
  const recorded = decide({ type: 'RecordSpend', spend: charges.map(({ spend }) => spend) }, budget, policy, now);
  const after = applied(before, [...opened, ...recorded.events], policy, now);
  const entries = charges.map((charge) => {
    const expiresAt = Math.max(now, charge.priced.timestamp) + usageRetentionDays * DAY_MS;
    return entryOf(charge, after.budget.period.start, expiresAt);
  });
  return { after, entries };
}

interface PendingSpend extends Pending {
  readonly spend: Spend;
}

/** What is to be added to the budget, at an instant of the period that the call is charged to. */
function spendOf(
  { priced, replacement }: Pending,
  budget: Budget,
  principal: Principal,
  terms: ChargeTerms,
  now: Instant,
): Spend {
  const { timestamp, costUsd, caller } = priced;
  if (replacement === undefined) return spend(timestamp, costUsd, caller, teamPeriods(priced, principal, terms, now));
  const { stored, record } = replacement;
  // A call that is stamped ahead of the clock may have been charged to a period before its own.
  const at = Math.min(timestamp, periodOf(budget, stored.periodStart).end - 1);
  return spend(at, excessUsd(record.costUsd, stored.record.costUsd), caller, stored.teams);
}

function spend(at: Instant, costUsd: Usd, caller: RoleSession | undefined, teams: Spend['teams'] = []): Spend {
  const added: Growing<Spend> = { at, costUsd };
  if (caller !== undefined) added.caller = caller;
  if (teams.length > 0) added.teams = teams;
  return added;
}

/** A row stays in its period; what is added to it after that has closed is late. */
function entryOf({ priced, replacement, spend }: PendingSpend, periodStart: Instant, expiresAt: Instant): LedgerChange {
  const isLate = spend.at < periodStart;
  if (replacement === undefined) {
    const entry = { record: priced, periodStart, isLate, expiresAt };
    return spend.teams === undefined ? entry : { ...entry, teams: spend.teams };
  }
  const { stored, record } = replacement;
  const replacements = (stored.replacements ?? 0) + 1;
  const entry = { ...stored, record, replacements, expiresAt, replaces: stored };
  if (stored.isLate || !isLate || !isMoreThan(spend.costUsd, ZERO_USD)) return entry;
  return { ...entry, lateUsd: addUsd(stored.lateUsd ?? ZERO_USD, spend.costUsd) };
}

function opening(
  principal: Principal,
  [first]: readonly Pending[],
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  const seenAt = first?.priced.timestamp ?? now;
  const decision = decide({ type: 'OpenBudget', principal, seenAt }, undefined, policy, now);
  if (decision.kind === 'rejected') throw new TypeError(`${principal.principalId}: not opened: ${decision.reason}`);
  return decision.events;
}

/** The first and those after it that do not begin a later period. */
function firstOfOnePeriod(
  charges: readonly PendingSpend[],
  endOfPeriodOf: (at: Instant) => Instant,
): readonly PendingSpend[] {
  const first = charges[0];
  const end = first === undefined ? 0 : endOfPeriodOf(first.spend.at);
  const next = charges.findIndex(({ spend }) => spend.at >= end);
  return next === -1 ? charges : charges.slice(0, next);
}
