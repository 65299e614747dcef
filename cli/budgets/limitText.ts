import type { Budget } from '../../domain/budget/budget.js';
import { displayAmount } from '../../domain/display.js';
import { isMoreThan, ZERO_USD } from '../../domain/money.js';
import { displayPrincipal } from '../output/display.js';
import { zonedTime } from '../output/zoned.js';

/** What a limit is made of and where each part is from, a line each; more than one only where there are several parts. */
export function limitLines({ baseLimitUsd, extraUsd, limitFrom, overrides, schedule }: Budget): readonly string[] {
  const { limit, topUps } = overrides;
  const byHand =
    limit === undefined
      ? ''
      : `: ${limit.reason} (${displayPrincipal(limit.by)}${untilText(limit.until, schedule.timeZone)})`;
  return [
    `${displayAmount(baseLimitUsd)} from ${limitFrom ?? 'settings'}${byHand}`,
    ...(isMoreThan(extraUsd, ZERO_USD)
      ? [`${displayAmount(extraUsd)} carried over, or used of top-ups that have ended`]
      : []),
    ...topUps.map(
      ({ amountUsd, until, by, reason }) =>
        `${displayAmount(amountUsd)} topped up: ${reason} (${displayPrincipal(by)}${untilText(until, schedule.timeZone)})`,
    ),
  ];
}

export function untilText(until: number | undefined, timeZone: string): string {
  return until === undefined ? '' : `, until ${zonedTime(timeZone, until)}`;
}
