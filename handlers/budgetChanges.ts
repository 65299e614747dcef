import type { BudgetCommand, Decision } from '../domain/budget.js';
import type { BudgetPolicy } from '../domain/budgetPolicy.js';
import { decide } from '../domain/decide.js';
import { applied, withoutPublished } from './budgetRecords.js';
import { ContentionError } from './errors.js';
import type { BudgetRecord, BudgetStore } from './ports/budgetStore.js';
import type { Clock } from './ports/clock.js';
import type { EventBus } from './ports/eventBus.js';
import type { Telemetry } from './ports/telemetry.js';
import { backoff, MOST_ATTEMPTS } from './retries.js';

export interface BudgetPorts {
  readonly budgets: BudgetStore;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export interface Changed {
  readonly decision: Decision;
  /** As it is now; undefined only if there is no budget. */
  readonly record: BudgetRecord | undefined;
}

/**
 * Decides a command on a budget and writes what follows from it; on a conflict reads and decides again. `known` saves
 * the first read. Throws ContentionError.
 */
export async function changeBudget(
  { budgets, clock, telemetry }: BudgetPorts,
  principalId: string,
  command: BudgetCommand,
  policy: BudgetPolicy,
  known?: BudgetRecord,
): Promise<Changed> {
  let record = known ?? (await readOne(budgets, principalId));
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const now = clock.now();
    const decision = decide(command, record?.budget, policy, now);
    if (decision.kind === 'rejected' || decision.events.length === 0) return { decision, record };
    const after = applied(record, decision.events, policy, now);
    if ((await budgets.save({ before: record, after })) === 'saved') return { decision, record: after };
    telemetry.count('WriteConflicts', 1);
    await backoff(clock, attempt);
    record = await readOne(budgets, principalId);
  }
  throw new ContentionError(principalId, MOST_ATTEMPTS);
}

/**
 * Publishes what waits in a record's outbox and then takes it out. A crash in between publishes it again, under the same
 * ids. Throws ContentionError.
 */
export async function publishOutbox(
  { budgets, clock, telemetry, bus }: BudgetPorts & { readonly bus: EventBus },
  waiting: BudgetRecord,
  policy: BudgetPolicy,
): Promise<BudgetRecord | undefined> {
  const { outbox } = waiting;
  if (outbox.length === 0) return waiting;
  await bus.publish(outbox);
  telemetry.count('EventsPublished', outbox.length);
  let record: BudgetRecord | undefined = waiting;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const after = withoutPublished(record, outbox, policy, clock.now());
    if ((await budgets.save({ before: record, after })) === 'saved') return after;
    telemetry.count('WriteConflicts', 1);
    await backoff(clock, attempt);
    record = await readOne(budgets, waiting.budget.principalId);
    if (record === undefined) return undefined;
  }
  throw new ContentionError(waiting.budget.principalId, MOST_ATTEMPTS);
}

async function readOne(budgets: BudgetStore, principalId: string): Promise<BudgetRecord | undefined> {
  return (await budgets.read([principalId])).get(principalId);
}
