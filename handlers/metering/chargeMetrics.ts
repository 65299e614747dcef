import type { Budget } from '../../domain/budget/budget.js';
import { SECOND_MS, type Instant } from '../../domain/instant.js';
import { addUsd, excessUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { reasonNotToSuspend, type PersonEnforcement, type Principal } from '../../domain/iam/principal.js';
import { isInSpiteOf } from '../../domain/budget/recordSpend.js';
import type { Dimension } from '../../domain/invocations/usage.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { LedgerChange, LedgerEntry } from '../ports/usageLedger.js';

/**
 * Counts the entries of one transaction that was written; `before` is the budget that it found. An entry that replaces
 * one is a duplicate of a call that was counted: it adds to amounts and tokens what it has more.
 */
export function countCharged(
  telemetry: Telemetry,
  principal: Principal,
  entries: readonly LedgerChange[],
  before: Budget | undefined,
  policy: PersonEnforcement,
): void {
  if (before === undefined) telemetry.count('BudgetsOpened', 1);
  const calls = entries.filter(({ replaces }) => replaces === undefined);
  telemetry.count('InvocationsCharged', calls.length);
  if (calls.length < entries.length) telemetry.count('InvocationsDuplicate', entries.length - calls.length);
  if (before?.status === 'suspended') {
    const inSpite = calls.filter(({ record }) => isInSpiteOf(before, record.timestamp));
    telemetry.count('InvocationsAfterSuspension', inSpite.length);
  }
  countRare(telemetry, entries);
  countSpend(telemetry, principal, chargedFor(entries), policy);
  countTokens(telemetry, entries);
}

/** Of most charges there is nothing to count here; there are thousands of them a second. */
function countRare(telemetry: Telemetry, entries: readonly LedgerChange[]): void {
  const late = entries.filter(({ isLate, lateUsd }) => isLate || lateUsd !== undefined);
  if (late.length > 0) {
    telemetry.count(
      'InvocationsLate',
      late.filter(({ replaces }) => replaces?.isLate !== true && replaces?.lateUsd === undefined).length,
    );
    telemetry.count('LateSpendUsd', chargedFor(late));
  }
  const provisional = entries.filter(isProvisional);
  if (provisional.length > 0) {
    const calls = provisional.filter(({ replaces }) => replaces === undefined || !isProvisional(replaces));
    telemetry.count('InvocationsProvisional', calls.length);
    telemetry.count('ProvisionalSpendUsd', chargedFor(provisional));
  }
}

/**
 * Records how long the first charge of a principal in a batch took since its oldest call, which is among its entries. A
 * batch that comes late, or once more after a failure, tells its true delay, up to `usageRetentionDays`: percentiles show
 * how the meter keeps up, the maximum what was replayed. A stamp ahead of the clock counts as no delay.
 */
export function recordDetection(telemetry: Telemetry, entries: readonly LedgerChange[], now: Instant): void {
  const oldest = entries.reduce((earliest, { record }) => Math.min(earliest, record.timestamp), now);
  telemetry.record('DetectionSeconds', (now - oldest) / SECOND_MS);
}

function countSpend(telemetry: Telemetry, principal: Principal, spentUsd: Usd, policy: PersonEnforcement): void {
  telemetry.count('SpendUsd', spentUsd);
  if (reasonNotToSuspend(principal, policy) !== undefined) telemetry.count('UnenforceableSpendUsd', spentUsd);
  if (principal.accountType === 'unknown') telemetry.count('UnattributedSpendUsd', spentUsd);
}

function countTokens(telemetry: Telemetry, entries: readonly LedgerChange[]): void {
  const more = (dimension: Dimension): number => {
    let sum = 0;
    for (const { record, replaces } of entries) {
      sum += record.usage[dimension] - (replaces?.record.usage[dimension] ?? 0);
    }
    return sum;
  };
  telemetry.count('InputTokens', more('inputTokens'));
  telemetry.count('OutputTokens', more('outputTokens'));
  telemetry.count('CacheReadTokens', more('cacheReadTokens'));
  telemetry.count('CacheWriteTokens', more('cacheWrite5mTokens') + more('cacheWrite1hTokens'));
}

function isProvisional({ record }: LedgerEntry): boolean {
  return record.priceStatus === 'provisional';
}

/** An entry that replaces one is charged what it costs more. */
function chargedFor(entries: readonly LedgerChange[]): Usd {
  return entries.reduce((sum, { record, replaces }) => {
    return addUsd(sum, replaces === undefined ? record.costUsd : excessUsd(record.costUsd, replaces.record.costUsd));
  }, ZERO_USD);
}
