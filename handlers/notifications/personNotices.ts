import { isPersonId } from '../../domain/iam/person.js';
import { holderOf, isRoleOfPersons } from '../../domain/iam/principal.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import type { Fact } from '../contracts/notice.js';
import type { NotifiedType } from '../contracts/events.js';
import type { BusEvent } from './busEvent.js';
import type { Builder, Draft } from './draft.js';

export const personNotices = {
  PersonPolicyTampered: (event: BusEvent): Draft => ({
    topic: 'high-severity',
    severity: 'critical',
    title: `${event.who} ${changeOf(event)}`,
    facts: [{ label: 'Policy', value: event.principalId }, ...changedFacts(event)],
    consequence: `${exposureOf(event)} ${mendingOf(event)}`,
    actions: actionsOf(event),
    group: 'PersonPolicyTampered',
  }),
} satisfies Readonly<Partial<Record<NotifiedType, Builder>>>;

/** Why a principal is only alerted about, where it is a person or a role of persons; undefined for all others. */
export function personAlertOnly({ principalId }: BusEvent, policy: BudgetPolicy): string | undefined {
  if (isPersonId(principalId)) return policy.personPolicies > 0 ? undefined : NO_PERSON_POLICIES;
  return isRoleOfPersons(holderOf(principalId), policy.personRoles) ? SHARED_ROLE : undefined;
}

const NO_PERSON_POLICIES =
  'Alert only: personPolicies is 0, so the stack has no policy that denies single persons. To have persons suspended, set personPolicies and reference the policies in the permission sets (docs/persons.md).';

const SHARED_ROLE =
  'Alert only: this is a role of many people, who are suspended one by one. Its own budget has the calls of sessions that name no person (docs/persons.md).';

function changeOf(event: BusEvent): string {
  if (event.has('detachedFrom')) return `was detached from role ${event.text('detachedFrom')}`;
  return event.is('isDeleted') ? 'was deleted' : 'was changed';
}

function changedFacts(event: BusEvent): readonly Fact[] {
  if (event.has('detachedFrom')) {
    return [
      { label: 'Role', value: event.text('detachedFrom') },
      { label: 'On its list', value: namesIn(event, 'missing') },
    ];
  }
  return [
    { label: 'Missing', value: namesIn(event, 'missing') },
    { label: 'Added', value: namesIn(event, 'added') },
  ];
}

function namesIn(event: BusEvent, key: 'missing' | 'added'): string {
  const count = event.text(key);
  return count === '1' ? '1 name' : `${count} names`;
}

function exposureOf(event: BusEvent): string {
  if (event.has('detachedFrom')) return 'The suspended persons on its list can call Bedrock by that role.';
  if (event.is('isDeleted')) return 'The suspended persons on its list can call Bedrock.';
  const count = (key: string): number => Number(event.detail[key]);
  if (count('missing') > 0) return 'Suspended persons whose names are missing can call Bedrock.';
  if (count('added') > 0) return 'Whoever was added is refused by IAM although no budget says so.';
  return 'It denies the same names, but is otherwise not as the stack wrote it: it may deny less, or allow something.';
}

function mendingOf(event: BusEvent): string {
  return event.is('willBePutBack') ? 'It is being put back, this once.' : 'Nothing more is done by itself.';
}

function actionsOf(event: BusEvent): readonly string[] {
  const find =
    'Find in CloudTrail who changed it, and why; docs/service-control-policies.md keeps everybody else away.';
  if (event.has('detachedFrom')) return [find, 'Attach it to the role again, or reference it in the permission set.'];
  if (event.is('isDeleted')) {
    return [find, 'pulumi refresh and pulumi up create it again; then reference it in the permission sets again.'];
  }
  if (event.is('willBePutBack')) return [find];
  return [find, 'Stop the change at its source; the document is written anew when the next person is suspended there.'];
}
