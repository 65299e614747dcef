import type { Budget } from '../../domain/budget/budget.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import { eventDetail } from '../../domain/budget/eventDetail.js';
import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { Share, Tally } from '../metering/tally.js';
import type { Outcome } from '../replay/budgetReplay.js';

/** One event as `replay --json` prints it: `{at, principal, event, spentUsd, limitUsd, …}`. */
export function eventJson(event: BudgetEvent): object {
  const { principalId, type, ...detail } = eventDetail(event);
  return { principal: principalId, event: type, ...detail };
}

/** The last line of `replay --json`. */
export function summaryJson(tally: Tally, outcomes: ReadonlyMap<string, Outcome>): object {
  const { priced, provisional, hourly, ignored, duplicate, invalid } = tally.counts;
  return {
    summary: {
      principals: [...tally.principals].map(([principalId, share]) => {
        const outcome = outcomes.get(principalId);
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

function outcomeJson({ budget, overshootUsd, refusedUsd, refusedCalls }: Outcome): object {
  return {
    ...budgetJson(budget),
    overshootUsd: usdToString(overshootUsd),
    refusedUsd: usdToString(refusedUsd),
    refusedCalls,
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
