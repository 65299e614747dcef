import type { Instant } from '../../domain/instant.js';
import { readBudget, type BudgetPorts } from '../budgets/budgetChanges.js';
import { ContentionError, OutOfTimeError } from '../runtime/errors.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { ChargeAnswer, LedgerChange, LedgerEntry, UsageLedger } from '../ports/usageLedger.js';
import { backoff, MAX_ATTEMPTS } from '../runtime/retries.js';

/** One transaction: the entries of the first of what is pending, in the same order, and the budget with them. */
export interface LedgerWrite {
  readonly after: StoredBudget;
  readonly entries: readonly LedgerChange[];
}

export interface LedgerPorts extends BudgetPorts {
  readonly ledger: UsageLedger;
}

export interface LedgerWrites<T> {
  readonly principalId: string;
  readonly pending: readonly T[];
  /** The budget as far as it is known; undefined is read as: there is none. */
  readonly known: StoredBudget | undefined;
  readonly deadline: Instant;
  /** Decided anew for each try; undefined ends it. */
  readonly next: (pending: readonly T[], record: StoredBudget | undefined, now: Instant) => LedgerWrite | undefined;
  /** What to try instead of one that was not as expected; undefined leaves it out. */
  readonly retry: (item: T, stored: LedgerEntry | undefined) => T | undefined;
  readonly onCharged: (entries: readonly LedgerChange[], before: StoredBudget | undefined) => void;
}

/**
 * Writes what is pending of one principal, transaction by transaction. What the ledger has already is left out or tried
 * otherwise; where the budget has changed it is read and decided again, a bounded number of times without progress.
 * Throws ContentionError, OutOfTimeError and what the ledger throws; what was written until then stays.
 */
export async function writeToLedger<T>(ports: LedgerPorts, writes: LedgerWrites<T>): Promise<void> {
  const { principalId, next, retry, deadline, onCharged } = writes;
  let { pending, known: record } = writes;
  let attempt = 1;
  while (pending.length > 0) {
    const now = ports.clock.now();
    if (now >= deadline) throw new OutOfTimeError(`${principalId}: ${pending.length} invocations left`);
    const step = next(pending, record, now);
    if (step === undefined) return;
    const answer = await ports.ledger.charge({ before: record, after: step.after }, step.entries);
    if (answer.kind === 'charged') {
      onCharged(step.entries, record);
      record = step.after;
    }
    const left = remaining(pending, step.entries.length, answer, retry);
    const hasConflict = answer.kind === 'busy' || (answer.kind === 'refused' && answer.isStale);
    attempt = left.length < pending.length && !hasConflict ? 1 : attempt + 1;
    pending = left;
    if (hasConflict) ports.telemetry.count('WriteConflicts', 1);
    if (attempt > MAX_ATTEMPTS) throw new ContentionError(principalId, MAX_ATTEMPTS);
    if (hasConflict) record = await readAfterConflict(ports, principalId, attempt - 1);
  }
}

function remaining<T>(
  pending: readonly T[],
  written: number,
  answer: ChargeAnswer,
  retry: LedgerWrites<T>['retry'],
): readonly T[] {
  if (answer.kind === 'busy') return pending;
  if (answer.kind === 'charged') return pending.slice(written);
  const duplicates = new Map(answer.duplicates.map((duplicate) => [duplicate.index, duplicate]));
  return pending.flatMap((item, index) => {
    const duplicate = duplicates.get(index);
    return duplicate === undefined ? [item] : (retry(item, duplicate.stored) ?? []);
  });
}

async function readAfterConflict(
  ports: LedgerPorts,
  principalId: string,
  attempt: number,
): Promise<StoredBudget | undefined> {
  await backoff(ports.clock, attempt);
  return readBudget(ports, principalId);
}
