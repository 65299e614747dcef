import { expect } from 'chai';
import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import { documentOf, hashOf } from '../../../handlers/persons/personPolicies.js';
import { emptyPersonPolicy } from '../../../handlers/ports/personPolicyLists.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { Account, NOW } from '../iamAccount.js';

const [PERSONS = ''] = ENFORCEMENT_CONFIG.personPolicyArns;
const ANA = { principalId: 'person/ana', sessions: ['ana'] };
const HELD = JSON.stringify(personPolicyDocument([ANA]));
const summariser = { type: 'role', name: 'summariser' } as const;

/** Ana is denied by the first policy, which the role carries. */
async function denied(): Promise<Account> {
  const account = new Account();
  const row = {
    ...{ ...emptyPersonPolicy(1), persons: [ANA], version: 1, writtenVersion: 1 },
    ...{ changedAt: NOW - 60 * MINUTE_MS, writtenHash: hashOf(HELD) },
  };
  expect(documentOf(row)).to.equal(HELD);
  await account.lists.save(emptyPersonPolicy(1), row);
  for (const policyArn of ENFORCEMENT_CONFIG.personPolicyArns) {
    account.directory.addPolicy(policyArn, JSON.stringify(personPolicyDocument([])));
  }
  account.directory.addPolicy(PERSONS, HELD);
  account.directory.held(summariser).attached.add(PERSONS);
  return account;
}

function nothing(): void {
  // The call left everything as it was.
}

const DETACHED = 'detachRolePolicy-persons';
const OTHER = { requestParameters: { policyArn: 'arn:aws:iam::444455556666:policy/other', roleName: 'summariser' } };
const put =
  (document: object) =>
  ({ directory }: Account): void => {
    directory.addPolicy(PERSONS, JSON.stringify(document));
  };
const detach = ({ directory }: Account): void => {
  directory.held(summariser).attached.delete(PERSONS);
};

describe('createUserSetup at events of a policy that denies persons', () => {
  type Row = readonly [string, string, (account: Account) => void, object | undefined, object?];
  const rows: readonly Row[] = [
    [
      'a version with an Allow',
      'createPolicyVersion',
      put({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
      { willBePutBack: true, isDeleted: false, missing: 1 },
    ],
    ['a version of the stack itself', 'createPolicyVersion', nothing, undefined],
    [
      'an older version that is the default again',
      'setDefaultPolicyVersion',
      put(personPolicyDocument([])),
      { willBePutBack: true, missing: 1, added: 0 },
    ],
    [
      'a deleted policy',
      'deletePolicy',
      ({ directory }) => {
        directory.removePolicy(PERSONS);
      },
      { willBePutBack: false, isDeleted: true, missing: 1 },
    ],
    ['a role without it', DETACHED, detach, { detachedFrom: 'summariser', willBePutBack: false, missing: 1 }],
    ['a role that has it again', DETACHED, nothing, undefined],
    [
      'a role that was deleted with it',
      DETACHED,
      ({ directory }) => {
        directory.removePrincipal('role', 'summariser');
      },
      undefined,
    ],
    ['a version of another policy', 'createPolicyVersion', put({}), undefined, OTHER],
    ['another policy that was detached', DETACHED, detach, undefined, OTHER],
  ];
  for (const [name, fixture, change, expected, overrides] of rows) {
    it(`${expected === undefined ? 'says nothing of' : 'announces'} ${name}`, async () => {
      const account = await denied();
      change(account);
      await account.receives(fixture, { ...overrides });
      const told = account.published.map(({ detail }) => detail);
      if (expected === undefined) expect(told).to.deep.equal([]);
      else {
        expect(told).to.have.length(1);
        expect(told[0]).to.include({ type: 'PersonPolicyTampered', principalId: PERSONS, ...expected });
      }
      expect(account.rows()).to.deep.equal([]);
    });
  }
});
