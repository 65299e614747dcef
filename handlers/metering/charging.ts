import type { BudgetEvent } from '../../domain/budget.js';
import { decide } from '../../domain/decide.js';
import { evolve } from '../../domain/evolve.js';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import { periodAt } from '../../domain/period.js';
import type { Principal } from '../../domain/principal.js';
import type { Settings } from '../../domain/settings.js';
import type { UsageRecord } from '../../domain/usageRecord.js';
import type { BudgetPorts } from '../budgets/budgetChanges.js';
import { applied } from '../budgets/budgetRecords.js';
import type { BudgetRecord } from '../ports/budgetStore.js';
import { MOST_ENTRIES, type UsageLedger } from '../ports/usageLedger.js';
import { countCharged, recordDetection } from './chargeMetrics.js';
import { writeToLedger, type LedgerWrite } from './ledgerWrites.js';

export interface ChargingPorts extends BudgetPorts {
  readonly ledger: UsageLedger;
}

export interface Charge {
  readonly principal: Principal;
  /** Of this principal, each invocation once. */
  readonly records: readonly UsageRecord[];
}

/**
 * Charges the records of one principal, each exactly once however often it comes: rows and budget are written in one
 * transaction, rows that are there already are left out. Opens the budget of a principal that has none. Throws as
 * `writeToLedger` does.
 */
export async function chargePrincipal(
  ports: ChargingPorts,
  { principal, records }: Charge,
  known: BudgetRecord | undefined,
  settings: Settings,
  deadline: Instant,
): Promise<void> {
  const { clock, telemetry } = ports;
  let isDetected = false;
  await writeToLedger(ports, {
    principalId: principal.principalId,
    pending: [...records].sort((left, right) => left.timestamp - right.timestamp),
    known,
    deadline,
    next: (pending, record, now) => nextCharge(principal, pending, record, settings, now),
    write: (change, entries) => ports.ledger.charge(change, entries),
    onAnswer: (answer, entries, record) => {
      if (answer.kind === 'refused') telemetry.count('InvocationsDuplicate', answer.duplicates.length);
      if (answer.kind !== 'charged') return;
      countCharged(telemetry, principal, entries, record?.budget);
      if (!isDetected) recordDetection(telemetry, entries, clock.now());
      isDetected = true;
    },
  });
}

/** As many records as fit in a transaction and belong to one period, so that none is late for another's sake. */
function nextCharge(
  principal: Principal,
  pending: readonly UsageRecord[],
  before: BudgetRecord | undefined,
  settings: Settings,
  now: Instant,
): LedgerWrite {
  const { policy, usageRetentionDays } = settings;
  const opened = before === undefined ? opening(principal, pending, settings, now) : [];
  const budget = opened.reduce(evolve, before?.budget);
  if (budget === undefined) throw new TypeError(`${principal.principalId}: a budget that could not be opened`);
  const { anchor, refreshPeriodDays } = budget;
  const records = firstOfOnePeriod(pending, (at) => periodAt(anchor, refreshPeriodDays, at).end);
  const spend = records.map(({ timestamp, costUsd }) => ({ at: timestamp, costUsd }));
  const recorded = decide({ type: 'RecordSpend', spend }, budget, policy, now);
  const after = applied(before, [...opened, ...(recorded.kind === 'accepted' ? recorded.events : [])], policy, now);
  const periodStart = after.budget.period.start;
  const entries = records.map((record) => ({
    record,
    periodStart,
    isLate: record.timestamp < periodStart,
    expiresAt: Math.max(now, record.timestamp) + usageRetentionDays * DAY_MS,
  }));
  return { after, entries };
}

function opening(
  principal: Principal,
  [first]: readonly UsageRecord[],
  { budgetLimitUsd, refreshPeriodDays, policy }: Settings,
  now: Instant,
): readonly BudgetEvent[] {
  const seenAt = first?.timestamp ?? now;
  const command = { type: 'OpenBudget', principal, limitUsd: budgetLimitUsd, refreshPeriodDays, seenAt } as const;
  const decision = decide(command, undefined, policy, now);
  return decision.kind === 'accepted' ? decision.events : [];
}

/** Records are in the order of their timestamps. */
function firstOfOnePeriod(
  records: readonly UsageRecord[],
  endOfPeriodOf: (at: Instant) => Instant,
): readonly UsageRecord[] {
  const first = records[0];
  const end = first === undefined ? 0 : endOfPeriodOf(first.timestamp);
  const next = records.findIndex(({ timestamp }) => timestamp >= end);
  return records.slice(0, Math.min(MOST_ENTRIES, next === -1 ? records.length : next));
}
