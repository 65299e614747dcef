import { expect } from 'chai';
import fc from 'fast-check';
import { parseIamEvent, plainArn, type IamEvent } from '../../../domain/iam/iamEvent.js';
import type { IamChange } from '../../../domain/iam/iamChange.js';
import { ACCOUNT, eventFixture } from '../../events/fixture.js';

const ALLOW =
  '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["bedrock:InvokeModel*"], "Resource": "*"}]}';

const NADIA = { type: 'user', name: 'nadia' } as const;
const SUMMARISER = { type: 'role', name: 'summariser' } as const;
const PERSONS = `arn:aws:iam::${ACCOUNT}:policy/budgeteer-test-persons-1`;
const DENY = `arn:aws:iam::${ACCOUNT}:policy/budgeteer-test-deny`;

function parsed(event: unknown): IamEvent {
  const answer = parseIamEvent(event);
  if (answer.kind !== 'event') throw new Error(answer.reason);
  return answer.event;
}

describe('parseIamEvent', () => {
  const changes: readonly (readonly [string, IamChange])[] = [
    [
      'createUser',
      {
        type: 'UserCreated',
        userName: 'BedrockAPIKey-q7r8',
        arn: `arn:aws:iam::${ACCOUNT}:user/BedrockAPIKey-q7r8`,
        tags: [],
      },
    ],
    [
      'createUser-withPathAndTags',
      {
        type: 'UserCreated',
        userName: 'BedrockAPIKey-s9t0',
        arn: `arn:aws:iam::${ACCOUNT}:user/teams/search/BedrockAPIKey-s9t0`,
        tags: [
          { key: 'BedrockBudgeteer:LimitUsd', value: '12.50' },
          { key: 'team', value: 'search' },
        ],
      },
    ],
    ['createServiceSpecificCredential', { type: 'KeyCreated', userName: 'bedrock-batch' }],
    ['deleteServiceSpecificCredential', { type: 'KeyDeleted', userName: 'bedrock-batch' }],
    ['deleteUser', { type: 'PrincipalDeleted', holder: { type: 'user', name: 'BedrockAPIKey-q7r8' } }],
    ['deleteRole', { type: 'PrincipalDeleted', holder: { type: 'role', name: 'summariser' } }],
    ['updateUser', { type: 'UserRenamed', userName: 'BedrockAPIKey-q7r8', newName: 'BedrockAPIKey-v3w4' }],
    ['detachUserPolicy', { type: 'PolicyDetached', holder: NADIA, policyArn: DENY }],
    ['detachRolePolicy', { type: 'PolicyDetached', holder: SUMMARISER, policyArn: DENY }],
    ['createPolicyVersion', { type: 'PolicyDocumentChanged', policyArn: PERSONS }],
    ['setDefaultPolicyVersion', { type: 'PolicyDocumentChanged', policyArn: PERSONS }],
    ['deletePolicy', { type: 'PolicyDocumentChanged', policyArn: PERSONS }],
    ['detachRolePolicy-persons', { type: 'PolicyDetached', holder: SUMMARISER, policyArn: PERSONS }],
    ['deleteUserPermissionsBoundary', { type: 'BoundaryChanged', holder: NADIA }],
    ['putUserPermissionsBoundary', { type: 'BoundaryChanged', holder: NADIA }],
    ['putRolePermissionsBoundary', { type: 'BoundaryChanged', holder: SUMMARISER }],
    ['deleteRolePermissionsBoundary', { type: 'BoundaryChanged', holder: SUMMARISER }],
    [
      'attachUserPolicy',
      {
        type: 'PolicyAttached',
        holder: { type: 'user', name: 'BedrockAPIKey-q7r8' },
        policyArn: 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess',
      },
    ],
    [
      'attachRolePolicy',
      {
        type: 'PolicyAttached',
        holder: { type: 'role', name: 'summariser' },
        policyArn: `arn:aws:iam::${ACCOUNT}:policy/teams/SummariserModels`,
      },
    ],
    ['putUserPolicy', { type: 'PolicyPut', holder: { type: 'user', name: 'nadia' }, policyDocument: ALLOW }],
    ['putRolePolicy', { type: 'PolicyPut', holder: { type: 'role', name: 'summariser' }, policyDocument: ALLOW }],
  ];
  for (const [name, change] of changes) {
    it(`reads ${name}`, () => {
      const event = eventFixture(`cloudtrail/${name}`);
      expect(parsed(event)).to.deep.equal({
        eventId: event.detail['eventID'],
        at: Date.parse(String(event.detail['eventTime'])),
        accountId: ACCOUNT,
        partition: 'aws',
        ...change,
      });
    });
  }

  const ignored: readonly (readonly [string, unknown, string])[] = [
    ['a failed call', eventFixture('cloudtrail/createUser-failed'), 'the call failed: EntityAlreadyExistsException'],
    [
      "another service's credential",
      eventFixture('cloudtrail/createServiceSpecificCredential-codecommit'),
      "another service's credential",
    ],
    ['a call to Bedrock', eventFixture('cloudtrail/invokeModel'), 'not a call to IAM'],
    ['an event of ours', eventFixture('own/budgetOpened'), 'not a call to IAM'],
    [
      'another call to IAM',
      eventFixture('cloudtrail/createUser', { eventName: 'ListUsers' }),
      'a call that changes nothing here: ListUsers',
    ],
    [
      'a hostile name of a call',
      eventFixture('cloudtrail/createUser', { eventName: 'constructor\n'.repeat(999) }),
      'a call that changes nothing here: no word',
    ],
    [
      'no name of a call',
      eventFixture('cloudtrail/createUser', { eventName: undefined }),
      'a call that changes nothing here: no word',
    ],
  ];
  for (const [what, event, reason] of ignored) {
    it(`ignores ${what}`, () => {
      expect(parseIamEvent(event)).to.deep.equal({ kind: 'ignored', reason });
    });
  }

  const broken: readonly (readonly [unknown, string])[] = [
    [null, 'event: not an object'],
    [{ source: 'aws.iam' }, 'detail: not an object'],
    [eventFixture('cloudtrail/createUser', { eventID: '' }), 'detail.eventID: not an event id'],
    [eventFixture('cloudtrail/createUser', { eventID: 'x'.repeat(129) }), 'detail.eventID: not an event id'],
    [eventFixture('cloudtrail/createUser', { eventTime: 1 }), 'detail.eventTime: not an ISO 8601 instant'],
    [
      eventFixture('cloudtrail/createUser', { recipientAccountId: '44445555666' }),
      'detail.recipientAccountId: not an account id',
    ],
    [
      { detail: eventFixture('cloudtrail/createUser', { recipientAccountId: undefined }).detail },
      'detail.recipientAccountId: not an account id',
    ],
    [
      eventFixture('cloudtrail/createUser', { requestParameters: null }),
      'detail.requestParameters.userName: not a name',
    ],
    [
      eventFixture('cloudtrail/createUser', { responseElements: { user: { arn: 'arn:aws:iam::1:role/x' } } }),
      'detail.responseElements.user.arn: not the ARN of a user',
    ],
    [
      eventFixture('cloudtrail/deleteUser', { requestParameters: { userName: 'two\nlines' } }),
      'detail.requestParameters.userName: not a name',
    ],
    [
      eventFixture('cloudtrail/updateUser', { requestParameters: { newUserName: 'nadia' } }),
      'detail.requestParameters.userName: not a name',
    ],
    [
      eventFixture('cloudtrail/createServiceSpecificCredential', { requestParameters: { userName: 'nadia' } }),
      'detail.requestParameters.serviceName: missing',
    ],
    [
      eventFixture('cloudtrail/deleteServiceSpecificCredential', { requestParameters: {} }),
      'detail.requestParameters.userName: not a name',
    ],
    [
      eventFixture('cloudtrail/attachRolePolicy', { requestParameters: { roleName: 'summariser', policyArn: 'x' } }),
      'detail.requestParameters.policyArn: not the ARN of a policy',
    ],
    [
      eventFixture('cloudtrail/attachRolePolicy', { requestParameters: {} }),
      'detail.requestParameters.policyArn: not the ARN of a policy',
    ],
    [
      eventFixture('cloudtrail/createPolicyVersion', { requestParameters: { policyArn: 'x' } }),
      'detail.requestParameters.policyArn: not the ARN of a policy',
    ],
    [
      eventFixture('cloudtrail/createPolicyVersion', { requestParameters: {} }),
      'detail.requestParameters.policyArn: not the ARN of a policy',
    ],
    [
      eventFixture('cloudtrail/putRolePolicy', { requestParameters: { roleName: 'summariser' } }),
      'detail.requestParameters.policyDocument: missing',
    ],
    [
      eventFixture('cloudtrail/putRolePolicy', { requestParameters: { policyDocument: '{}' } }),
      'detail.requestParameters.roleName: not a name',
    ],
  ];
  for (const [event, reason] of broken) {
    it(`says what it cannot read: ${reason}`, () => {
      expect(parseIamEvent(event)).to.deep.equal({ kind: 'invalid', reason });
    });
  }

  it('takes the account of the envelope where the detail has none', () => {
    const event = eventFixture('cloudtrail/deleteUser', { recipientAccountId: undefined });
    expect(parsed(event).accountId).to.equal(ACCOUNT);
  });

  it('reads a user without an ARN, and leaves out a tag that is none', () => {
    const requestParameters = { userName: 'BedrockAPIKey-1', tags: [{ key: 'a' }, 'b', { value: 'c' }] };
    const event = parsed(eventFixture('cloudtrail/createUser', { requestParameters, responseElements: null }));
    expect(event).to.deep.include({ userName: 'BedrockAPIKey-1', tags: [{ key: 'a', value: '' }] });
    expect(event).not.to.have.property('arn');
  });

  const renamed: readonly (readonly [string, unknown, string])[] = [
    ['only the path', { userName: 'nadia', newPath: '/teams/' }, 'nadia'],
    ['to no text', { userName: 'nadia', newUserName: 7 }, 'nadia'],
    ['to no name', { userName: 'nadia', newUserName: 'two\nlines' }, 'nadia'],
    ['to nothing', { userName: 'nadia', newUserName: '' }, 'nadia'],
    ['path and name', { userName: 'nadia', newPath: '/teams/', newUserName: 'nadia.k' }, 'nadia.k'],
  ];
  for (const [what, requestParameters, newName] of renamed) {
    it(`reads a change of a user: ${what}`, () => {
      const event = parsed(eventFixture('cloudtrail/updateUser', { requestParameters }));
      expect(event).to.include({ type: 'UserRenamed', userName: 'nadia', newName });
    });
  }

  it('takes the caller for the owner of a deleted key where the call names nobody', () => {
    const event = eventFixture('cloudtrail/deleteServiceSpecificCredential', {
      requestParameters: { serviceSpecificCredentialId: 'ACCAXKIVLFEG7EXAMPLE1' },
      userIdentity: { type: 'IAMUser', userName: 'nadia' },
    });
    expect(parsed(event)).to.include({ type: 'KeyDeleted', userName: 'nadia' });
  });

  const partitions: readonly (readonly [string | undefined, string | undefined, string])[] = [
    ['arn:aws-us-gov:iam::444455556666:user/nadia', 'us-east-1', 'aws-us-gov'],
    [undefined, 'us-gov-west-1', 'aws-us-gov'],
    [undefined, 'cn-north-1', 'aws-cn'],
    [undefined, 'us-iso-east-1', 'aws-iso'],
    [undefined, 'us-isob-east-1', 'aws-iso-b'],
    [undefined, 'eusc-de-east-1', 'aws-eusc'],
    [undefined, 'eu-west-1', 'aws'],
    ['no arn', undefined, 'aws'],
  ];
  for (const [arn, awsRegion, partition] of partitions) {
    it(`finds ${partition} by ${arn ?? awsRegion ?? 'nothing'}`, () => {
      const event = eventFixture('cloudtrail/deleteUser', { userIdentity: { arn }, awsRegion });
      expect(parsed(event).partition).to.equal(partition);
    });
  }

  it('finds the partition by the Region of the envelope as a last resort', () => {
    const { detail } = eventFixture('cloudtrail/deleteUser', { userIdentity: {}, awsRegion: undefined });
    expect(parsed({ detail, region: 'cn-north-1' }).partition).to.equal('aws-cn');
    expect(parsed({ detail }).partition).to.equal('aws');
  });

  it('is total: any JSON value gets an answer', () => {
    const eventName = fc.constantFrom('CreateUser', 'DeleteServiceSpecificCredential', 'PutRolePolicy', 'x');
    const fields = { eventName, requestParameters: fc.jsonValue(), responseElements: fc.jsonValue() };
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record(fields)), (value) => {
        for (const event of [
          value,
          { detail: value },
          eventFixture('cloudtrail/createUser', { ...(value as object) }),
        ]) {
          expect(['event', 'ignored', 'invalid']).to.include(parseIamEvent(event).kind);
        }
      }),
    );
  });
});

describe('plainArn', () => {
  it('names a user of the account without a path', () => {
    const call = { eventId: 'e', at: 0, accountId: ACCOUNT, partition: 'aws-cn' };
    expect(plainArn(call, NADIA)).to.equal(`arn:aws-cn:iam::${ACCOUNT}:user/nadia`);
  });
});
