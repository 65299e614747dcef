import { isUnderWay, type Budget } from '../../domain/budget/budget.js';
import { SECOND_MS } from '../../domain/instant.js';
import type { Interruption } from '../interruption.js';
import type { Stack } from '../stack/stack.js';

const POLL_MS = 3 * SECOND_MS;

export interface Settling {
  readonly budget: Budget | undefined;
  readonly states: readonly Budget['status'][];
  readonly end: 'settled' | 'out of time' | 'interrupted';
}

/** Looks at a budget until no workflow has it, and tells of each state that it passes. */
export async function settle(
  stack: Stack,
  principalId: string,
  milliseconds: number,
  interruption: Interruption,
  onState: (status: Budget['status']) => Promise<void>,
): Promise<Settling> {
  const deadline = stack.clock.now() + milliseconds;
  const states: Budget['status'][] = [];
  for (;;) {
    const budget = (await stack.budgets.read([principalId])).get(principalId)?.budget;
    if (budget !== undefined && states.at(-1) !== budget.status) {
      states.push(budget.status);
      await onState(budget.status);
    }
    if (budget === undefined || !isUnderWay(budget)) return { budget, states, end: 'settled' };
    if (interruption.isRequested) return { budget, states, end: 'interrupted' };
    if (stack.clock.now() >= deadline) return { budget, states, end: 'out of time' };
    await stack.clock.sleep(POLL_MS);
  }
}
