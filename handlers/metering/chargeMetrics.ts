import type { Budget } from '../../domain/budget.js';
import { SECOND_MS, type Instant } from '../../domain/instant.js';
import { addUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { isEnforceable, type Principal } from '../../domain/principal.js';
import { isInSpiteOf } from '../../domain/recordSpend.js';
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
  if (before?.status === 'suspended') {
    const inSpite = entries.filter(({ record }) => isInSpiteOf(before, record.timestamp));
    telemetry.count('InvocationsAfterSuspension', inSpite.length);
  }
  countRare(telemetry, entries);
  countSpend(telemetry, principal, costOf(entries));
  countTokens(telemetry, entries);
}

/** Of most charges there is nothing to count here; there are thousands of them a second. */
function countRare(telemetry: Telemetry, entries: readonly LedgerEntry[]): void {
  const late = entries.filter(({ isLate }) => isLate);
  if (late.length > 0) {
    telemetry.count('InvocationsLate', late.length);
    telemetry.count('LateSpendUsd', costOf(late));
  }
  const provisional = entries.filter(({ record }) => record.priceStatus === 'provisional');
  if (provisional.length > 0) {
    telemetry.count('InvocationsProvisional', provisional.length);
    telemetry.count('ProvisionalSpendUsd', costOf(provisional));
  }
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
  let [input, output, cacheRead, cacheWrite] = [0, 0, 0, 0];
  for (const { record } of entries) {
    const { usage } = record;
    input += usage.inputTokens;
    output += usage.outputTokens;
    cacheRead += usage.cacheReadTokens;
    cacheWrite += usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  }
  telemetry.count('InputTokens', input);
  telemetry.count('OutputTokens', output);
  telemetry.count('CacheReadTokens', cacheRead);
  telemetry.count('CacheWriteTokens', cacheWrite);
}

function costOf(entries: readonly LedgerEntry[]): Usd {
  return entries.reduce((sum, { record }) => addUsd(sum, record.costUsd), ZERO_USD);
}
