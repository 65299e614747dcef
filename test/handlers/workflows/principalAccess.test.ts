import { expect } from 'chai';
import { UnreadableEventError } from '../../../handlers/runtime/errors.js';
import { accessOf, holderOfBudget } from '../../../handlers/workflows/principalAccess.js';
import { MemoryIam } from '../../../local/memory/memoryIam.js';
import { rejectionOf } from '../../rejection.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';

describe('holderOfBudget', () => {
  const IAM = 'arn:aws:iam::444455556666';
  const holders: readonly (readonly [string, 'user' | 'role', string])[] = [
    [`${IAM}:user/eva`, 'user', 'eva'],
    [`${IAM}:user/teams/search/eva`, 'user', 'eva'],
    [`${IAM}:role/summariser`, 'role', 'summariser'],
    [`${IAM}:role/teams/summariser`, 'role', 'summariser'],
    [`${IAM}:role/user/eva`, 'role', 'eva'],
    ['arn:aws-us-gov:iam::444455556666:user/eva', 'user', 'eva'],
  ];
  for (const [principalId, type, name] of holders) {
    it(`of ${principalId} is the ${type} ${name}`, () => {
      expect(holderOfBudget(principalId)).to.deep.equal({ type, name });
    });
  }
});

describe('accessOf', () => {
  const IAM = 'arn:aws:iam::444455556666';
  const table: readonly (readonly [string, string, boolean])[] = [
    [`${IAM}:user/eva`, `${IAM}:user/eva`, true],
    [`${IAM}:user/teams/eva`, `${IAM}:user/teams/eva`, true],
    [`${IAM}:user/eva`, `${IAM}:user/teams/eva`, false],
    [`${IAM}:user/teams/eva`, `${IAM}:user/eva`, false],
    [`${IAM}:user/teams/eva`, `${IAM}:user/search/eva`, false],
    [`${IAM}:role/ci`, `${IAM}:role/ci`, true],
    [`${IAM}:role/ci`, `${IAM}:role/teams/ci`, true],
    [`${IAM}:role/ci`, 'arn:aws:iam::777788889999:role/ci', false],
  ];
  for (const [principalId, arn, isThere] of table) {
    it(`${isThere ? 'finds' : 'does not find'} ${principalId} where IAM has ${arn}`, async () => {
      const iam = new MemoryIam(ENFORCEMENT_CONFIG);
      iam.addPrincipal(arn.includes(':user/') ? 'user' : 'role', arn);
      const access = await accessOf({ iam }, principalId);
      expect(access?.arn).to.equal(isThere ? arn : undefined);
    });
  }

  it('takes a user for no role of the same name, and nobody for somebody', async () => {
    const iam = new MemoryIam(ENFORCEMENT_CONFIG);
    iam.addPrincipal('user', `${IAM}:user/ci`);
    expect(await accessOf({ iam }, `${IAM}:role/ci`)).to.equal(undefined);
    expect(await accessOf({ iam }, `${IAM}:user/nobody`)).to.equal(undefined);
  });

  it('asks for none of a principal that is neither', async () => {
    const iam = new MemoryIam(ENFORCEMENT_CONFIG);
    for (const principalId of ['unknown', `${IAM}:root`]) {
      expect(await rejectionOf(accessOf({ iam }, principalId))).to.be.instanceOf(UnreadableEventError);
      expect(() => holderOfBudget(principalId)).to.throw(UnreadableEventError, 'neither a user nor a role');
    }
  });
});
