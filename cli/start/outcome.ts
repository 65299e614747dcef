import type { Budget } from '../../domain/budget/budget.js';
import { addUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { World } from '../../local/world/world.js';

/** How one principal fared in a world. */
export interface Fared {
  readonly principalId: string;
  /** Calls that were charged. */
  readonly calls: number;
  readonly spentUsd: Usd;
  readonly provisionalUsd: Usd;
  readonly refusedCalls: number;
  /** Calls in Regions that the stack does not watch. */
  readonly unwatchedCalls: number;
  readonly budget: Budget | undefined;
}

/** Everybody who has a budget or called, the dearest first. */
export function outcomesOf({ tables, journal }: World): readonly Fared[] {
  const fared = new Map<string, Fared>();
  const change = (principalId: string, changed: (before: Fared) => Partial<Fared>): void => {
    const before = fared.get(principalId) ?? nothing(principalId);
    fared.set(principalId, { ...before, ...changed(before) });
  };
  for (const { budget } of tables.budgets.records) change(budget.principalId, () => ({ budget }));
  for (const { record } of tables.budgets.entries) {
    const { principalId, costUsd, priceStatus } = record;
    change(principalId, ({ calls, spentUsd, provisionalUsd }) => ({
      calls: calls + 1,
      spentUsd: addUsd(spentUsd, costUsd),
      provisionalUsd: priceStatus === 'provisional' ? addUsd(provisionalUsd, costUsd) : provisionalUsd,
    }));
  }
  for (const { principalId } of journal.of('call-refused')) {
    change(principalId, ({ refusedCalls }) => ({ refusedCalls: refusedCalls + 1 }));
  }
  for (const { principalId } of journal.of('call-unwatched')) {
    change(principalId, ({ unwatchedCalls }) => ({ unwatchedCalls: unwatchedCalls + 1 }));
  }
  return [...fared.values()].sort((left, right) => right.spentUsd.comparedTo(left.spentUsd));
}

function nothing(principalId: string): Fared {
  const none = { calls: 0, refusedCalls: 0, unwatchedCalls: 0, budget: undefined };
  return { principalId, ...none, spentUsd: ZERO_USD, provisionalUsd: ZERO_USD };
}
