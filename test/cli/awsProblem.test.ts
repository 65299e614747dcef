import { expect } from 'chai';
import { askingAws, awsProblem } from '../../cli/awsProblem.js';
import { UserError } from '../../cli/userError.js';
import { rejectionOf } from '../rejection.js';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: {} });
}

describe('awsProblem', () => {
  const table: readonly (readonly [string, string, string])[] = [
    [
      'AccessDenied',
      'User: arn:aws:iam::1:user/x is not authorized to perform: iam:CreateUser on resource: y',
      'iam:CreateUser is not allowed: User: arn:aws:iam::1:user/x is not authorized to perform: iam:CreateUser on resource: y',
    ],
    ['AccessDeniedException', 'no', 'not allowed: no'],
    [
      'CredentialsProviderError',
      'Could not load credentials from any providers',
      'no AWS credentials; set AWS_PROFILE or sign in (Could not load credentials from any providers)',
    ],
    [
      'CredentialsProviderError',
      'The SSO session has expired.',
      'the AWS credentials have expired; sign in again, such as by `aws sso login` (The SSO session has expired.)',
    ],
    [
      'ExpiredToken',
      'The security token included in the request is expired',
      'the AWS credentials have expired; sign in again, such as by `aws sso login` (The security token included in the request is expired)',
    ],
    ['InvalidClientTokenId', 'invalid', 'AWS does not know these credentials: invalid'],
    [
      'LimitExceededException',
      'Cannot exceed quota for UsersPerAccount: 5000',
      'a quota of IAM is used up: Cannot exceed quota for UsersPerAccount: 5000',
    ],
    ['Throttling', 'Rate exceeded', 'AWS is asked too often; try again in a minute (Rate exceeded)'],
    ['Other', 'two\n  lines', 'Other: two lines'],
  ];
  for (const [name, message, problem] of table) {
    it(`says of ${name} in one line what helps: ${message.slice(0, 30).replace('\n', ' ')}`, async () => {
      expect(awsProblem(named(name, message))).to.equal(problem);
      const error = await rejectionOf(askingAws(() => Promise.reject(named(name, message))));
      expect(error).to.be.instanceOf(UserError).with.property('message', `AWS: ${problem}`);
    });
  }

  it('leaves a defect as it is', async () => {
    const defect = new TypeError('x is undefined');
    expect(await rejectionOf(askingAws(() => Promise.reject(defect)))).to.equal(defect);
  });
});
