import { displayAmount } from '../../domain/display.js';
import { colours, displayPrincipal } from '../output/display.js';
import { wrapped } from '../output/wrapped.js';
import { zonedTime } from '../output/zoned.js';
import { coloured } from './budgetTable.js';
import { heldBy, stateOf, type BudgetView } from './budgetView.js';

/** Where a budget stands, in three lines. */
export function stateLines(view: BudgetView, timeZone: string): readonly string[] {
  const { budget, percent } = view;
  const holder = heldBy(budget);
  return [
    `${colours.strong(displayPrincipal(budget.principalId))}  ${coloured(stateOf(view))}${holder === undefined ? '' : `, by ${holder}`}`,
    `  ${displayAmount(budget.spentUsd)} spent of ${displayAmount(budget.limitUsd)}, ${percent} %; the limit is from ${budget.limitFrom ?? 'settings'}`,
    `  resets ${zonedTime(timeZone, budget.period.end)}`,
  ].map((line) => wrapped(line, 4));
}
