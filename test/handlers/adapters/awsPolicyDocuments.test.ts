import { IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { AwsPolicyDocuments } from '../../../handlers/adapters/awsPolicyDocuments.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

const ARN = 'arn:aws:iam::444455556666:policy/bedrock-budgeteer-dev-persons-1';
const DOCUMENT = '{"Version":"2012-10-17"}';

/** IAM with these versions of one policy, the default first. A new version fails as told. */
function documentsOver(versions: readonly string[], failure?: Error) {
  const Versions = versions.map((VersionId, index) => ({ VersionId, IsDefaultVersion: index === 0 }));
  const { client, inputs } = clientAnswering(IAMClient, (input) => {
    if ('PolicyDocument' in input && failure !== undefined) return failure;
    return 'VersionId' in input || 'PolicyDocument' in input ? {} : { Versions };
  });
  return { documents: new AwsPolicyDocuments(client), inputs };
}

const LIST = { PolicyArn: ARN };
const CREATE = { PolicyArn: ARN, PolicyDocument: DOCUMENT, SetAsDefault: true };

describe('AwsPolicyDocuments', () => {
  const rooms: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['deletes nothing while there is room', ['v1'], []],
    ['deletes nothing of four', ['v4', 'v3', 'v2', 'v1'], []],
    ['deletes the oldest of five', ['v5', 'v4', 'v3', 'v2', 'v1'], ['v1']],
    ['takes v12 for newer than v9', ['v13', 'v12', 'v11', 'v10', 'v9'], ['v9']],
    ['in whatever order they come', ['v13', 'v9', 'v12', 'v10', 'v11'], ['v9']],
    ['never deletes the default, be it the oldest', ['v2', 'v9', 'v8', 'v10', 'v11'], ['v8']],
  ];
  for (const [what, versions, deleted] of rooms) {
    it(`makes a new default version, and ${what}`, async () => {
      const { documents, inputs } = documentsOver(versions);
      expect(await documents.writePolicyDocument(ARN, DOCUMENT)).to.equal('done');
      const deletions = deleted.map((VersionId) => ({ PolicyArn: ARN, VersionId }));
      expect(inputs).to.deep.equal([LIST, ...deletions, CREATE]);
    });
  }

  const failures: readonly (readonly [string, Error])[] = [
    ['absent', new NoSuchEntityException({ message: 'no', $metadata: {} })],
    ['refused', Object.assign(new Error('no'), { name: 'AccessDenied' })],
    ['refused', Object.assign(new Error('no'), { name: 'AccessDeniedException' })],
  ];
  for (const [answer, failure] of failures) {
    it(`answers ${answer} to ${failure.name}`, async () => {
      expect(await documentsOver(['v1'], failure).documents.writePolicyDocument(ARN, DOCUMENT)).to.equal(answer);
    });
  }

  it('throws what else IAM says, and on an answer without versions', async () => {
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    const { documents } = documentsOver(['v1'], throttled);
    expect(await rejectionOf(documents.writePolicyDocument(ARN, DOCUMENT))).to.equal(throttled);
    const { client } = clientAnswering(IAMClient, () => ({}));
    const failure = await rejectionOf(new AwsPolicyDocuments(client).writePolicyDocument(ARN, DOCUMENT));
    expect(failure).to.be.instanceOf(ServiceError);
  });

  it('reads the default version', async () => {
    const { client, inputs } = clientAnswering(IAMClient, (input) =>
      'VersionId' in input
        ? { PolicyVersion: { Document: encodeURIComponent(DOCUMENT) } }
        : { Policy: { DefaultVersionId: 'v7' } },
    );
    expect(await new AwsPolicyDocuments(client).policyDocument(ARN)).to.equal(DOCUMENT);
    expect(inputs).to.deep.equal([LIST, { PolicyArn: ARN, VersionId: 'v7' }]);
  });
});
