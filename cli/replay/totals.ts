import type { Instant } from '../../domain/instant.js';
import { addUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { Outcome } from './account.js';
import type { Outcomes } from './budgetReplay.js';

/** A replay at one limit. */
export interface LimitRun {
  readonly settings: Settings;
  readonly outcomes: Outcomes;
}

/** What several budgets did together. */
export interface Totals {
  readonly budgets: number;
  /** Whose access was cut or, where it is only observed, would have been. */
  readonly stopped: number;
  /** How often. */
  readonly stops: number;
  readonly firstStopAt: Instant | undefined;
  readonly notSpentUsd: Usd;
  readonly overshootUsd: Usd;
}

/** What would not have been spent: calls refused, and those that an enforced limit would have refused. */
export function notSpentUsd({ refusedUsd, notPreventedUsd }: Outcome): Usd {
  return addUsd(refusedUsd, notPreventedUsd);
}

export function totalsOf(outcomes: readonly Outcome[]): Totals {
  const firstStops = outcomes.flatMap(({ firstStopAt }) => firstStopAt ?? []);
  return {
    budgets: outcomes.length,
    stopped: firstStops.length,
    stops: outcomes.reduce((sum, { stops }) => sum + stops, 0),
    firstStopAt: firstStops.length === 0 ? undefined : firstStops.reduce((first, at) => Math.min(first, at)),
    notSpentUsd: outcomes.map(notSpentUsd).reduce(addUsd, ZERO_USD),
    overshootUsd: outcomes.map(({ overshootUsd }) => overshootUsd).reduce(addUsd, ZERO_USD),
  };
}

/** A rule and what the budgets under it did. */
export interface RuleTotals extends Totals {
  /** Undefined: the stack's settings, for whom no rule matches. */
  readonly rule: string | undefined;
  readonly limitUsd: Usd;
  readonly enforcement: string;
}

/** In the order of the rules, those that match nobody too; last the stack's settings. */
export function totalsByRule({ rules, policy }: Settings, outcomes: readonly Outcome[]): readonly RuleTotals[] {
  const byRule = new Map<string | undefined, Outcome[]>();
  for (const outcome of outcomes) {
    const { rule } = outcome.policy;
    const known = byRule.get(rule);
    if (known === undefined) byRule.set(rule, [outcome]);
    else known.push(outcome);
  }
  const terms = [...rules.map(({ name, terms: own }) => ({ rule: name, ...own })), policy];
  return terms.map(({ rule, limitUsd, enforcement }) => ({
    rule,
    limitUsd,
    enforcement,
    ...totalsOf(byRule.get(rule) ?? []),
  }));
}
