import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import type { StoredPersonPolicy } from '../../../handlers/ports/personPolicyLists.js';
import { personPolicyArnsOf } from '../../world/iam/personPolicyArns.js';
import { personsNamed } from '../scenario/generatePersons.js';
import type { Played } from '../run/simulation.js';
import type { Violation } from './watched.js';

/**
 * Invariant 6: the suspension of one person refuses no call of another; at rest each document says what its list says, and
 * the lists hold those who are suspended.
 */
export function checkPersons(played: Played): readonly Violation[] {
  const { rows } = played.world.tables.personPolicies;
  return [...played.watch.wrongAnswers, ...rows.flatMap((row) => differing(played, row)), ...misListed(played, rows)];
}

function differing({ world }: Played, row: StoredPersonPolicy): readonly Violation[] {
  const policyArn = personPolicyArnsOf(world)[row.number - 1] ?? '';
  const isSame = world.iam.policy(policyArn) === JSON.stringify(personPolicyDocument(row.persons));
  // What somebody changes a second time is left to people, who are told.
  if (isSame || (row.putBackVersion === row.version && isAnnounced(world, policyArn))) return [];
  return [persons(policyArn, 'at rest: its document is not that of its list')];
}

function isAnnounced({ journal }: Played['world'], policyArn: string): boolean {
  return journal
    .of('event')
    .some(
      ({ type, detail }) =>
        type === 'PersonPolicyTampered' && detail['principalId'] === policyArn && detail['willBePutBack'] === false,
    );
}

function misListed({ world, scenario, known }: Played, rows: readonly StoredPersonPolicy[]): readonly Violation[] {
  const before = new Set(personsNamed(scenario.suspendedBefore).map(({ principalId }) => principalId));
  const listed = rows.flatMap((row) => row.persons.map(({ principalId }) => principalId));
  const added = listed.filter((principalId) => !before.has(principalId));
  const suspended = known.flatMap(({ principal, principalId }) => {
    const budget = world.tables.budgets.stored(principalId)?.budget;
    return principal.kind === 'person' && budget?.status === 'suspended' ? [principalId] : [];
  });
  return [
    ...added.filter((id) => !suspended.includes(id)).map((id) => persons(id, 'at rest: listed, and not suspended')),
    ...suspended.filter((id) => !added.includes(id)).map((id) => persons(id, 'at rest: suspended, and not listed')),
    ...[...before].filter((id) => !listed.includes(id)).map((id) => persons(id, 'at rest: no longer listed')),
    ...listed.filter((id, index) => listed.indexOf(id) !== index).map((id) => persons(id, 'at rest: listed twice')),
  ];
}

function persons(principalId: string, problem: string): Violation {
  return { invariant: 'persons', principalId, problem };
}
