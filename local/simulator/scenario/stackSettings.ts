import type { Scenario } from './scenario.js';

export type PlanChoice = Pick<Scenario, 'fallsBackToBoundary' | 'isDirect'>;

/** Settings of the stack that a scenario is played on. */
export function stackSettingsOf({ fallsBackToBoundary, isDirect }: PlanChoice): Readonly<Record<string, string>> {
  return {
    boundaryFallback: String(fallsBackToBoundary),
    ingestionPath: isDirect ? 'direct' : 'firehose',
    // Rules may have periods of a year.
    usageRetentionDays: '400',
  };
}
