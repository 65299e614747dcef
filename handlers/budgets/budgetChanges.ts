import type { Budget } from '../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import type { BudgetCommand } from '../../domain/budget/commands.js';
import { decide } from '../../domain/budget/decide.js';
import type { Decision } from '../../domain/budget/decision.js';
import type { Principal } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { applied } from './budgetRecords.js';
import { ContentionError } from '../runtime/errors.js';
import type { StoredBudget, BudgetStore } from '../ports/budgetStore.js';
import type { Clock } from '../ports/clock.js';
import type { Telemetry } from '../ports/telemetry.js';
import { backoff, MAX_ATTEMPTS } from '../runtime/retries.js';

export interface BudgetPorts {
  readonly budgets: BudgetStore;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export interface Changed {
  readonly decision: Decision;
  /** As it was when that was decided. */
  readonly before: StoredBudget | undefined;
  /** As it is now; undefined only if there is no budget. */
  readonly record: StoredBudget | undefined;
}

/**
 * Decides a command on a budget and writes what follows from it; on a conflict reads and decides again. The events wait
 * in the row's outbox until the monitor publishes them. Throws ContentionError and what the store throws.
 */
export async function changeBudget(
  ports: BudgetPorts,
  principalId: string,
  command: BudgetCommand,
  settings: Settings,
): Promise<Changed> {
  return changeBudgetBy(ports, principalId, () => command, settings);
}

/** The same by the command that a budget gives reason for. */
export async function changeBudgetBy(
  ports: BudgetPorts,
  principalId: string,
  commandFor: (budget: Budget | undefined) => BudgetCommand,
  settings: Settings,
): Promise<Changed> {
  return untilSaved(ports, principalId, await readBudget(ports, principalId), (record, now) => {
    const command = commandFor(record?.budget);
    const policy = policyFor(settings, record?.budget, command, principalId);
    const decision = decide(command, record?.budget, policy, now);
    const isIdle = decision.kind === 'rejected' || decision.events.length === 0;
    return { decision, before: record, after: isIdle ? record : applied(record, decision.events, policy, now) };
  });
}

/** The policy of a budget, or of the one that a command would open. */
export function policyFor(
  settings: Settings,
  budget: Budget | undefined,
  command: BudgetCommand,
  principalId: string,
): BudgetPolicy {
  const opened: Principal = 'principal' in command ? command.principal : { principalId, accountType: 'unknown' };
  return policyOf(settings, budget ?? opened);
}

/**
 * Writes what `next` makes of a record, nothing if that is the record itself; on a conflict reads it and asks again, a
 * bounded number of times. Throws ContentionError and what the store throws.
 */
export async function untilSaved<T extends { readonly after: StoredBudget | undefined }>(
  ports: BudgetPorts,
  principalId: string,
  known: StoredBudget | undefined,
  next: (record: StoredBudget | undefined, now: Instant) => T,
): Promise<Omit<T, 'after'> & { readonly record: StoredBudget | undefined }> {
  return optimistically(ports, principalId, known, async (record, now) => {
    const { after, ...answer } = next(record, now);
    if (after === undefined || after === record) return { kind: 'done', value: { ...answer, record } };
    const answered = await ports.budgets.save({ before: record, after });
    return answered === 'saved' ? { kind: 'done', value: { ...answer, record: after } } : { kind: 'conflict' };
  });
}

/** What one try of conditional writes came to. */
export type Tried<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** There is more to write; `hasProgress` if it is less than before. */
  | { readonly kind: 'more'; readonly hasProgress: boolean; readonly record: StoredBudget | undefined }
  /** Somebody else has written first. */
  | { readonly kind: 'conflict' };

/**
 * Tries conditional writes to one budget until they are done; after a conflict waits and reads the budget again. Throws
 * ContentionError after `MAX_ATTEMPTS` tries in a row without progress, and what `attempt` and the store throw.
 */
export async function optimistically<T>(
  ports: BudgetPorts,
  principalId: string,
  known: StoredBudget | undefined,
  attempt: (record: StoredBudget | undefined, now: Instant) => Promise<Tried<T>>,
): Promise<T> {
  let record = known;
  for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts += 1) {
    const tried = await attempt(record, ports.clock.now());
    if (tried.kind === 'done') return tried.value;
    if (tried.kind === 'more') {
      record = tried.record;
      if (tried.hasProgress) attempts = 0;
    } else {
      ports.telemetry.count('WriteConflicts', 1);
      if (attempts === MAX_ATTEMPTS) break;
      await backoff(ports.clock, attempts);
      record = await readBudget(ports, principalId);
    }
  }
  throw new ContentionError(principalId, MAX_ATTEMPTS);
}

export async function readBudget({ budgets }: BudgetPorts, principalId: string): Promise<StoredBudget | undefined> {
  return (await budgets.read([principalId])).get(principalId);
}
