import { DAY_MS, type Instant } from '../domain/instant.js';
import { decide } from '../domain/decide.js';
import { evolve } from '../domain/evolve.js';
import { periodAt } from '../domain/period.js';
import type { BudgetEvent } from '../domain/budget.js';
import type { Principal } from '../domain/principal.js';
import type { Settings } from '../domain/settings.js';
import type { UsageRecord } from '../domain/usageRecord.js';
import type { BudgetPorts } from './budgetChanges.js';
import { applied } from './budgetRecords.js';
import { ContentionError, OutOfTimeError } from './errors.js';
import type { BudgetRecord } from './ports/budgetStore.js';
import { MOST_ENTRIES, type ChargeAnswer, type LedgerEntry, type UsageLedger } from './ports/usageLedger.js';
import { backoff, MOST_ATTEMPTS } from './retries.js';

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
 * transaction, rows that are there already are left out. Opens the budget of a principal that has none. Throws
 * ContentionError, OutOfTimeError and what the ledger throws; what was written until then stays.
 */
export async function chargePrincipal(
  ports: ChargingPorts,
  { principal, records }: Charge,
  known: BudgetRecord | undefined,
  settings: Settings,
  deadline: Instant,
): Promise<void> {
  let pending = [...records].sort((left, right) => left.timestamp - right.timestamp);
  let record = known;
  let attempt = 1;
  while (pending.length > 0) {
    const now = ports.clock.now();
    if (now >= deadline) throw new OutOfTimeError(`${principal.principalId}: ${pending.length} invocations left`);
    const { after, entries } = nextCharge(principal, pending, record, settings, now);
    const answer = await ports.ledger.charge({ before: record, after }, entries);
    pending = remaining(pending, entries, answer);
    if (answer.kind === 'charged') {
      countCharged(ports, entries, record === undefined);
      record = after;
      attempt = 1;
      continue;
    }
    if (answer.kind === 'refused') ports.telemetry.count('InvocationsDuplicate', answer.duplicates.length);
    if (answer.kind === 'refused' && !answer.isStale) continue;
    if (attempt >= MOST_ATTEMPTS) throw new ContentionError(principal.principalId, attempt);
    ports.telemetry.count('WriteConflicts', 1);
    await backoff(ports.clock, attempt);
    attempt += 1;
    record = (await ports.budgets.read([principal.principalId])).get(principal.principalId);
  }
}

interface NextCharge {
  readonly after: BudgetRecord;
  readonly entries: readonly LedgerEntry[];
}

/** As many records as fit in a transaction and belong to one period, so that none is late for another's sake. */
function nextCharge(
  principal: Principal,
  pending: readonly UsageRecord[],
  before: BudgetRecord | undefined,
  settings: Settings,
  now: Instant,
): NextCharge {
  const { policy, usageRetentionDays } = settings;
  const opened = before === undefined ? opening(principal, pending, settings, now) : [];
  const budget = opened.reduce(evolve, before?.budget);
  if (budget === undefined) throw new TypeError(`${principal.principalId}: a budget that could not be opened`);
  const periodOf = ({ timestamp }: UsageRecord): Instant =>
    periodAt(budget.anchor, budget.refreshPeriodDays, timestamp).start;
  const first = pending[0] === undefined ? NaN : periodOf(pending[0]);
  let count = 1;
  while (count < Math.min(pending.length, MOST_ENTRIES) && pending[count] !== undefined && periodOf(pending[count] as UsageRecord) === first) count += 1;
  const records = pending.slice(0, count);
  const spend = records.map(({ timestamp, costUsd }) => ({ at: timestamp, costUsd }));
  const recorded = decide({ type: 'RecordSpend', spend }, budget, policy, now);
  const after = applied(before, [...opened, ...(recorded.kind === 'accepted' ? recorded.events : [])], policy, now);
  const { start: periodStart } = after.budget.period;
  const entries = records.map((record) => ({
    record,
    periodStart,
    isLate: record.timestamp < periodStart,
    expiresAt: Math.max(now, record.timestamp) + usageRetentionDays * DAY_MS,
  }));
  return { after, entries };
}
