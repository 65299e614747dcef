import type { BudgetPolicy } from '../../domain/budgetPolicy.js';
import type { BusEvent } from './busEvent.js';
import { raiseTheLimit, spendFacts, type Draft, type Surroundings } from './draft.js';
import type { Severity } from './notice.js';
import { displayDuration } from './text.js';

const SEVERITIES: Readonly<Record<string, Severity>> = { warning: 'warning', critical: 'error', exceeded: 'critical' };

export function thresholdNotice(event: BusEvent, { policy, prefix }: Surroundings): Draft {
  const threshold = event.text('threshold');
  const isExceeded = threshold === 'exceeded';
  const used = isExceeded ? 'has exceeded its Bedrock budget' : `has used ${event.percent()} of its Bedrock budget`;
  return {
    topic: 'budget-alerts',
    severity: SEVERITIES[threshold] ?? 'warning',
    title: `${event.who} ${used}`,
    facts: [...spendFacts(event), { label: 'Threshold', value: `${threshold}, ${event.text('percent')} %` }],
    consequence: event.is('enforceable') ? enforced(policy, isExceeded) : UNENFORCED,
    actions: [raiseTheLimit(prefix)],
  };
}

const UNENFORCED =
  'Alert only: this principal is protected, or of a kind that IAM offers no way to suspend. Its access stays, and so does the spend, until somebody acts.';

function enforced({ exceededPercent, gracePeriodSeconds, hardStopPercent }: BudgetPolicy, isExceeded: boolean): string {
  const cut = 'access to Bedrock is suspended until the budget resets';
  const grace =
    gracePeriodSeconds === 0 ? `${cut}, without grace` : `after ${displayDuration(gracePeriodSeconds)} of grace ${cut}`;
  const when = isExceeded ? 'From now on' : `At ${exceededPercent} % of the limit`;
  const stop = hardStopPercent === undefined ? '' : ` At ${hardStopPercent} % it is suspended at once.`;
  return `${when}: ${grace}.${stop}`;
}
