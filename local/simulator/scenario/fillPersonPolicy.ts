import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { hashOf } from '../../../handlers/persons/personPolicies.js';
import { emptyPersonPolicy } from '../../../handlers/ports/personPolicyLists.js';
import { personPolicyArnsOf } from '../../world/iam/personPolicyArns.js';
import type { World } from '../../world/world.js';
import { personsNamed } from './generatePersons.js';

/** Puts persons who were suspended before onto the first list, and into its document. */
export function fillPersonPolicy(world: World, names: readonly string[]): void {
  const [policyArn] = personPolicyArnsOf(world);
  if (names.length === 0 || policyArn === undefined) return;
  const persons = personsNamed(names);
  const document = JSON.stringify(personPolicyDocument(persons));
  world.iam.addPolicy(policyArn, document);
  world.tables.personPolicies.put({
    ...emptyPersonPolicy(1),
    persons,
    version: 1,
    writtenVersion: 1,
    writtenHash: hashOf(document),
  });
}
