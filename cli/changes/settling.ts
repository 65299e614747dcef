import { isUnderWay, type Budget } from '../../domain/budget/budget.js';
import { SECOND_MS } from '../../domain/instant.js';
import type { Interruption } from '../interruption.js';
import type { Stack } from '../stack/stack.js';

const POLL_MS = 3 * SECOND_MS;

export interface SettleOptions {
  /** Where the budget stood before; undefined if there was none. */
  readonly from: Budget['status'] | undefined;
  /** What the budget will come to, by the rules. */
  readonly expected: Budget['status'] | undefined;
  /** How long a workflow may take. */
  readonly milliseconds: number;
  /** How long it may be until the monitor has looked. */
  readonly lookMilliseconds: number;
  readonly interruption: Interruption;
  readonly onState: (status: Budget['status']) => Promise<void>;
}

export interface Settling {
  readonly budget: Budget | undefined;
  readonly states: readonly Budget['status'][];
  readonly end: 'settled' | 'out of time' | 'interrupted';
}

/** Looks at a budget until it is what is expected and no workflow has it, and tells of each state that it passes. */
export async function settle(stack: Stack, principalId: string, options: SettleOptions): Promise<Settling> {
  const { from, expected, milliseconds, lookMilliseconds, interruption, onState } = options;
  const begun = stack.clock.now();
  const states: Budget['status'][] = [];
  for (;;) {
    const budget = (await stack.budgets.read([principalId])).get(principalId)?.budget;
    if (budget !== undefined && (states.at(-1) ?? from) !== budget.status) {
      states.push(budget.status);
      await onState(budget.status);
    }
    const passed = stack.clock.now() - begun;
    if (budget?.status === expected) return { budget, states, end: 'settled' };
    if (interruption.isRequested) return { budget, states, end: 'interrupted' };
    if (passed >= milliseconds) return { budget, states, end: 'out of time' };
    const isQuiet = budget === undefined || !isUnderWay(budget);
    if (isQuiet && passed >= lookMilliseconds) return { budget, states, end: 'settled' };
    await stack.clock.sleep(POLL_MS);
  }
}
