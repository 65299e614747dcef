import type { Budget } from './budget.js';
import { eventFacts, type BudgetEvent } from './events.js';
import type { OverrideCommand } from './commands.js';
import { evolve } from './evolve.js';
import { accepted, rejected, type Decision } from './decision.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { formatInstant, type Instant } from '../instant.js';
import { addUsd, isMoreThan, ZERO_USD } from '../money.js';
import { endReason, endSuspension, endSuspensionIfWithin } from './endSuspension.js';
import { inPeriodOf } from './inPeriod.js';
import { budgetOpened } from './openBudget.js';
import { endedTopUps, enforcementOf, limitChanged, sourceOf } from './terms.js';

/** Top-ups stand in the row. */
const MAX_TOP_UPS = 20;

/** What is decided by hand for a principal that was never seen opens its budget. */
export function preset(command: OverrideCommand, policy: BudgetPolicy, now: Instant): Decision {
  if (command.type === 'ClearOverrides') return rejected('there is no budget');
  const opened = budgetOpened({ principal: command.principal, seenAt: now }, policy, now);
  const decided = decideOverride(command, evolve(undefined, opened), policy, now);
  return decided.kind === 'rejected' ? decided : accepted([opened, ...decided.events]);
}

/** What somebody decides for one budget. It ends grace and suspension where that leaves room. */
export function decideOverride(command: OverrideCommand, budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  const problem = problemOf(command, budget, now);
  if (problem !== undefined) return rejected(problem);
  const events = inPeriodOf(now, budget, { policy, now, holds: undefined }, (current) => {
    const decided = decidedOn(command, current, policy, now);
    return [...decided, ...endedBy(decided.reduce(evolve, current), policy, now)];
  });
  return events.length === 0 ? rejected('nothing was decided by hand') : accepted(events);
}

function problemOf(command: OverrideCommand, { status, overrides }: Budget, now: Instant): string | undefined {
  if (status === 'closed') return 'the principal was deleted';
  const until = 'until' in command ? command.until : undefined;
  if (until !== undefined && until <= now) return `it would end in the past, at ${formatInstant(until)}`;
  if (command.type === 'SetLimit') {
    if (!isMoreThan(command.limitUsd, ZERO_USD)) return 'a limit is more than zero';
    if (command.from === 'tag' && overrides.limit !== undefined) return 'the limit was set otherwise';
  }
  if (command.type === 'TopUp') {
    if (!isMoreThan(command.amountUsd, ZERO_USD)) return 'a top-up is more than zero';
    if (overrides.topUps.length >= MAX_TOP_UPS) return `there are ${MAX_TOP_UPS} top-ups already`;
  }
  return undefined;
}

function decidedOn(
  command: OverrideCommand,
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  const { by, reason } = command;
  const until = 'until' in command ? { until: command.until } : {};
  const facts = eventFacts(budget, now);
  switch (command.type) {
    case 'SetLimit':
      return [{ ...limitChanged(budget, command.limitUsd, command.from, now), by, reason, ...until }];
    case 'TopUp': {
      const { amountUsd } = command;
      const limitUsd = addUsd(budget.limitUsd, amountUsd);
      const previousLimitUsd = budget.limitUsd;
      const lasting = { until: budget.period.end, ...until };
      return [{ ...facts, type: 'ToppedUp', by, reason, limitUsd, previousLimitUsd, amountUsd, ...lasting }];
    }
    case 'Exempt':
      return [{ ...facts, type: 'ExemptionStarted', by, reason, ...until }];
    case 'ClearOverrides':
      return cleared(budget, policy, now).map((event) => ({ ...event, by, reason }));
  }
}

type EndedOverride = Extract<BudgetEvent, { type: 'TopUpEnded' | 'ExemptionEnded' | 'LimitChanged' }>;

function cleared(budget: Budget, policy: BudgetPolicy, now: Instant): readonly EndedOverride[] {
  const topUps = endedTopUps(budget, () => true, now);
  const current = topUps.reduce<Budget>(evolve, budget);
  const { limit, exemption } = current.overrides;
  return [
    ...topUps,
    ...(exemption === undefined ? [] : [{ ...eventFacts(current, now), type: 'ExemptionEnded' } as const]),
    ...(limit === undefined ? [] : [limitChanged(current, policy.limitUsd, sourceOf(policy), now)]),
  ];
}

function endedBy(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  if (enforcementOf(budget, policy) === 'exempt') return endSuspension(budget, now, 'exempt');
  return endSuspensionIfWithin(budget, policy, now, { holds: undefined, reason: endReason(budget, 'limit-raised') });
}
