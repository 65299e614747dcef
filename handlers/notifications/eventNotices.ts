import { stringAt, type JsonObject } from '../../domain/json.js';
import { BusEvent } from './busEvent.js';
import { graceNotices } from './graceNotices.js';
import { limitNotices, periodNotice, thresholdNotice } from './limitNotices.js';
import { principalIncident, type Builder, type NoticeContext } from './draft.js';
import type { NotifiedType } from '../contracts/events.js';
import type { Notice } from '../contracts/notice.js';
import { personNotices } from './personNotices.js';
import { suspensionNotices } from './suspensionNotices.js';
import { systemNotices } from './systemNotices.js';

/** Ends what is open about a principal, without a word to anybody. */
const silentEnd: Builder = ({ type, principalId }) => ({
  topic: 'operational-alerts',
  severity: 'info',
  title: type,
  facts: [],
  consequence: '',
  actions: [],
  incident: principalIncident(principalId, 'resolved'),
  isSilent: true,
});

/** Each of our events that is told to people or ends an incident; all others are for the audit log alone. */
const BUILDERS: Readonly<Record<NotifiedType, Builder>> = {
  ThresholdReached: thresholdNotice,
  ...graceNotices,
  ...suspensionNotices,
  ...limitNotices,
  ...personNotices,
  ...systemNotices,
  PeriodStarted: periodNotice,
  BudgetClosed: silentEnd,
};

/** Who is suspended, or on the way there or back, hears of the end when it comes. */
const ENDED_BY_A_PERIOD = ['active', 'grace', 'alert_only'];

/** Undefined for an event that nobody is told of. */
export function eventNotice(detail: JsonObject, context: NoticeContext): Notice | undefined {
  const type = stringAt(detail, 'type') ?? '';
  const eventId = stringAt(detail, 'eventId');
  const build = isNotified(type) ? BUILDERS[type] : undefined;
  if (build === undefined || eventId === undefined) return undefined;
  const event = new BusEvent(detail);
  if (type === 'PeriodStarted' && !ENDED_BY_A_PERIOD.includes(event.text('previousStatus'))) return undefined;
  return { eventId, type, at: event.text('at'), data: detail, ...build(event, context) };
}

function isNotified(type: string): type is NotifiedType {
  return Object.hasOwn(BUILDERS, type);
}
