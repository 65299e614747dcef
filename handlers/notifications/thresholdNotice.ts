import type { BudgetPolicy } from '../../domain/budgetPolicy.js';
import type { BusEvent } from './busEvent.js';
import { raiseTheLimit, spendFacts, type Draft, type Surroundings } from './draft.js';
import type { Severity } from './notice.js';
import { displayDuration } from './text.js';

const SEVERITIES: Readonly<Record<string, Severity>> = { warning: 'warning', critical: 'error', exceeded: 'critical' };

export function thresholdNotice(event: BusEvent, { policy, prefix }: Surroundings): Draft {
  const threshold = event.text('threshold');
  const isOver = threshold === 'exceeded' || event.hasReached(policy.exceededPercent);
  const used =
    threshold === 'exceeded' ? 'has exceeded its Bedrock budget' : `has used ${event.percent()} of its Bedrock budget`;
  return {
    topic: 'budget-alerts',
    severity: SEVERITIES[threshold] ?? 'warning',
    title: `${event.who} ${used}`,
    facts: [...spendFacts(event), { label: 'Threshold', value: `${threshold}, ${event.text('percent')} %` }],
    consequence: event.is('enforceable') ? enforced(policy, isOver) : UNENFORCED,
    actions: [raiseTheLimit(prefix)],
  };
}

const UNENFORCED =
  'Alert only: this principal is protected, has its access by hand for the rest of the period, or is of a kind that IAM offers no way to suspend. It can spend on until somebody acts.';

function enforced({ exceededPercent, gracePeriodSeconds, hardStopPercent }: BudgetPolicy, isOver: boolean): string {
  const cut = 'access to Bedrock is suspended until the budget resets';
  const grace =
    gracePeriodSeconds === 0 ? `${cut}, without grace` : `after ${displayDuration(gracePeriodSeconds)} of grace ${cut}`;
  const when = isOver ? 'From now on' : `At ${exceededPercent} % of the limit`;
  const stop = hardStopPercent === undefined ? '' : ` At ${hardStopPercent} % it is suspended at once.`;
  return `${when}: ${grace}.${stop}`;
}
