import { reachesPercent, type Usd } from './money.js';

/** How a stack treats every budget. Percentages are whole percent of the budget's limit. */
export interface BudgetPolicy {
  readonly warnPercent: number;
  readonly criticalPercent: number;
  /** At least 100: nobody is suspended below the limit. */
  readonly exceededPercent: number;
  /** At or above it access is cut without grace; undefined switches that off. */
  readonly hardStopPercent: number | undefined;
  readonly gracePeriodSeconds: number;
  /** ARNs of principals that are never suspended; `*` is any run of characters. */
  readonly protectedPrincipals: readonly string[];
}

/** How far the spend of a period has come; in this order. */
export type ThresholdState = 'normal' | 'warning' | 'critical' | 'exceeded';

export type Threshold = Exclude<ThresholdState, 'normal'>;

const THRESHOLDS: readonly Threshold[] = ['warning', 'critical', 'exceeded'];

export function thresholdPercent(policy: BudgetPolicy, threshold: Threshold): number {
  switch (threshold) {
    case 'warning':
      return policy.warnPercent;
    case 'critical':
      return policy.criticalPercent;
    case 'exceeded':
      return policy.exceededPercent;
  }
}

/** The highest threshold that the spend has reached; being exactly there counts. */
export function thresholdStateOf(spentUsd: Usd, limitUsd: Usd, policy: BudgetPolicy): ThresholdState {
  let state: ThresholdState = 'normal';
  for (const threshold of THRESHOLDS) {
    if (!reachesPercent(spentUsd, limitUsd, thresholdPercent(policy, threshold))) return state;
    state = threshold;
  }
  return state;
}

export function isExceeded(spentUsd: Usd, limitUsd: Usd, policy: BudgetPolicy): boolean {
  return reachesPercent(spentUsd, limitUsd, policy.exceededPercent);
}

export function isPastHardStop(spentUsd: Usd, limitUsd: Usd, policy: BudgetPolicy): boolean {
  return policy.hardStopPercent !== undefined && reachesPercent(spentUsd, limitUsd, policy.hardStopPercent);
}

/** The thresholds up to `state` that come after `announced`, lowest first. */
export function thresholdsBetween(announced: ThresholdState, state: ThresholdState): readonly Threshold[] {
  return THRESHOLDS.slice(rank(announced), rank(state));
}

function rank(state: ThresholdState): number {
  return state === 'normal' ? 0 : THRESHOLDS.indexOf(state) + 1;
}
