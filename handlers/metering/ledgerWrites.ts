import type { Instant } from '../../domain/instant.js';
import { optimistically, type BudgetPorts } from '../budgets/budgetChanges.js';
import { OutOfTimeError } from '../runtime/errors.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { ChargeAnswer, LedgerChange, LedgerEntry, UsageLedger } from '../ports/usageLedger.js';

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
  const { principalId, known, next, retry, deadline, onCharged } = writes;
  let { pending } = writes;
  await optimistically(ports, principalId, known, async (record, now) => {
    if (pending.length === 0) return DONE;
    if (now >= deadline) throw new OutOfTimeError(`${principalId}: ${pending.length} invocations left`);
    const step = next(pending, record, now);
    if (step === undefined) return DONE;
    const answer = await ports.ledger.charge({ before: record, after: step.after }, step.entries);
    if (answer.kind === 'charged') onCharged(step.entries, record);
    const before = pending.length;
    pending = remaining(pending, step.entries.length, answer, retry);
    if (answer.kind === 'busy' || (answer.kind === 'refused' && answer.isStale)) return { kind: 'conflict' };
    const hasProgress = pending.length < before;
    return { kind: 'more', hasProgress, record: answer.kind === 'charged' ? step.after : record };
  });
}

const DONE = { kind: 'done', value: undefined } as const;

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
