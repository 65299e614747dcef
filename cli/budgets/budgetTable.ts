import { displayAmount, displayMoney } from '../../domain/display.js';
import { colours, displayPrincipal, spansAccounts } from '../output/display.js';
import { fitTable } from '../output/fitTable.js';
import { zonedMinute } from '../output/zoned.js';
import { stateOf, type BudgetView } from './budgetView.js';

/** Budgets, a line each; `resets` in the zone. */
export function budgetTable(views: readonly BudgetView[], timeZone: string): string {
  const withAccount = spansAccounts(views.map(({ budget }) => budget.principalId));
  return fitTable(
    ['principal', 'state', 'spent', 'limit', 'used', 'resets'],
    views.map((view) => {
      const { budget, percent } = view;
      return [
        displayPrincipal(budget.principalId, withAccount),
        coloured(stateOf(view)),
        displayMoney(budget.spentUsd),
        displayAmount(budget.limitUsd),
        `${percent} %`,
        zonedMinute(timeZone, budget.period.end),
      ];
    }),
  );
}

export function coloured(state: string): string {
  if (state === 'active' || state === 'exempt') return colours.good(state);
  return state === 'suspended' || state === 'suspending' ? colours.bad(state) : colours.notice(state);
}
