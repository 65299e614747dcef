import type { Budget } from './budget.js';
import { eventFacts, type BudgetEvent } from './events.js';
import type { BudgetCommand, OverrideCommand } from './commands.js';
import { evolve } from './evolve.js';
import { accepted, rejected, type Decision } from './decision.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { formatInstant, type Instant } from '../instant.js';
import { addUsd, isMoreThan, ZERO_USD } from '../money.js';
import { openBudget } from './openBudget.js';
import { endedTopUps, limitChanged, sourceOf } from './terms.js';

/** Top-ups stand in the row. */
const MAX_TOP_UPS = 20;

export function isOverride(command: BudgetCommand): command is OverrideCommand {
  return ['SetLimit', 'TopUp', 'Exempt', 'ClearOverrides'].includes(command.type);
}

/** What is decided by hand for a principal that was never seen opens its budget. */
export function preset(command: OverrideCommand, policy: BudgetPolicy, now: Instant): Decision {
  const opened = openBudget({ principal: command.principal, seenAt: now }, undefined, policy, now);
  if (opened.kind === 'rejected') return opened;
  const budget = opened.events.reduce<Budget | undefined>(evolve, undefined);
  const decided = budget === undefined ? opened : decideOverride(command, budget, policy, now);
  return decided.kind === 'rejected' ? decided : accepted([...opened.events, ...decided.events]);
}

/** What somebody decides for one budget; what follows for its access is the next review's. */
export function decideOverride(command: OverrideCommand, budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  if (budget.status === 'closed') return rejected('the principal was deleted');
  const until = 'until' in command ? command.until : undefined;
  if (until !== undefined && until <= now) return rejected(`it would end in the past, at ${formatInstant(until)}`);
  const { by, reason } = command;
  const facts = { ...eventFacts(budget, now), by, reason };
  switch (command.type) {
    case 'SetLimit':
      return setLimit(command, budget, now);
    case 'TopUp': {
      const { amountUsd } = command;
      if (!isMoreThan(amountUsd, ZERO_USD)) return rejected('a top-up is more than zero');
      if (budget.overrides.topUps.length >= MAX_TOP_UPS) return rejected(`there are ${MAX_TOP_UPS} top-ups already`);
      const limitUsd = addUsd(budget.limitUsd, amountUsd);
      const previousLimitUsd = budget.limitUsd;
      return accepted([
        { ...facts, type: 'ToppedUp', limitUsd, previousLimitUsd, amountUsd, until: until ?? budget.period.end },
      ]);
    }
    case 'Exempt':
      return accepted([{ ...facts, type: 'ExemptionStarted', ...(until === undefined ? {} : { until }) }]);
    case 'ClearOverrides':
      return clear(command, budget, policy, now);
  }
}

function setLimit(
  { from, limitUsd, until, by, reason }: Extract<OverrideCommand, { type: 'SetLimit' }>,
  budget: Budget,
  now: Instant,
): Decision {
  if (!isMoreThan(limitUsd, ZERO_USD)) return rejected('a limit is more than zero');
  if (from === 'tag' && budget.overrides.limit !== undefined) return rejected('the limit was set otherwise');
  const changed = limitChanged(budget, limitUsd, from, now);
  return accepted([{ ...changed, by, reason, ...(until === undefined ? {} : { until }) }]);
}

function clear(
  { by, reason }: Extract<OverrideCommand, { type: 'ClearOverrides' }>,
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
): Decision {
  const topUps = endedTopUps(budget, () => true, now);
  const current = topUps.reduce(evolve, budget);
  const { limit, exemption } = current.overrides;
  const ended: readonly BudgetEvent[] = [
    ...topUps.map((event) => ({ ...event, by, reason })),
    ...(exemption === undefined ? [] : [{ ...eventFacts(current, now), by, reason, type: 'ExemptionEnded' } as const]),
    ...(limit === undefined ? [] : [{ ...limitChanged(current, policy.limitUsd, sourceOf(policy), now), by, reason }]),
  ];
  return ended.length === 0 ? rejected('nothing was decided by hand') : accepted(ended);
}
