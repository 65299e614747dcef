import { expect } from 'chai';
import {
  holderOf,
  principalOf,
  principalWithId,
  reasonNotToSuspend,
  roleSessionOf,
  type AccountType,
  type PolicyHolder,
} from '../../../domain/iam/principal.js';

const A = '111122223333';

describe('principalOf', () => {
  const table: readonly (readonly [string, string, AccountType])[] = [
    [`arn:aws:iam::${A}:user/alice`, `arn:aws:iam::${A}:user/alice`, 'iam_user'],
    [`arn:aws:iam::${A}:user/team/ml/alice`, `arn:aws:iam::${A}:user/team/ml/alice`, 'iam_user'],
    [`arn:aws:iam::${A}:user/BedrockAPIKey-x1y2`, `arn:aws:iam::${A}:user/BedrockAPIKey-x1y2`, 'bedrock_api_key'],
    [`arn:aws:sts::${A}:assumed-role/ci/build-7`, `arn:aws:iam::${A}:role/ci`, 'iam_role'],
    [`arn:aws:iam::${A}:role/ci`, `arn:aws:iam::${A}:role/ci`, 'iam_role'],
    [`arn:aws:iam::${A}:role/teams/ml/ci`, `arn:aws:iam::${A}:role/ci`, 'iam_role'],
    [`arn:aws-us-gov:sts::${A}:assumed-role/ci/s`, `arn:aws-us-gov:iam::${A}:role/ci`, 'iam_role'],
    [`arn:aws-cn:iam::${A}:user/bo`, `arn:aws-cn:iam::${A}:user/bo`, 'iam_user'],
    [
      `arn:aws:sts::${A}:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/jo@example.com`,
      `arn:aws:iam::${A}:role/AWSReservedSSO_Dev_0123456789abcdef`,
      'sso_role',
    ],
    [
      `arn:aws:sts::${A}:assumed-role/AWSServiceRoleForBedrockX/BedrockAgentCore-1`,
      `arn:aws:iam::${A}:role/AWSServiceRoleForBedrockX`,
      'service_linked_role',
    ],
    [
      `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/Thing`,
      `arn:aws:iam::${A}:role/Thing`,
      'service_linked_role',
    ],
    [`arn:aws:sts::${A}:federated-user/fred`, `arn:aws:sts::${A}:federated-user/fred`, 'federated_user'],
    [`arn:aws:iam::${A}:root`, `arn:aws:iam::${A}:root`, 'root'],
    [`arn:aws:iam::${A}:group/people`, `arn:aws:iam::${A}:group/people`, 'unknown'],
    [`arn:aws:sts::${A}:assumed-role`, `arn:aws:sts::${A}:assumed-role`, 'unknown'],
    [`arn:aws:sts::${A}:assumed-role//s`, `arn:aws:sts::${A}:assumed-role//s`, 'unknown'],
    [`arn:aws:iam::${A}:user/`, 'unknown', 'unknown'],
    [`arn:aws:iam::${A}:user/path/`, 'unknown', 'unknown'],
    [`arn:aws:iam::${A}:user/${'x'.repeat(1020)}`, 'unknown', 'unknown'],
    [`arn:aws:iam::${A}:role/`, 'unknown', 'unknown'],
    [`arn:aws:sts::${A}:federated-user/`, 'unknown', 'unknown'],
    ['not an arn', 'unknown', 'unknown'],
    [`arn:aws:iam::${A}:user/two\nlines`, 'unknown', 'unknown'],
  ];
  for (const [arn, principalId, accountType] of table) {
    it(`reads ${JSON.stringify(arn)} as ${accountType}`, () => {
      expect(principalOf(arn)).to.deep.equal({ principalId, accountType });
    });
  }

  for (const missing of [undefined, null, 42, {}]) {
    it(`gives the spend of identity.arn ${JSON.stringify(missing)} to the unknown principal`, () => {
      expect(principalOf(missing)).to.deep.equal({ principalId: 'unknown', accountType: 'unknown' });
    });
  }

  it("does not claim to reach another account's principal", () => {
    expect(principalOf(`arn:aws:iam::${A}:user/alice`, '999988887777').accountType).to.equal('unknown');
    expect(principalOf(`arn:aws:iam::${A}:user/alice`, A).accountType).to.equal('iam_user');
    expect(principalOf('arn:aws:iam::XXXX:user/alice', '999988887777').accountType).to.equal('iam_user');
  });
});

