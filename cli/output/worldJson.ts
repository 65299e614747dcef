import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { Plan } from '../../local/engine/plan.js';
import type { Entry, Journal } from '../../local/world/journal.js';
import { inertTypes } from '../../local/world/knownTypes.js';
import { NOT_SIMULATED } from '../../local/world/notSimulated.js';
import type { PrincipalOutcome } from '../start/outcome.js';

/** One line of `start --json`: `{at, kind, …}`. */
export function entryJson({ at, ...happening }: Entry): object {
  return { at: formatInstant(at), ...happening };
}

/** The last line. */
export function worldSummaryJson(outcomes: readonly PrincipalOutcome[], journal: Journal, plan: Plan): object {
  return {
    summary: {
      principals: outcomes.map(({ principalId: principal, calls, spentUsd, provisionalUsd, budget, ...counts }) => ({
        principal,
        calls,
        spentUsd: usdToString(spentUsd),
        provisionalUsd: usdToString(provisionalUsd),
        ...counts,
        ...(budget === undefined ? {} : { status: budget.status, limitUsd: usdToString(budget.limitUsd) }),
      })),
      notifications: journal.of('notified').length,
      mails: journal.of('mailed').length,
      messagesKept: journal.of('message-kept').length,
      functionsFailed: journal.of('function-failed').length,
      undelivered: journal.of('undelivered').length,
      notSimulated: [...NOT_SIMULATED, ...[...inertTypes(plan)].map(([type, reason]) => `${type}: ${reason}`)],
    },
  };
}
