import { NoSuchEntityException } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { AwsKeys } from '../../../cli/keys/awsKeys.js';
import { CALLS_DOCUMENT } from '../../../cli/keys/keyAdministration.js';
import { grantsBedrock } from '../../../domain/iam/policyGrant.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { rejectionOf } from '../../rejection.js';
import { iamAnswering, type Answer } from '../iamAnswering.js';

const USER = 'BedrockAPIKey-ci';
const ARN = `arn:aws:iam::444455556666:user/bedrock-budgeteer/dev/${USER}`;
const CREATED = new Date('2026-11-28T10:00:00Z');
const EXPIRES = new Date('2027-02-26T10:00:00Z');
const SECRET = `ABSK${Buffer.from('BedrockAPIKey-ci-at-444455556666:x').toString('base64')}`;

function keysOver(answers: Readonly<Record<string, Answer>>): {
  readonly keys: AwsKeys;
  readonly clock: VirtualClock;
  readonly sent: ReturnType<typeof iamAnswering>['sent'];
} {
  const { client, sent } = iamAnswering(answers);
  const clock = new VirtualClock(0);
  return { keys: new AwsKeys(client, clock), clock, sent };
}

function absent(): never {
  throw new NoSuchEntityException({ message: 'no', $metadata: {} });
}

const credential = (UserName: string, ServiceSpecificCredentialId: string, Status = 'Active'): object => ({
  UserName,
  ServiceName: 'bedrock.amazonaws.com',
  ServiceSpecificCredentialId,
  Status,
  CreateDate: CREATED,
  ExpirationDate: EXPIRES,
});

