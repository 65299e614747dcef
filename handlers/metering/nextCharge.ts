import type { Budget, BudgetEvent, Spend } from '../../domain/budget.js';
import { decide } from '../../domain/decide.js';
import { evolve } from '../../domain/evolve.js';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import { addUsd, excessUsd, ZERO_USD } from '../../domain/money.js';
import { periodAt, type Period } from '../../domain/period.js';
import type { Principal } from '../../domain/principal.js';
import type { Settings } from '../../domain/settings.js';
import type { UsageRecord } from '../../domain/usageRecord.js';
import { applied } from '../budgets/budgetRecords.js';
import type { BudgetRecord } from '../ports/budgetStore.js';
import { MOST_ENTRIES, type LedgerChange, type LedgerEntry } from '../ports/usageLedger.js';
import type { LedgerWrite } from './ledgerWrites.js';

/** A record to be charged, and what it takes the place of where its call has a smaller entry. */
export interface Pending {
  readonly record: UsageRecord;
  readonly stored?: LedgerEntry;
}

/** As many records as fit in a transaction and belong to one period, so that none is late for another's sake. */
export function nextCharge(
  principal: Principal,
  pending: readonly Pending[],
  before: BudgetRecord | undefined,
  settings: Settings,
  now: Instant,
): LedgerWrite {
  const { policy, usageRetentionDays } = settings;
  const opened = before === undefined ? opening(principal, pending, settings, now) : [];
  const budget = opened.reduce(evolve, before?.budget);
  if (budget === undefined) throw new TypeError(`${principal.principalId}: a budget that could not be opened`);
  const charges = firstOfOnePeriod(
    pending.slice(0, MOST_ENTRIES).map((one) => ({ ...one, spend: spendOf(one, budget) })),
    (at) => periodOf(budget, at).end,
  );
  const recorded = decide({ type: 'RecordSpend', spend: charges.map(({ spend }) => spend) }, budget, policy, now);
  const after = applied(before, [...opened, ...(recorded.kind === 'accepted' ? recorded.events : [])], policy, now);
  const periodStart = after.budget.period.start;
  const entries = charges.map((charge) => ({
    record: charge.record,
    ...placeOf(charge, periodStart),
    expiresAt: Math.max(now, charge.record.timestamp) + usageRetentionDays * DAY_MS,
  }));
  return { after, entries };
}

interface PendingSpend extends Pending {
  readonly spend: Spend;
}

/** What is to be added to the budget, at an instant of the period that the call is charged to. */
function spendOf({ record, stored }: Pending, budget: Budget): Spend {
  const { timestamp, costUsd } = record;
  if (stored === undefined) return { at: timestamp, costUsd };
  // A call that is stamped ahead of the clock may have been charged to a period before its own.
  const at = Math.min(timestamp, periodOf(budget, stored.periodStart).end - 1);
  return { at, costUsd: excessUsd(costUsd, stored.record.costUsd) };
}

/** A row stays in its period; what is added to it after that has closed is late. */
function placeOf(
  { spend, stored }: PendingSpend,
  periodStart: Instant,
): Pick<LedgerChange, 'periodStart' | 'isLate' | 'lateUsd' | 'replaces'> {
  const isLate = spend.at < periodStart;
  if (stored === undefined) return { periodStart, isLate };
  const place = { periodStart: stored.periodStart, isLate: stored.isLate, replaces: stored };
  if (stored.isLate || !isLate) return place;
  return { ...place, lateUsd: addUsd(stored.lateUsd ?? ZERO_USD, spend.costUsd) };
}

function opening(
  principal: Principal,
  [first]: readonly Pending[],
  { budgetLimitUsd, refreshPeriodDays, policy }: Settings,
  now: Instant,
): readonly BudgetEvent[] {
  const seenAt = first?.record.timestamp ?? now;
  const command = { type: 'OpenBudget', principal, limitUsd: budgetLimitUsd, refreshPeriodDays, seenAt } as const;
  const decision = decide(command, undefined, policy, now);
  return decision.kind === 'accepted' ? decision.events : [];
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

function periodOf({ anchor, refreshPeriodDays }: Budget, at: Instant): Period {
  return periodAt(anchor, refreshPeriodDays, at);
}
