import { expect } from 'chai';
import { isPersonId, isPersonRole, personIdOf, personName } from '../../../domain/iam/person.js';
import { principalOf, reasonNotToSuspend, roleSessionOf } from '../../../domain/iam/principal.js';

const A = '111122223333';
const SSO = `arn:aws:sts::${A}:assumed-role/AWSReservedSSO_Developer_0123456789abcdef`;
const PERSON_ROLES = ['AWSReservedSSO_*', 'ClaudeCode-*'];

describe('personIdOf', () => {
  const persons: readonly (readonly [string, string])[] = [
    ['ana@example.com', 'person/ana@example.com'],
    ['Ana@Example.com', 'person/ana@example.com'],
    ['jo', 'person/jo'],
    ['a_b+c=d,e.f@g-h', 'person/a_b+c=d,e.f@g-h'],
    ['x'.repeat(64), `person/${'x'.repeat(64)}`],
    ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'person/3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
    ['botanist@example.com', 'person/botanist@example.com'],
  ];
  for (const [session, principalId] of persons) {
    it(`takes ${session} for a person`, () => {
      expect(personIdOf(session)).to.equal(principalId);
    });
  }

  const none = [
    'x',
    'x'.repeat(65),
    'an*@example.com',
    'an?@example.com',
    'zoë@example.com',
    'ana b',
    'ana:b',
    '',
    'BedrockAgentCore-3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'botocore-session-1732800000',
    'aws-sdk-js-1732800000000',
    'aws-sdk-js-session-1732800000000',
    'aws-sdk-java-1732800000000',
    'aws-go-sdk-1732800000000000000',
    'AWSCLI-Session',
    'i-0123456789abcdef0',
    '0123456789abcdef0123456789abcdef',
    'AROAEXAMPLEEXAMPLE12',
    'AIDAEXAMPLEEXAMPLE12',
  ];
  for (const session of none) {
    it(`takes ${JSON.stringify(session)} for no person`, () => {
      expect(personIdOf(session)).to.equal(undefined);
    });
  }
});

describe('principalOf, of person roles', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    [`${SSO}/ana@example.com`, 'person/ana@example.com', 'person'],
    [`${SSO}/ANA@example.com`, 'person/ana@example.com', 'person'],
    [`arn:aws:sts::${A}:assumed-role/ClaudeCode-Bedrock/ana@example.com`, 'person/ana@example.com', 'person'],
    [`${SSO}/botocore-session-1`, `arn:aws:iam::${A}:role/AWSReservedSSO_Developer_0123456789abcdef`, 'sso_role'],
    [`${SSO}/*`, `arn:aws:iam::${A}:role/AWSReservedSSO_Developer_0123456789abcdef`, 'sso_role'],
    [`arn:aws:sts::${A}:assumed-role/ci/ana@example.com`, `arn:aws:iam::${A}:role/ci`, 'iam_role'],
    [`arn:aws:iam::${A}:user/ana@example.com`, `arn:aws:iam::${A}:user/ana@example.com`, 'iam_user'],
    [`arn:aws:iam::${A}:role/ClaudeCode-Bedrock`, `arn:aws:iam::${A}:role/ClaudeCode-Bedrock`, 'iam_role'],
  ];
  for (const [arn, principalId, accountType] of rows) {
    it(`reads ${arn} as ${principalId}`, () => {
      expect(principalOf(arn, A, PERSON_ROLES)).to.deep.equal({ principalId, accountType });
    });
  }

  it('knows no persons without person roles', () => {
    expect(principalOf(`${SSO}/ana@example.com`, A).accountType).to.equal('sso_role');
  });

  it('leaves a session of another account to its role, which is out of reach', () => {
    const { principalId, accountType } = principalOf(`${SSO}/ana@example.com`, '999988887777', PERSON_ROLES);
    expect([principalId.endsWith('AWSReservedSSO_Developer_0123456789abcdef'), accountType]).to.deep.equal([
      true,
      'unknown',
    ]);
  });

  it('keeps role and session as AWS has them', () => {
    expect(roleSessionOf(`${SSO}/Ana@example.com`)).to.deep.equal({
      role: 'AWSReservedSSO_Developer_0123456789abcdef',
      session: 'Ana@example.com',
    });
    expect(roleSessionOf(`arn:aws:iam::${A}:user/ana`)).to.equal(undefined);
    expect(roleSessionOf(42)).to.equal(undefined);
  });
});

describe('personName', () => {
  it('is what stands after person/', () => {
    expect([isPersonId('person/ana'), personName('person/ana'), isPersonId('arn:aws:iam::1:user/ana')]).to.deep.equal([
      true,
      'ana',
      false,
    ]);
  });
});

describe('isPersonRole', () => {
  it('matches names by patterns, in their own case', () => {
    expect(isPersonRole('AWSReservedSSO_Dev_1', PERSON_ROLES)).to.equal(true);
    expect(isPersonRole('awsreservedsso_Dev_1', PERSON_ROLES)).to.equal(false);
    expect(isPersonRole('Other', PERSON_ROLES)).to.equal(false);
  });
});

describe('reasonNotToSuspend', () => {
  const person = { principalId: 'person/ana', accountType: 'person' } as const;
  const role = (name: string): { principalId: string; accountType: 'iam_role' } => ({
    principalId: `arn:aws:iam::${A}:role/${name}`,
    accountType: 'iam_role',
  });

  it('needs a policy for persons', () => {
    expect(reasonNotToSuspend(person, { personRoles: PERSON_ROLES, personPolicies: 0 })).to.include(
      'personPolicies is 0',
    );
    expect(reasonNotToSuspend(person, { personRoles: PERSON_ROLES, personPolicies: 1 })).to.equal(undefined);
  });

  it('spares a role of many people', () => {
    const enforcement = { personRoles: PERSON_ROLES, personPolicies: 1 };
    expect(reasonNotToSuspend(role('ClaudeCode-Bedrock'), enforcement)).to.include('many people');
    expect(reasonNotToSuspend(role('ci'), enforcement)).to.equal(undefined);
    expect(reasonNotToSuspend({ ...role('x'), principalId: 'odd' }, enforcement)).to.equal(undefined);
  });

  it('names the type of what IAM cannot change', () => {
    const root = { principalId: 'arn:aws:iam::1:root', accountType: 'root' } as const;
    expect(reasonNotToSuspend(root, { personRoles: [], personPolicies: 9 })).to.include('root');
  });
});
