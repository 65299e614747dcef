import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { EXAMPLE_ACCOUNT } from '../../../local/world/logs/invocationRecord.js';
import type { World } from '../../../local/world/world.js';
import { atMinute, callOften, FULL, IAM } from './scenario.js';

const PERSONS = `${IAM}:policy/bedrock-budgeteer-dev-persons-1`;
const PERMISSION_SET = 'AWSReservedSSO_Team_0123456789abcdef';
const FEDERATED = 'federated-team';

/**
 * Persons of a day, on a permission set and on a federated role of the setting `personRoles`: two reach their limit and are suspended until the night;
 * somebody takes one out of the document, and the policy off the federated role. The document is at first as an earlier
 * version of the stack wrote it.
 */
export function arrangePersons(world: World): void {
  const { iam, people } = world;
  makeRoles(world);
  const outdated = iam.policy(PERSONS)?.replace('"bedrock:Rerank",', '');
  if (outdated !== undefined) iam.addPolicy(PERSONS, outdated);
  callOften(world, sessionOf(PERMISSION_SET, 'eva@example.com'), 15, 9);
  callOften(world, sessionOf(PERMISSION_SET, 'finn@example.com'), 20, 2);
  callOften(world, sessionOf(FEDERATED, 'gina@example.com'), 16, 9);
  atMinute(world, 75, () => {
    if (iam.policy(PERSONS) !== undefined) people.writePolicy(PERSONS, JSON.stringify(personPolicyDocument([])));
  });
  atMinute(world, 95, () => {
    if (iam.find({ type: 'role', name: FEDERATED })?.attached.has(PERSONS) === true) {
      people.detach({ type: 'role', name: FEDERATED }, PERSONS);
    }
  });
}

/** In the night, when nobody is on the list: one who is to be suspended while the policy is away. */
export function takePersonPolicyAway(world: World): void {
  const { iam } = world;
  callOften(world, sessionOf(FEDERATED, 'hugo@example.com'), 1086, 6);
  let document: string | undefined;
  atMinute(world, 1100, () => {
    document = iam.policy(PERSONS);
    iam.removePolicy(PERSONS);
  });
  atMinute(world, 1130, () => {
    if (document !== undefined) iam.addPolicy(PERSONS, document);
  });
}

function makeRoles({ iam, people }: World): void {
  const permissionSet = people.create('role', PERMISSION_SET, '/aws-reserved/sso.amazonaws.com/us-east-1/');
  people.attach(permissionSet, FULL);
  iam.held(permissionSet).attached.add(PERSONS);
  people.attach(people.create('role', FEDERATED), FULL);
}

function sessionOf(role: string, session: string): string {
  return `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/${role}/${session}`;
}