describe('reasonNotToSuspend', () => {
  it('holds back from all but users, keys and roles', () => {
    const types: readonly AccountType[] = ['bedrock_api_key', 'iam_user', 'iam_role', 'sso_role', 'root', 'unknown'];
    const policy = { personRoles: [], personPolicies: 0 };
    const enforceable = types.filter(
      (accountType) =>
        reasonNotToSuspend({ principalId: `arn:aws:iam::${A}:role/ci`, accountType }, policy) === undefined,
    );
    expect(enforceable).to.deep.equal(['bedrock_api_key', 'iam_user', 'iam_role']);
  });
});

describe('roleSessionOf', () => {
  const table: readonly (readonly [unknown, string | undefined])[] = [
    ['arn:aws:sts::444455556666:assumed-role/research/ann@example.com', 'ann@example.com'],
    ['arn:aws:sts::444455556666:assumed-role/research', undefined],
    ['arn:aws:iam::444455556666:role/teams/research', undefined],
    ['arn:aws:iam::444455556666:user/teams/alice', undefined],
    ['no arn', undefined],
    [undefined, undefined],
  ];
  for (const [arn, session] of table) {
    it(`is ${String(session)} of ${String(arn)}`, () => {
      expect(roleSessionOf(arn)?.session).to.equal(session);
    });
  }
});

describe('holderOf', () => {
  const table: readonly (readonly [string, PolicyHolder | undefined])[] = [
    [`arn:aws:iam::${A}:user/alice`, { type: 'user', name: 'alice' }],
    [`arn:aws:iam::${A}:user/team/ml/alice`, { type: 'user', name: 'alice' }],
    [`arn:aws:iam::${A}:user/role/alice`, { type: 'user', name: 'alice' }],
    [`arn:aws-us-gov:iam::${A}:role/teams/ci`, { type: 'role', name: 'ci' }],
    [`arn:aws:iam::${A}:user/`, undefined],
    [`arn:aws:iam::${A}:user/team/`, undefined],
    [`arn:aws:iam::${A}:group/people`, undefined],
    [`arn:aws:sts::${A}:assumed-role/ci/build-7`, undefined],
    [`arn:aws:iam::${A}:root`, undefined],
    ['unknown', undefined],
  ];
  for (const [arn, holder] of table) {
    it(`of ${arn} is ${holder === undefined ? 'nobody' : `the ${holder.type} ${holder.name}`}`, () => {
      expect(holderOf(arn)).to.deep.equal(holder);
    });
  }
});

describe('principalWithId', () => {
  const table: readonly (readonly [string, string, AccountType])[] = [
    ['person/Ana@Example.com', 'person/ana@example.com', 'person'],
    ['team/search', 'team/search', 'team'],
    [`arn:aws:iam::${A}:user/teams/alice`, `arn:aws:iam::${A}:user/teams/alice`, 'iam_user'],
    [`arn:aws:iam::${A}:role/teams/ci`, `arn:aws:iam::${A}:role/ci`, 'iam_role'],
    [`arn:aws:sts::${A}:assumed-role/ci/session`, `arn:aws:iam::${A}:role/ci`, 'iam_role'],
    ['person/botocore-session-1', 'unknown', 'unknown'],
    ['person/', 'unknown', 'unknown'],
    ['team/', 'unknown', 'unknown'],
    ['alice', 'unknown', 'unknown'],
    ['', 'unknown', 'unknown'],
  ];
  for (const [id, principalId, accountType] of table) {
    it(`takes ${JSON.stringify(id)} for ${accountType}`, () => {
      expect(principalWithId(id)).to.deep.equal({ principalId, accountType });
    });
  }
});
