import { expect } from 'chai';
import { awsProblem, naming, problemOf } from '../../../cli/stack/awsProblem.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import { UserError } from '../../../cli/userError.js';
import { rejectionOf } from '../../rejection.js';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: {} });
}

const LOG_IN = 'log in again (`aws sso login`), or set AWS_PROFILE';
const POLICIES = 'docs/permissions.md has policies for readers and operators';

describe('awsProblem', () => {
  const table: readonly (readonly [string, string, string])[] = [
    [
      'AccessDenied',
      'User: arn:aws:iam::1:user/x is not authorized to perform: iam:CreateUser on resource: y because no policy',
      `these credentials lack iam:CreateUser on y; ${POLICIES}`,
    ],
    [
      'AccessDeniedException',
      'User: x is not authorized to perform: iam:ListUsers',
      `these credentials lack iam:ListUsers; ${POLICIES}`,
    ],
    ['AccessDeniedException', 'no', 'not allowed: no'],
    ['CredentialsProviderError', 'Could not load credentials from any providers', `no credentials: ${LOG_IN}`],
    ['CredentialsProviderError', 'The SSO session has expired.', `the credentials have expired: ${LOG_IN}`],
    ['ExpiredToken', 'The security token is expired', `the credentials have expired: ${LOG_IN}`],
    ['InvalidClientTokenId', 'invalid', `these credentials are not known: ${LOG_IN}`],
    [
      'LimitExceededException',
      'Cannot exceed quota for UsersPerAccount: 5000',
      'a quota is used up: Cannot exceed quota for UsersPerAccount: 5000',
    ],
    ['Throttling', 'Rate exceeded', 'it is asked too often; try again in a minute'],
    ['Other', 'two\n  lines', 'Other: two lines'],
  ];
  for (const [name, message, problem] of table) {
    it(`says of ${name} in one line what helps: ${message.slice(0, 30).replace('\n', ' ')}`, async () => {
      expect(awsProblem(named(name, message))).to.equal(`AWS: ${problem}`);
      const error = await rejectionOf(naming(Promise.reject(named(name, message))));
      expect(error).to.be.instanceOf(UserError).with.property('message', `AWS: ${problem}`);
    });
  }

  it('knows a network that does not answer, which is no missing file', () => {
    const coded = (code: string): Error => Object.assign(new Error(`x ${code}`), { code });
    expect(awsProblem(coded('ENOTFOUND'))).to.equal(
      'AWS: no answer: x ENOTFOUND; is there a network, and is the Region right?',
    );
    expect(awsProblem(coded('ENOENT'))).to.equal(undefined);
  });

  it('says what a service answered that it never should', () => {
    expect(awsProblem(new ServiceError('DynamoDB', 'budgets: 3 keys stay unread'))).to.equal(
      'AWS: DynamoDB: budgets: 3 keys stay unread',
    );
  });

  it('leaves a defect as it is', async () => {
    const defect = new TypeError('x is undefined');
    expect(await rejectionOf(naming(Promise.reject(defect)))).to.equal(defect);
  });
});

describe('problemOf', () => {
  it('has a text for every error', () => {
    expect(problemOf(named('Throttling', 'Rate exceeded'))).to.match(/^AWS: it is asked too often/);
    expect(problemOf(new UserError('interrupted'))).to.equal('interrupted');
    expect(problemOf(new TypeError('x is\nundefined'))).to.equal('TypeError: x is undefined');
    expect(problemOf('x')).to.equal('x');
  });
});
