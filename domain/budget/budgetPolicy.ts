import type { Schedule } from '../calendar/schedule.js';
import type { PersonEnforcement } from '../iam/principal.js';
import { reachesPercent, type Usd } from '../money.js';

/** `observe`: everything but suspensions; what they would have been is announced. */
export const ENFORCEMENTS = ['observe', 'enforce'] as const;

/** `exempt`: spend is counted, and nothing is announced or cut; for a rule or a team, not for a whole stack. */
export const RULE_ENFORCEMENTS = [...ENFORCEMENTS, 'exempt'] as const;

export type Enforcement = (typeof RULE_ENFORCEMENTS)[number];

/** What a rule or a team may say of a budget, where it differs from the stack's settings. Percentages are whole percent of the limit. */
export interface BudgetTerms {
  readonly limitUsd: Usd;
  readonly schedule: Schedule;
  /** So much of what was left of a period is added to the next; undefined: nothing. */
  readonly carryOverMaxUsd: Usd | undefined;
  readonly enforcement: Enforcement;
  readonly warnPercent: number;
  readonly criticalPercent: number;
  /** At least 100: nobody is suspended below the limit. */
  readonly exceededPercent: number;
  /** At or above it access is cut without grace; undefined switches that off. */
  readonly hardStopPercent: number | undefined;
  readonly gracePeriodSeconds: number;
}

/** How one budget is treated: by the first rule that matches its principal, by its team's terms, or by the stack's settings. */
export interface BudgetPolicy extends BudgetTerms, PersonEnforcement {
  /** The rule or team; undefined: the stack's settings. */
  readonly rule: string | undefined;
  /** The limit of the stack's settings, whatever the rule says. */
  readonly stackLimitUsd: Usd;
  /** Whether the principal is in a team, which may then hold its access too. */
  readonly isMember: boolean;
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

/** The threshold to announce: of several that were passed at once, the highest alone. */
export function thresholdPassed(announced: ThresholdState, state: ThresholdState): Threshold | undefined {
  return state === 'normal' || rank(state) <= rank(announced) ? undefined : state;
}

function rank(state: ThresholdState): number {
  return state === 'normal' ? 0 : THRESHOLDS.indexOf(state) + 1;
}
