import type { Budget } from '../../domain/budget.js';
import { SECOND_MS, type Instant } from '../../domain/instant.js';
import { addUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { isEnforceable, type Principal } from '../../domain/principal.js';
import { isInSpiteOf } from '../../domain/recordSpend.js';
import { addUsage, NO_USAGE, type Dimension } from '../../domain/usage.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { LedgerEntry } from '../ports/usageLedger.js';

/** Counts the entries of one transaction that was written; `before` is the budget that it found. */
export function countCharged(
  telemetry: Telemetry,
  principal: Principal,
  entries: readonly LedgerEntry[],
  before: Budget | undefined,
): void {
  if (before === undefined) telemetry.count('BudgetsOpened', 1);
  telemetry.count('InvocationsCharged', entries.length);
  const inSpite = entries.filter(({ record }) => before !== undefined && isInSpiteOf(before, record.timestamp));
  telemetry.count('InvocationsAfterSuspension', inSpite.length);
  const late = entries.filter(({ isLate }) => isLate);
  const provisional = entries.filter(({ record }) => record.priceStatus === 'provisional');
  telemetry.count('InvocationsLate', late.length);
  telemetry.count('InvocationsProvisional', provisional.length);
  telemetry.count('LateSpendUsd', costOf(late));
  telemetry.count('ProvisionalSpendUsd', costOf(provisional));
  countSpend(telemetry, principal, costOf(entries));
  countTokens(telemetry, entries);
}

/**
 * Records how long the first charge of a principal in a batch took since its oldest call, which is among its entries. A
 * batch that comes late, or once more after a failure, tells its true delay, up to `usageRetentionDays`: percentiles show
 * how the meter keeps up, the maximum what was replayed. A stamp ahead of the clock counts as no delay.
 */
export function recordDetection(telemetry: Telemetry, entries: readonly LedgerEntry[], now: Instant): void {
  const oldest = entries.reduce((earliest, { record }) => Math.min(earliest, record.timestamp), now);
  telemetry.record('DetectionSeconds', (now - oldest) / SECOND_MS);
}

function countSpend(telemetry: Telemetry, { accountType }: Principal, spentUsd: Usd): void {
  telemetry.count('SpendUsd', spentUsd);
  if (!isEnforceable(accountType)) telemetry.count('UnenforceableSpendUsd', spentUsd);
  if (accountType === 'unknown') telemetry.count('UnattributedSpendUsd', spentUsd);
}

function countTokens(telemetry: Telemetry, entries: readonly LedgerEntry[]): void {
  const total: Record<Dimension, number> = { ...NO_USAGE };
  for (const { record } of entries) addUsage(total, record.usage);
  telemetry.count('InputTokens', total.inputTokens);
  telemetry.count('OutputTokens', total.outputTokens);
  telemetry.count('CacheReadTokens', total.cacheReadTokens);
  telemetry.count('CacheWriteTokens', total.cacheWrite5mTokens + total.cacheWrite1hTokens);
}

function costOf(entries: readonly LedgerEntry[]): Usd {
  return entries.reduce((sum, { record }) => addUsd(sum, record.costUsd), ZERO_USD);
}
