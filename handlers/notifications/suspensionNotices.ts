import { isPersonId } from '../../domain/iam/person.js';
import { reasonOf } from './graceNotices.js';
import { NO_ROOM } from '../../domain/iam/suspensionPlan.js';
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

export const suspensionNotices = {
  AccessSuspended: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'high-severity',
    severity: 'critical',
    title: `${event.who} is suspended from Bedrock`,
    facts: [...spendFacts(event), ...sharedFact(event)],
    consequence: event.has('team')
      ? `IAM refuses its calls of Bedrock, for its team ${event.text('team')} is over its limit. Access comes back by itself once the team has room again.`
      : `IAM refuses its calls of Bedrock. Access comes back by itself after ${event.resets()}, or once the limit is raised; if an operator suspended it, by hand alone.`,
    actions: [raiseTheLimit(prefix), restoreByHand(prefix)],
    incident: principalIncident(event.principalId, 'open'),
  }),
  AccessRestored: (event: BusEvent): Draft => {
    const missing = event.list('notRestored');
    return {
      topic: 'operational-alerts',
      severity: missing.length === 0 ? 'info' : 'error',
      title: `${event.who} has its Bedrock access back${missing.length === 0 ? '' : ', but not all of it'}`,
      facts: [...spendFacts(event), ...missing.map((value) => ({ label: 'Not restored', value }))],
      consequence:
        missing.length === 0 ? 'It has exactly what it had before.' : 'What is named could not be given back.',
      actions: missing.length === 0 ? [] : ['Give back by hand what is named, or decide that it is not needed.'],
      incident: principalIncident(event.principalId, 'resolved'),
      ...(missing.length === 0 ? { group: 'AccessRestored' } : {}),
    };
  },
  TeamSuspended: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'high-severity',
    severity: 'critical',
    title: `The members of ${event.who} are being suspended from Bedrock`,
    facts: spendFacts(event),
    consequence: `Each member that has spent in this period of the team loses its access, until ${event.resets()} or until the team has room again. Members that have spent nothing, and calls by application inference profiles of others, go on.`,
    actions: [raiseTheLimit(prefix), restoreByHand(prefix)],
    incident: principalIncident(event.principalId, 'open'),
  }),
  TeamRestored: (event: BusEvent): Draft => ({
    topic: 'operational-alerts',
    severity: 'info',
    title: `The members of ${event.who} get their Bedrock access back`,
    facts: [...spendFacts(event), { label: 'Reason', value: reasonOf(event) }],
    consequence: 'Each is back once no other limit holds it.',
    actions: [],
    incident: principalIncident(event.principalId, 'resolved'),
  }),
  SuspensionRefused: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'high-severity',
    severity: 'critical',
    title: `${event.who} could not be suspended`,
    facts: [...spendFacts(event), { label: 'Reason', value: event.text('reason') }],
    consequence: 'What access it has, it keeps. While it is over its limit the suspension is tried again a day later.',
    actions: [...roomFor(event), stopOf(event), raiseTheLimit(prefix)],
    incident: principalIncident(event.principalId, 'open'),
    group: 'SuspensionRefused',
  }),
  SuspensionTampered: (event: BusEvent): Draft => ({
    topic: 'high-severity',
    severity: 'critical',
    title: `The Deny of ${event.who} was removed`,
    facts: spendFacts(event),
    consequence: mendingOf(event),
    actions: ['Find in CloudTrail who detached the policy, and why.'],
    incident: principalIncident(event.principalId, 'open'),
    group: 'SuspensionTampered',
  }),
  SpendAfterSuspension: (event: BusEvent): Draft => ({
    topic: 'high-severity',
    severity: 'critical',
    title: `${event.who} is suspended and spends all the same`,
    facts: [...spendFacts(event), { label: 'Spent in spite of it', value: event.money('costUsd') }],
    consequence: mendingOf(event),
    actions: [passOf(event)],
    incident: principalIncident(event.principalId, 'open'),
    group: 'SpendAfterSuspension',
  }),
} satisfies Readonly<Partial<Record<NotifiedType, Builder>>>;

function roomFor(event: BusEvent): readonly string[] {
  if (!event.text('reason').startsWith(NO_ROOM)) return [];
  return [
    'Make room for the Deny: detach a managed policy, make one an inline policy, or have the quota raised and set attachmentQuota.',
  ];
}

function stopOf({ principalId }: BusEvent): string {
  return isPersonId(principalId)
    ? 'Do what the reason says, or take the person out of the permission set or group by hand (docs/persons.md).'
    : 'Remove the reason, or stop the principal by hand.';
}

function passOf({ principalId }: BusEvent): string {
  return isPersonId(principalId)
    ? 'Look how the calls pass: a role that no longer carries the policy of the person, or a name in another spelling.'
    : 'Look how the calls pass: another role or account, or a Deny that was removed.';
}

function mendingOf(event: BusEvent): string {
  return event.is('willBeReattached') ? 'The Deny is being put back, this once.' : 'Nothing more is done by itself.';
}
