import type { BusEvent } from './busEvent.js';
import type { NotifiedType } from '../contracts/events.js';
import {
  spendFacts,
  type Builder,
  type Draft,
  type NoticeContext,
  principalIncident,
  raiseTheLimit,
  restoreByHand,
  sharedFact,
} from './draft.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import type { Fact, Severity } from '../contracts/notice.js';
import { personAlertOnly } from './personNotices.js';
import { displayDuration } from '../../domain/display.js';

const SEVERITIES: Readonly<Record<string, Severity>> = { warning: 'warning', critical: 'error', exceeded: 'critical' };

/** Of the thresholds that one look finds passed the highest, and the grace that begins with it. */
export function thresholdNotice(event: BusEvent, { policy, prefix }: NoticeContext): Draft {
  const threshold = event.text('threshold');
  const isOver = threshold === 'exceeded' || event.hasReached(policy.exceededPercent);
  const isGrace = event.has('graceDeadline');
  return {
    topic: 'budget-alerts',
    severity: SEVERITIES[threshold] ?? 'warning',
    title: `${event.who} ${stateOf(event, threshold)}`,
    facts: [
      ...spendFacts(event),
      { label: 'Threshold', value: `${threshold}, ${event.text('percent')} %` },
      ...(isGrace ? [suspension(event)] : []),
      ...(isOver ? sharedFact(event) : []),
    ],
    consequence: consequenceOf(event, policy, isOver),
    actions: [raiseTheLimit(prefix), ...(isGrace ? [restoreByHand(prefix)] : [])],
  };
}

function stateOf(event: BusEvent, threshold: string): string {
  if (threshold !== 'exceeded') return `has used ${event.percent()} of its Bedrock budget`;
  const isGrace = event.has('graceDeadline');
  return isGrace
    ? `exceeded its budget, access ends ${event.time('graceDeadline')}`
    : 'has exceeded its Bedrock budget';
}

function suspension(event: BusEvent): Fact {
  return { label: 'Suspension', value: event.time('graceDeadline') };
}

function consequenceOf(event: BusEvent, policy: BudgetPolicy, isOver: boolean): string {
  if (event.has('graceDeadline')) {
    const whose = event.isTeam ? 'of all members that have spent in this period ' : '';
    return `At ${event.time('graceDeadline')} access ${whose}to Bedrock is suspended until ${event.resets()}. Other AWS access stays.${hardStop(policy)}`;
  }
  if (event.is('enforceable')) return enforced(policy, isOver);
  return personAlertOnly(event, policy) ?? (policy.enforcement === 'observe' ? OBSERVED : UNENFORCED);
}

const OBSERVED = 'Nobody is suspended: the stack only observes, and says once a period whom it would suspend.';

const UNENFORCED =
  'Alert only: this principal is protected, has its access by hand for the rest of the period, or is of a kind that IAM offers no way to suspend. It can spend on until somebody acts.';

function enforced(policy: BudgetPolicy, isOver: boolean): string {
  const { exceededPercent, gracePeriodSeconds } = policy;
  const cut = 'access to Bedrock is suspended until the budget resets';
  const grace =
    gracePeriodSeconds === 0 ? `${cut}, without grace` : `after ${displayDuration(gracePeriodSeconds)} of grace ${cut}`;
  const when = isOver ? 'From now on' : `At ${exceededPercent} % of the limit`;
  return `${when}: ${grace}.${hardStop(policy)}`;
}

function hardStop({ hardStopPercent }: BudgetPolicy): string {
  return hardStopPercent === undefined ? '' : ` At ${hardStopPercent} % it is suspended at once.`;
}

/** Of a new period: nothing, unless somebody would have been kept from spending in the one before. */
export const periodNotice: Builder = (event) => {
  const isTold = event.has('notPreventedUsd');
  return {
    topic: 'operational-alerts',
    severity: 'info',
    title: isTold ? `${event.who} begins a new period` : event.type,
    facts: isTold ? [...spendFacts(event), { label: 'Not prevented', value: event.money('notPreventedUsd') }] : [],
    consequence: isTold
      ? `In the period before, ${event.money('notPreventedUsd')} were spent after the moment at which an enforced limit would have cut access.`
      : '',
    actions: [],
    incident: principalIncident(event.principalId, 'resolved'),
    ...(isTold ? {} : { isSilent: true }),
  };
};

export const limitNotices = {
  LimitUnreadable: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'operational-alerts',
    severity: 'error',
    title: `The limit of ${event.who} cannot be read`,
    facts: [...spendFacts(event), { label: 'Found', value: JSON.stringify(event.detail['found'] ?? '') }],
    consequence: `Calls are charged as before, against the last limit that could be read, ${event.money('limitUsd')}.`,
    actions: [
      `In the principal's row of table ${prefix}-user-budgets, set budget_limit_usd to an amount of USD above 0, such as 25 or 0.50.`,
    ],
  }),
} satisfies Readonly<Partial<Record<NotifiedType, Builder>>>;
