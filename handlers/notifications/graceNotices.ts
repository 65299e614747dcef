import type { BusEvent } from './busEvent.js';
import {
  principalIncident,
  raiseTheLimit,
  restoreByHand,
  sharedFact,
  spendFacts,
  type Draft,
  type NoticeContext,
  type Builder,
} from './draft.js';
import type { NotifiedType } from '../contracts/events.js';

const LIFTED: Readonly<Record<string, string>> = {
  refreshed: 'a new period has begun',
  'limit-raised': 'the limit was raised',
  'price-corrected': 'calls turned out cheaper than assumed',
  'restored-by-hand': 'an operator waived the rest of the period',
  protected: 'the principal is protected now',
  observing: 'the budget is only observed now',
  exempt: 'the principal is exempt now',
  'team-released': 'its team has room again',
  'not-enforceable': 'by the settings of now it cannot be suspended alone',
};

export const graceNotices = {
  GraceNotice: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'operational-alerts',
    severity: 'error',
    title: `${event.who} loses its Bedrock access at ${event.time('graceDeadline')}`,
    facts: [...spendFacts(event), { label: 'Suspension', value: event.time('graceDeadline') }, ...sharedFact(event)],
    consequence: `At ${event.time('graceDeadline')} access to Bedrock is suspended until ${event.resets()}. Other AWS access stays.`,
    actions: [raiseTheLimit(prefix), restoreByHand(prefix)],
  }),
  FinalWarning: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'operational-alerts',
    severity: 'critical',
    title: `${event.who} is losing its Bedrock access now`,
    facts: [...spendFacts(event), ...sharedFact(event)],
    consequence: `Grace is over: access to Bedrock is being suspended until ${event.resets()}.`,
    actions: [raiseTheLimit(prefix), restoreByHand(prefix)],
  }),
  WouldHaveSuspended: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'operational-alerts',
    severity: 'warning',
    title: `${event.who} would be suspended from Bedrock now`,
    facts: [...spendFacts(event), { label: 'Reason', value: cutReasonOf(event) }, ...sharedFact(event)],
    consequence: `Nothing happens: this budget is only observed. If it were enforced, access would be gone until ${event.resets()}. This is said once a period; the next period begins with what was spent until then.`,
    actions: [
      raiseTheLimit(prefix),
      'To have it enforced, set enforcement of its rule or of the stack to enforce; that begins with a grace.',
    ],
  }),
  GraceCancelled: (event: BusEvent): Draft => ({
    topic: 'operational-alerts',
    severity: 'info',
    title: `${event.who} keeps its Bedrock access`,
    facts: [...spendFacts(event), { label: 'Reason', value: reasonOf(event) }],
    consequence: `The suspension that was announced is off: ${reasonOf(event)}.`,
    actions: [],
    incident: principalIncident(event.principalId, 'resolved'),
    group: 'GraceCancelled',
  }),
} satisfies Readonly<Partial<Record<NotifiedType, Builder>>>;

const CUT: Readonly<Record<string, string>> = {
  'grace-over': 'grace would be over',
  'hard-stop': 'past the hard stop',
  'no-grace': 'over the limit, without grace',
};

function cutReasonOf(event: BusEvent): string {
  const reason = event.text('reason');
  return CUT[reason] ?? reason;
}

export function reasonOf(event: BusEvent): string {
  const reason = event.text('reason');
  return LIFTED[reason] ?? reason;
}
