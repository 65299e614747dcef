import pMap from 'p-map';
import type { Instant } from '../../domain/instant.js';
import type { BudgetPorts } from './budgetChanges.js';
import type { DueWork } from '../ports/budgetStore.js';

const PAGE_SIZE = 100;

/** Budgets are worked on side by side, so many at a time. */
const CONCURRENCY = 4;

export interface Swept {
  readonly done: number;
  readonly failures: readonly unknown[];
  /** False if time ran out; what is left is due still. */
  readonly isComplete: boolean;
}

/** Does work on each budget that is due, page by page; one that fails holds up no other. */
export async function forEachDue(
  { budgets, clock, telemetry }: BudgetPorts,
  work: DueWork,
  deadline: Instant,
  doWork: (principalId: string) => Promise<void>,
): Promise<Swept> {
  const dueAt = clock.now();
  const failures: unknown[] = [];
  let done = 0;
  let from: string | undefined;
  do {
    if (clock.now() >= deadline) return { done, failures, isComplete: false };
    const page = await budgets.due(work, dueAt, PAGE_SIZE, from);
    await pMap(
      page.principalIds,
      async (principalId) => {
        try {
          await doWork(principalId);
          done += 1;
        } catch (error) {
          failures.push(error);
          telemetry.count('BudgetsFailed', 1);
          telemetry.error(`the ${work} of a budget failed; it stays due`, error, { principalId });
        }
      },
      { concurrency: CONCURRENCY },
    );
    from = page.next;
  } while (from !== undefined);
  return { done, failures, isComplete: true };
}
