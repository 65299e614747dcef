import type { Budget } from '../../domain/budget/budget.js';
import { addUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { World } from '../../local/world/world.js';

/** What one principal did in a world, and its budget at the end. */
export interface PrincipalOutcome {
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
export function outcomesOf({ tables, journal }: World): readonly PrincipalOutcome[] {
  const outcomes = new Map<string, PrincipalOutcome>();
  const change = (principalId: string, changed: (before: PrincipalOutcome) => Partial<PrincipalOutcome>): void => {
    const before = outcomes.get(principalId) ?? nothing(principalId);
    outcomes.set(principalId, { ...before, ...changed(before) });
  };
  for (const { budget } of tables.budgets.records) {
    if (budget.accountType !== 'team') change(budget.principalId, () => ({ budget }));
  }
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
  return [...outcomes.values()].sort((left, right) => right.spentUsd.comparedTo(left.spentUsd));
}

function nothing(principalId: string): PrincipalOutcome {
  const none = { calls: 0, refusedCalls: 0, unwatchedCalls: 0, budget: undefined };
  return { principalId, ...none, spentUsd: ZERO_USD, provisionalUsd: ZERO_USD };
}

/** The budgets of teams as they are at the end. */
export function teamsOf(world: World): readonly Budget[] {
  return world.tables.budgets.records.map(({ budget }) => budget).filter(({ accountType }) => accountType === 'team');
}
