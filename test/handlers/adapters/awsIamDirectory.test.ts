import { IAMClient, NoSuchEntityException, type Tag } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import sinon from 'sinon';
import { AwsIamDirectory } from '../../../handlers/adapters/awsIamDirectory.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import type { IamDirectory } from '../../../handlers/ports/iamDirectory.js';

type Input = Readonly<Record<string, unknown>>;
type Answer = (input: Input) => unknown;

const POLICY_ARN = 'arn:aws:iam::444455556666:policy/models';
const USER_ARN = 'arn:aws:iam::444455556666:user/teams/nadia';
const ROLE_ARN = 'arn:aws:iam::444455556666:role/teams/summariser';
const DOCUMENT = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]} + 100 %';

/** A directory over a client that answers by the name of the command; `sent` is what it was asked. */
function directoryOver(answers: Readonly<Record<string, Answer>>): {
  readonly directory: IamDirectory;
  readonly sent: readonly (readonly [string, Input])[];
} {
  const client = new IAMClient({ region: 'us-east-1' });
  const sent: (readonly [string, Input])[] = [];
  const send = sinon.stub(client, 'send') as unknown as sinon.SinonStub<[{ readonly input: object }], Promise<unknown>>;
  send.callsFake((command) => {
    const name = command.constructor.name.replace('Command', '');
    const input: Input = { ...command.input };
    sent.push([name, input]);
    const answer = answers[name];
    if (answer === undefined) return Promise.reject(new Error(`unexpected ${name}`));
    return Promise.resolve().then(() => answer(input));
  });
  return { directory: new AwsIamDirectory(client), sent };
}

function absent(): never {
  throw new NoSuchEntityException({ message: 'no', $metadata: {} });
}

function throttled(): never {
  throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const policy = { GetPolicy: () => ({ Policy: { DefaultVersionId: 'v3' } }) };
const version =
  (Document: unknown): Answer =>
  () => ({ PolicyVersion: { Document } });

describe('AwsIamDirectory', () => {
  const lookups: readonly (readonly [string, string, (directory: IamDirectory) => Promise<unknown>])[] = [
    ['userArn', 'GetUser', (directory) => directory.userArn('nadia')],
    ['roleArn', 'GetRole', (directory) => directory.roleArn('summariser')],
    ['policyDocument', 'GetPolicy', (directory) => directory.policyDocument(POLICY_ARN)],
    ['tag of a user', 'ListUserTags', (directory) => directory.tag('user', 'nadia', 'k')],
    ['tag of a role', 'ListRoleTags', (directory) => directory.tag('role', 'summariser', 'k')],
  ];
  for (const [what, command, look] of lookups) {
    it(`knows no ${what} of what does not exist`, async () => {
      expect(await look(directoryOver({ [command]: absent }).directory)).to.equal(undefined);
    });

    it(`throws every other fault of ${what}`, async () => {
      const error = await failure(look(directoryOver({ [command]: throttled }).directory));
      expect(error).to.have.property('name', 'ThrottlingException');
    });
  }
  for (const [what, command, look] of lookups.slice(0, 3)) {
    it(`does not take an answer without ${what} for an absent one`, async () => {
      const error = await failure(look(directoryOver({ [command]: () => ({}) }).directory));
      expect(error).to.be.instanceOf(ServiceError).with.property('message').that.includes(command);
    });
  }

  it('finds the ARNs of a user and of a role, with their paths', async () => {
    const { directory, sent } = directoryOver({
      GetUser: () => ({ User: { Arn: USER_ARN } }),
      GetRole: () => ({ Role: { Arn: ROLE_ARN } }),
    });
    expect(await directory.userArn('nadia')).to.equal(USER_ARN);
    expect(await directory.roleArn('summariser')).to.equal(ROLE_ARN);
    expect(sent).to.deep.equal([
      ['GetUser', { UserName: 'nadia' }],
      ['GetRole', { RoleName: 'summariser' }],
    ]);
  });

  it('reads the default version of a policy, decoded', async () => {
    const { directory, sent } = directoryOver({ ...policy, GetPolicyVersion: version(encodeURIComponent(DOCUMENT)) });
    expect(await directory.policyDocument(POLICY_ARN)).to.equal(DOCUMENT);
    expect(sent).to.deep.equal([
      ['GetPolicy', { PolicyArn: POLICY_ARN }],
      ['GetPolicyVersion', { PolicyArn: POLICY_ARN, VersionId: 'v3' }],
    ]);
  });

  const versions: readonly (readonly [string, Answer])[] = [
    ['without a document', version(undefined)],
    ['that is not URL-encoded', version('100%')],
  ];
  for (const [what, answer] of versions) {
    it(`throws on a policy version ${what}`, async () => {
      const { directory } = directoryOver({ ...policy, GetPolicyVersion: answer });
      expect(await failure(directory.policyDocument(POLICY_ARN))).to.be.instanceOf(ServiceError);
    });
  }

  it('throws when the version goes between the two calls, so that it is tried again', async () => {
    const { directory } = directoryOver({ ...policy, GetPolicyVersion: absent });
    expect(await failure(directory.policyDocument(POLICY_ARN))).to.be.instanceOf(NoSuchEntityException);
  });

  for (const type of ['user', 'role'] as const) {
    it(`finds a tag of a ${type} on whatever page it is`, async () => {
      const pages: Readonly<Record<string, readonly Tag[]>> = {
        first: [{ Key: 'a', Value: '1' }],
        second: [{ Key: 'b', Value: '2' }],
      };
      const list: Answer = ({ Marker }) =>
        Marker === 'second' ? { Tags: pages['second'] } : { Tags: pages['first'], IsTruncated: true, Marker: 'second' };
      const { directory, sent } = directoryOver({ ListUserTags: list, ListRoleTags: list });
      expect(await directory.tag(type, 'x', 'b')).to.equal('2');
      expect(await directory.tag(type, 'x', 'a')).to.equal('1');
      expect(await directory.tag(type, 'x', 'c')).to.equal(undefined);
      expect(sent.map(([, { Marker }]) => Marker)).to.deep.equal([undefined, 'second', undefined, undefined, 'second']);
    });
  }
});
