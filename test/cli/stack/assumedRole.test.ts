import { expect } from 'chai';
import { naming } from '../../../cli/stack/awsProblem.js';
import { openAwsStack } from '../../../cli/stack/awsStack.js';
import { UserError } from '../../../cli/userError.js';
import { rejectionOf } from '../../rejection.js';
import { startAccount, withEnvironment, type AwsAccount } from './awsAccount.js';
import { OUTPUTS } from './stackOutputs.js';

const ELSEWHERE = {
  ...OUTPUTS,
  accountId: '111122223333',
  denyPolicy: 'arn:aws-us-gov:iam::111122223333:policy/deny',
} as const;

describe('a stack in another account', () => {
  let account: AwsAccount;
  beforeEach(async () => {
    account = await startAccount(OUTPUTS.accountId);
  });
  afterEach(() => account.close());
  withEnvironment(() => ({
    AWS_ENDPOINT_URL: account.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_MAX_ATTEMPTS: '1',
  }));

  it('is opened by a role there, in its partition, under the name of who asks', async () => {
    const stack = await openAwsStack(ELSEWHERE, 'readers/BudgetReader');
    expect(stack.accountId).to.equal('111122223333');
    expect(account.assumed).to.deep.equal([
      'arn:aws-us-gov:iam::111122223333:role/readers/BudgetReader as budgeteer-olga',
    ]);
  });

  it('is not opened where the role may not be assumed', async () => {
    const message = 'User: x is not authorized to perform: sts:AssumeRole on resource: y';
    account.errors.set('AssumeRole', { status: 403, name: 'AccessDenied', message });
    const failure = await rejectionOf(naming(openAwsStack(ELSEWHERE, 'BudgetReader')));
    expect(failure).to.be.instanceOf(UserError);
    expect(failure.message).to.contain('sts:AssumeRole on y');
  });

  it('asks for no role by a name that IAM does not have', async () => {
    const failure = await rejectionOf(openAwsStack(ELSEWHERE, 'a role'));
    expect(failure).to.be.instanceOf(UserError);
    expect(failure.message).to.equal('--assume-role: a role is not the name of a role');
    expect(account.assumed).to.deep.equal([]);
  });
});
