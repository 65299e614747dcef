import type { JsonObject } from '../domain/json.js';
import type { Notice } from '../handlers/contracts/notice.js';
import { emailText, personSubject } from '../handlers/notifications/formats/email.js';
import { eventNotice } from '../handlers/notifications/eventNotices.js';
import type { NoticeContext } from '../handlers/notifications/draft.js';
import { personNotice, PERSON_TYPES } from '../handlers/notifications/personNotice.js';
import { personOf, type PersonOfNotice } from '../handlers/notifications/personOfNotice.js';
import { NOTIFIED_EVENTS } from './notices.js';

const ANA = {
  principalId: 'person/ana@example.com',
  refreshesAt: '2026-10-31T23:00:00Z',
  resetsAt: '2026-11-01T00:00:00+01:00[Europe/Berlin]',
} as const;

export interface PersonMessage {
  readonly name: string;
  readonly subject: string;
  readonly text: string;
}

/** What is told to a person itself, and to the address of a team. */
export function personMessages(context: NoticeContext): readonly PersonMessage[] {
  const example = (name: string, detail: JsonObject): PersonMessage => {
    const told = personNotice(noticeOf(detail, context));
    if (told === undefined) throw new TypeError(`${name}: no person is told`);
    return { name, subject: personSubject(told, context.prefix), text: emailText(told, context.prefix) };
  };
  const { AccessSuspended } = NOTIFIED_EVENTS;
  return [
    ...PERSON_TYPES.map((type) => {
      const of = type.startsWith('Team') ? {} : ANA;
      return example(`${type} to the ${type.startsWith('Team') ? 'team' : 'person'}`, {
        ...NOTIFIED_EVENTS[type],
        ...of,
      });
    }),
    example('AccessSuspended for a team', { ...AccessSuspended, ...ANA, team: 'search' }),
  ];
}

/** What a webhook gets of whom a suspension is about. */
export function webhookPerson(context: NoticeContext): PersonOfNotice | undefined {
  const notice = noticeOf({ ...NOTIFIED_EVENTS.AccessSuspended, ...ANA }, context);
  return personOf(ANA.principalId, notice, [], context.prefix);
}

function noticeOf(detail: JsonObject, context: NoticeContext): Notice {
  const notice = eventNotice({ ...detail, eventId: `event-of-${String(detail['type'])}` }, context);
  if (notice === undefined) throw new TypeError(`${String(detail['type'])}: nobody is told`);
  return notice;
}