describe('AwsKeys', () => {
  it('creates a user with path and tags, an inline policy and a key of so many days', async () => {
    const { keys, sent } = keysOver({
      CreateUser: () => ({ User: { Arn: ARN } }),
      PutUserPolicy: () => ({}),
      CreateServiceSpecificCredential: () => ({
        ServiceSpecificCredential: { ...credential(USER, 'ACCA1'), ServiceCredentialSecret: SECRET },
      }),
    });
    expect(await keys.createUser({ userName: USER, path: '/bedrock-budgeteer/dev/', tags: { a: 'b' } })).to.equal(ARN);
    await keys.grantCalls(USER);
    expect(await keys.createKey(USER, 90)).to.deep.equal({
      keyId: 'ACCA1',
      isActive: true,
      createdAt: CREATED.getTime(),
      expiresAt: EXPIRES.getTime(),
      secret: SECRET,
    });
    expect(sent).to.deep.equal([
      ['CreateUser', { UserName: USER, Path: '/bedrock-budgeteer/dev/', Tags: [{ Key: 'a', Value: 'b' }] }],
      ['PutUserPolicy', { UserName: USER, PolicyName: 'bedrock-calls', PolicyDocument: CALLS_DOCUMENT }],
      [
        'CreateServiceSpecificCredential',
        { UserName: USER, ServiceName: 'bedrock.amazonaws.com', CredentialAgeDays: 90 },
      ],
    ]);
  });

  it('makes the token of alias and secret where IAM gives them apart, and asks for no age without one', async () => {
    const { keys, sent } = keysOver({
      CreateServiceSpecificCredential: () => ({
        ServiceSpecificCredential: {
          ...credential(USER, 'ACCA1'),
          ServiceCredentialAlias: 'BedrockAPIKey-ci-at-444455556666',
          ServiceCredentialSecret: 'x',
        },
      }),
    });
    expect((await keys.createKey(USER, undefined)).secret).to.equal(SECRET);
    expect(sent[0]?.[1]).to.not.have.property('CredentialAgeDays');
  });

  it('waits until IAM sees a new user', async () => {
    let calls = 0;
    const { keys, clock } = keysOver({ PutUserPolicy: () => ((calls += 1) < 4 ? absent() : {}) });
    await keys.grantCalls(USER);
    expect([calls, clock.now()]).to.deep.equal([4, 6000]);
  });

  it('gives up on a user that IAM never sees', async () => {
    const { keys, sent } = keysOver({ PutUserPolicy: absent });
    expect(await rejectionOf(keys.grantCalls(USER))).to.be.instanceOf(NoSuchEntityException);
    expect(sent).to.have.length(8);
  });

  it('finds a user with its tags, and none where there is none', async () => {
    const found = { User: { Arn: ARN, Tags: [{ Key: 'BedrockBudgeteer:Creation', Value: 'x' }] } };
    const { keys } = keysOver({ GetUser: () => found });
    expect(await keys.find(USER)).to.deep.equal({ arn: ARN, tags: { 'BedrockBudgeteer:Creation': 'x' } });
    expect(await keysOver({ GetUser: absent }).keys.find(USER)).to.equal(undefined);
  });

  it('lists the users below its path with their keys, on whatever page they are', async () => {
    const { keys, sent } = keysOver({
      ListUsers: ({ Marker }) =>
        Marker === undefined
          ? { Users: [{ UserName: USER, Arn: ARN }], IsTruncated: true, Marker: 'u2' }
          : { Users: [{ UserName: 'BedrockAPIKey-etl', Arn: `${ARN}-etl` }] },
      ListServiceSpecificCredentials: ({ Marker }) =>
        Marker === undefined
          ? {
              ServiceSpecificCredentials: [credential('somebody', 'ACCA0'), credential(USER, 'ACCA1')],
              IsTruncated: true,
              Marker: 'k2',
            }
          : { ServiceSpecificCredentials: [credential(USER, 'ACCA2', 'Inactive')] },
    });
    const users = await keys.usersBelow('/bedrock-budgeteer/dev/');
    expect(
      users.map((user) => [user.userName, ...user.keys.map(({ keyId, isActive }) => [keyId, isActive])]),
    ).to.deep.equal([[USER, ['ACCA1', true], ['ACCA2', false]], ['BedrockAPIKey-etl']]);
    expect(sent[0]?.[1]).to.include({ PathPrefix: '/bedrock-budgeteer/dev/' });
    expect(sent[2]?.[1]).to.include({ AllUsers: true, ServiceName: 'bedrock.amazonaws.com' });
  });

  it('deletes a user after all of its policies and groups', async () => {
    const { keys, sent } = keysOver({
      ListAttachedUserPolicies: () => ({ AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::444455556666:policy/deny' }] }),
      DetachUserPolicy: () => ({}),
      ListUserPolicies: () => ({ PolicyNames: ['bedrock-calls'] }),
      DeleteUserPolicy: absent,
      ListGroupsForUser: () => ({ Groups: [{ GroupName: 'data' }] }),
      RemoveUserFromGroup: () => ({}),
      DeleteUser: () => ({}),
    });
    await keys.deleteUser(USER);
    expect(sent.map(([name]) => name).filter((name) => !name.startsWith('List'))).to.deep.equal([
      'DetachUserPolicy',
      'DeleteUserPolicy',
      'RemoveUserFromGroup',
      'DeleteUser',
    ]);
  });

  it('counts what is gone already as deleted', async () => {
    const { keys } = keysOver({
      ListAttachedUserPolicies: absent,
      DeleteUser: absent,
      DeleteServiceSpecificCredential: absent,
      UpdateServiceSpecificCredential: absent,
      ListServiceSpecificCredentials: absent,
    });
    await keys.deleteUser(USER);
    await keys.deleteKey(USER, 'ACCA1');
    await keys.setActive(USER, 'ACCA1', false);
    expect(await keys.keysOf(USER)).to.deep.equal([]);
  });

  it('finds what else opens the account to a user', async () => {
    const { keys } = keysOver({
      ListAccessKeys: () => ({ AccessKeyMetadata: [{ AccessKeyId: 'AKIA1' }] }),
      ListServiceSpecificCredentials: () => ({
        ServiceSpecificCredentials: [
          credential(USER, 'ACCA1'),
          { ServiceName: 'codecommit.amazonaws.com', ServiceSpecificCredentialId: 'ACCA9' },
        ],
      }),
      GetLoginProfile: () => ({}),
    });
    expect(await keys.otherCredentials(USER)).to.deep.equal([
      'access key AKIA1',
      'credential ACCA9 of codecommit.amazonaws.com',
      'a password',
    ]);
  });

  it('grants what makes its user one that spends', () => {
    expect(grantsBedrock(CALLS_DOCUMENT)).to.equal('yes');
    expect(CALLS_DOCUMENT).to.not.match(/mantle|Job|Create|\*"\]/);
  });
});
