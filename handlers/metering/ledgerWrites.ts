import type { Instant } from '../../domain/instant.js';
import { readBudget, type BudgetPorts } from '../budgets/budgetChanges.js';
import { ContentionError, OutOfTimeError } from '../errors.js';
import type { BudgetChange, BudgetRecord } from '../ports/budgetStore.js';
import type { ChargeAnswer, LedgerEntry } from '../ports/usageLedger.js';
import { backoff, MOST_ATTEMPTS } from '../retries.js';

/** One transaction: the entries of the first of what is pending, in the same order, and the budget with them. */
export interface LedgerWrite {
  readonly after: BudgetRecord;
  readonly entries: readonly LedgerEntry[];
}

export interface LedgerWrites<T> {
  readonly principalId: string;
  readonly pending: readonly T[];
  /** The budget as far as it is known; undefined is read as: there is none. */
  readonly known: BudgetRecord | undefined;
  readonly deadline: Instant;
  /** Decided anew for each try; undefined ends it. */
  readonly next: (pending: readonly T[], record: BudgetRecord | undefined, now: Instant) => LedgerWrite | undefined;
  readonly write: (change: BudgetChange, entries: readonly LedgerEntry[]) => Promise<ChargeAnswer>;
  readonly onAnswer: (answer: ChargeAnswer, entries: readonly LedgerEntry[], record: BudgetRecord | undefined) => void;
}

/**
 * Writes what is pending of one principal, transaction by transaction. What the ledger has already is left out; where the
 * budget has changed it is read and decided again, a bounded number of times without progress. Throws ContentionError,
 * OutOfTimeError and what the ledger throws; what was written until then stays.
 */
export async function writeToLedger<T>(ports: BudgetPorts, writes: LedgerWrites<T>): Promise<void> {
  const { principalId, next, write, deadline, onAnswer } = writes;
  let { pending, known: record } = writes;
  let attempt = 1;
  while (pending.length > 0) {
    const now = ports.clock.now();
    if (now >= deadline) throw new OutOfTimeError(`${principalId}: ${pending.length} invocations left`);
    const step = next(pending, record, now);
    if (step === undefined) return;
    const answer = await write({ before: record, after: step.after }, step.entries);
    onAnswer(answer, step.entries, record);
    pending = remaining(pending, step.entries.length, answer);
    if (answer.kind === 'charged') record = step.after;
    if (answer.kind === 'charged' || (answer.kind === 'refused' && !answer.isStale)) {
      attempt = 1;
      continue;
    }
    ports.telemetry.count('WriteConflicts', 1);
    if (attempt >= MOST_ATTEMPTS) throw new ContentionError(principalId, attempt);
    await backoff(ports.clock, attempt);
    attempt += 1;
    record = await readBudget(ports, principalId);
  }
}

function remaining<T>(pending: readonly T[], written: number, answer: ChargeAnswer): readonly T[] {
  if (answer.kind === 'busy') return pending;
  if (answer.kind === 'charged') return pending.slice(written);
  const duplicates = new Set(answer.duplicates);
  return pending.filter((_, index) => !duplicates.has(index));
}
