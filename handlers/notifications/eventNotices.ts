import { stringAt, type JsonObject } from '../../domain/json.js';
import { BusEvent } from './busEvent.js';
import { graceNotices } from './graceNotices.js';
import { principalIncident, type Builder, type Surroundings } from './draft.js';
import type { Notice } from './notice.js';
import { suspensionNotices } from './suspensionNotices.js';
import { systemNotices } from './systemNotices.js';
import { thresholdNotice } from './thresholdNotice.js';

/** Ends what was open about a principal, without a word to anybody. */
const SILENT_END: Builder = ({ type, principalId }) => ({
  topic: 'operational-alerts',
  severity: 'info',
  title: type,
  facts: [],
  consequence: '',
  actions: [],
  incident: principalIncident(principalId, 'resolved'),
  isSilent: true,
});

/** Every event of ours that is told to people or ends an incident; all others are for the audit log alone. */
const BUILDERS = {
  ThresholdReached: thresholdNotice,
  ...graceNotices,
  ...suspensionNotices,
  ...systemNotices,
  PeriodStarted: SILENT_END,
  BudgetClosed: SILENT_END,
} as const satisfies Readonly<Record<string, Builder>>;

export type NotifiedType = keyof typeof BUILDERS;

export const NOTIFIED_TYPES = Object.keys(BUILDERS) as readonly NotifiedType[];

/** Undefined for an event that nobody is told of. */
export function eventNotice(detail: JsonObject, surroundings: Surroundings): Notice | undefined {
  const type = stringAt(detail, 'type') ?? '';
  const eventId = stringAt(detail, 'eventId');
  const build = isNotified(type) ? BUILDERS[type] : undefined;
  if (build === undefined || eventId === undefined) return undefined;
  const event = new BusEvent(detail);
  return { eventId, type, at: event.text('at'), data: detail, ...build(event, surroundings) };
}

function isNotified(type: string): type is NotifiedType {
  return Object.hasOwn(BUILDERS, type);
}
