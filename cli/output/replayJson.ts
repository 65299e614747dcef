import type { Budget } from '../../domain/budget/budget.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import { eventDetail } from '../../domain/budget/eventDetail.js';
import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { Share, Tally } from '../metering/tally.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { Outcome, TeamOutcome } from '../replay/account.js';
import { notSpentUsd, totalsByRule, totalsOf, type LimitRun, type RuleTotals } from '../replay/totals.js';

/** One event as `replay --json` prints it: `{at, principal, event, spentUsd, limitUsd, …}`. */
export function eventJson(event: BudgetEvent): object {
  const { principalId, type, ...detail } = eventDetail(event);
  return { principal: principalId, event: type, ...detail };
}

/** The last line of `replay --json`; of several limits one line each. */
export function summaryJson(tally: Tally, { settings, outcomes }: LimitRun): object {
  const all = [...outcomes.principals.values()];
  const totals = totalsOf(all);
  const { priced, provisional, hourly, ignored, duplicate, invalid } = tally.counts;
  return {
    summary: {
      limitUsd: usdToString(settings.policy.limitUsd),
      stopped: totals.stopped,
      stops: totals.stops,
      ...firstStopJson(totals),
      notSpentUsd: usdToString(totals.notSpentUsd),
      overshootUsd: usdToString(totals.overshootUsd),
      rules: rulesJson(settings, all),
      teams: [...outcomes.teams].map(([team, outcome]) => teamJson(team, outcome)),
      principals: [...tally.principals].map(([principalId, share]) => {
        const outcome = outcomes.principals.get(principalId);
        return {
          principal: principalId,
          accountType: share.principal.accountType,
          ...shareJson(share),
          ...(outcome === undefined ? {} : outcomeJson(outcome)),
        };
      }),
      models: [...tally.models].map(([model, share]) => ({ model, ...shareJson(share) })),
      calls: tally.total.calls,
      spentUsd: usdToString(tally.total.spentUsd),
      provisionalUsd: usdToString(tally.total.provisionalUsd),
      unknownTtlTokens: tally.unknownTtlTokens,
      priced,
      provisional,
      hourly,
      ignored,
      duplicates: duplicate,
      replaced: tally.replaced,
      invalid,
      reasons: Object.fromEntries(tally.reasons),
      invalidRecords: tally.invalid,
    },
  };
}

function shareJson({ calls, usage, spentUsd, provisionalUsd }: Share): object {
  return { calls, usage, spentUsd: usdToString(spentUsd), provisionalUsd: usdToString(provisionalUsd) };
}

/** None where there are no rules. */
function rulesJson(settings: Settings, outcomes: readonly Outcome[]): readonly object[] {
  return settings.rules.length === 0 ? [] : totalsByRule(settings, outcomes).map(ruleJson);
}

function ruleJson({ rule, enforcement, limitUsd, budgets, stopped, ...totals }: RuleTotals): object {
  return {
    rule: rule ?? null,
    enforcement,
    principals: budgets,
    limitUsd: usdToString(limitUsd),
    stopped,
    notSpentUsd: usdToString(totals.notSpentUsd),
  };
}

function teamJson(team: string, outcome: TeamOutcome): object {
  const { members, countedUsd } = outcome;
  return { team, members: members.size, spentUsd: usdToString(countedUsd), ...outcomeJson(outcome) };
}

function firstStopJson({ firstStopAt }: Pick<Outcome, 'firstStopAt'>): object {
  return firstStopAt === undefined ? {} : { firstStopAt: formatInstant(firstStopAt) };
}

function outcomeJson(outcome: Outcome): object {
  const { budget, overshootUsd, refusedUsd, refusedCalls, notPreventedUsd, stops } = outcome;
  return {
    ...budgetJson(budget),
    limitFrom: budget.limitFrom,
    stops,
    ...firstStopJson(outcome),
    overshootUsd: usdToString(overshootUsd),
    refusedUsd: usdToString(refusedUsd),
    refusedCalls,
    notPreventedUsd: usdToString(notPreventedUsd),
    notSpentUsd: usdToString(notSpentUsd(outcome)),
  };
}

function budgetJson(budget: Budget): object {
  return {
    limitUsd: usdToString(budget.limitUsd),
    status: budget.status,
    thresholdState: budget.thresholdState,
    periodSpentUsd: usdToString(budget.spentUsd),
    lateSpentUsd: usdToString(budget.lateSpentUsd),
    periodStart: formatInstant(budget.period.start),
    refreshesAt: formatInstant(budget.period.end),
    refreshCount: budget.refreshCount,
  };
}
