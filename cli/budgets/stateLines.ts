import type { Budget } from '../../domain/budget/budget.js';
import { displayAmount } from '../../domain/display.js';
import { addUsd, isMoreThan, ZERO_USD } from '../../domain/money.js';
import { colours, displayPrincipal } from '../output/display.js';
import { wrapped } from '../output/wrapped.js';
import { zonedTime } from '../output/zoned.js';
import { coloured } from './budgetTable.js';
import { heldBy, stateOf, type BudgetView } from './budgetView.js';

/** Where a budget stands, in three sentences. */
export function stateLines(view: BudgetView, timeZone: string): readonly string[] {
  const { budget, percent } = view;
  const holder = heldBy(budget);
  return [
    `${colours.strong(displayPrincipal(budget.principalId))}  ${coloured(stateOf(view))}${holder === undefined ? '' : `, by ${holder}`}`,
    `  ${displayAmount(budget.spentUsd)} spent of ${displayAmount(budget.limitUsd)}, ${percent} %; the limit is ${limitText(budget)}`,
    `  resets ${zonedTime(timeZone, budget.period.end)}`,
  ].flatMap((line) => wrapped(line, 4).split('\n'));
}

/** What a limit is made of, on one line. */
function limitText({ baseLimitUsd, extraUsd, limitFrom, overrides }: Budget): string {
  const topUps = overrides.topUps.reduce((sum, { amountUsd }) => addUsd(sum, amountUsd), ZERO_USD);
  const parts = [
    `from ${limitFrom ?? 'settings'}`,
    ...(isMoreThan(topUps, ZERO_USD) ? [`${displayAmount(topUps)} of top-ups`] : []),
    ...(isMoreThan(extraUsd, ZERO_USD) ? [`${displayAmount(extraUsd)} from before`] : []),
  ];
  return parts.length === 1 ? parts.join('') : `${displayAmount(baseLimitUsd)} ${parts.join(' + ')}`;
}
