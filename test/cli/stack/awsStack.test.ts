import { expect } from 'chai';
import { openAwsStack } from '../../../cli/stack/awsStack.js';
import { naming } from '../../../cli/stack/awsProblem.js';
import { UserError } from '../../../cli/userError.js';
import { rejectionOf } from '../../rejection.js';
import { startAccount, withEnvironment, type AwsAccount, type AwsError } from './awsAccount.js';
import { OUTPUTS } from './stackOutputs.js';

const INPUT = { operation: 'refresh', principalId: 'person/ana' } as const;

describe('a deployed stack', () => {
  let account: AwsAccount;
  beforeEach(async () => {
    account = await startAccount(OUTPUTS.accountId);
    account.parameters.set('/bedrock-budgeteer/dev/budgetLimitUsd', '5');
    account.parameters.set('/bedrock-budgeteer/dev/overrides/warnPercent', '60');
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

  it('is opened by whoever has credentials of its account', async () => {
    const stack = await openAwsStack(OUTPUTS);
    expect(await stack.caller()).to.equal('arn:aws:sts::444455556666:assumed-role/Operator/olga');
    const { name, accountId, homeRegion, regions } = stack;
    expect([name, accountId, homeRegion, regions]).to.deep.equal([
      'dev',
      '444455556666',
      'us-east-1',
      ['us-east-1', 'eu-west-1'],
    ]);
    expect(stack.readUnits()).to.equal(0);
  });

  it('is not opened by credentials of another account', async () => {
    const failure = await rejectionOf(openAwsStack({ ...OUTPUTS, accountId: '111122223333' }));
    expect(failure).to.be.instanceOf(UserError);
    expect(failure.message).to.equal('stack dev is in account 111122223333, and these credentials are of 444455556666');
  });

  it('has the settings of its parameters, of every page', async () => {
    for (let rule = 1; rule <= 25; rule += 1) {
      const text = `{"order":${rule},"match":["role/r${rule}"],"limitUsd":"5"}`;
      account.parameters.set(`/bedrock-budgeteer/dev/budgets/r${rule}`, text);
    }
    const stack = await openAwsStack(OUTPUTS);
    expect((await stack.settings()).rules).to.have.length(25);
    const { deployed, overrides } = await stack.storedSettings();
    expect(deployed).to.include({ budgetLimitUsd: '5' });
    expect(overrides).to.deep.equal({ warnPercent: '60' });
  });

  it('puts an override, over an older one, and removes it, also where there is none', async () => {
    const { overrides } = await openAwsStack(OUTPUTS);
    await overrides.put('warnPercent', '65');
    await overrides.put('budgets/developers', '{"limitUsd":75}');
    expect(account.parameters.get('/bedrock-budgeteer/dev/overrides/warnPercent')).to.equal('65');
    expect(account.parameters.get('/bedrock-budgeteer/dev/overrides/budgets/developers')).to.equal('{"limitUsd":75}');
    await overrides.remove('warnPercent');
    await overrides.remove('warnPercent');
    expect([...account.parameters.keys()]).to.deep.equal([
      '/bedrock-budgeteer/dev/budgetLimitUsd',
      '/bedrock-budgeteer/dev/overrides/budgets/developers',
    ]);
  });

  it('asks its own budget-status, and gives its answer', async () => {
    const stack = await openAwsStack(OUTPUTS);
    expect(await stack.operate(INPUT)).to.deep.equal({ verdict: 'done' });
    account.answer = { payload: '{"verdict":"not-needed","reason":"it is active"}' };
    expect(await stack.operate(INPUT)).to.deep.equal({ verdict: 'not-needed', reason: 'it is active' });
    expect(account.invocations).to.deep.equal(
      [1, 2].map(() => ({ functionArn: OUTPUTS.budgetStatusFunction, input: INPUT })),
    );
  });

  for (const lost of ['answer', 'service'] as const) {
    it(`asks once where the ${lost} is lost, and says that it may have been done`, async () => {
      process.env['AWS_MAX_ATTEMPTS'] = '3';
      const stack = await openAwsStack(OUTPUTS);
      if (lost === 'answer') account.answer = { payload: '', isLost: true };
      else account.errors.set('Invoke', { status: 503, name: 'ServiceException', message: 'later' });
      const failure = await rejectionOf(stack.operate(INPUT));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.match(
        /^no answer of budget-status, which may have done it: look with `budgeteer show`/,
      );
      expect(account.invocations).to.have.length(lost === 'answer' ? 1 : 0);
    });
  }

  const failures: readonly (readonly [AwsAccount['answer'], string])[] = [
    [
      { payload: '{"errorType":"UnreadableEventError","errorMessage":"by: not a text"}', functionError: 'Unhandled' },
      'budget-status: by: not a text',
    ],
    [{ payload: '{"errorMessage":5}', functionError: 'Unhandled' }, 'budget-status: no answer'],
    [{ payload: 'null' }, 'budget-status: no answer'],
    [
      { payload: '{"errorMessage":"2026 Task timed out after 30.00 seconds"}', functionError: 'Unhandled' },
      'budget-status: 2026 Task timed out after 30.00 seconds',
    ],
  ];
  for (const [answer, problem] of failures) {
    it(`says ${problem} where the function answers ${answer.payload || 'nothing'}`, async () => {
      const stack = await openAwsStack(OUTPUTS);
      account.answer = answer;
      const failure = await rejectionOf(stack.operate(INPUT));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.equal(problem);
    });
  }

  type Act = (stack: Awaited<ReturnType<typeof openAwsStack>>) => Promise<unknown>;
  const denied = (action: string): AwsError => ({
    status: 400,
    name: 'AccessDeniedException',
    message: `User: x is not authorized to perform: ${action} on resource: y because no identity-based policy allows it`,
  });
  const refusals: readonly (readonly [string, string, Act])[] = [
    ['GetParametersByPath', 'ssm:GetParametersByPath', (stack) => stack.settings()],
    ['PutParameter', 'ssm:PutParameter', (stack) => stack.overrides.put('warnPercent', '1')],
    ['DeleteParameter', 'ssm:DeleteParameter', (stack) => stack.overrides.remove('warnPercent')],
    ['Invoke', 'lambda:InvokeFunction', (stack) => stack.operate(INPUT)],
  ];
  for (const [operation, action, act] of refusals) {
    it(`names ${action} where it is denied`, async () => {
      account.errors.set(operation, denied(action));
      const stack = await openAwsStack(OUTPUTS);
      const failure = await rejectionOf(naming(act(stack)));
      expect(failure).to.be.instanceOf(UserError);
      expect(failure.message).to.contain(`AWS: these credentials lack ${action} on y; docs/permissions.md`);
    });
  }

  it('says that credentials have expired, as STS says it', async () => {
    account.errors.set('GetCallerIdentity', { status: 403, name: 'ExpiredToken', message: 'The token is expired' });
    const failure = await rejectionOf(naming(openAwsStack(OUTPUTS)));
    expect(failure).to.be.instanceOf(UserError);
    expect(failure.message).to.match(/^AWS: the credentials have expired: log in again/);
  });

  it('says so where the settings are in another Region', async () => {
    account.parameters.clear();
    const stack = await openAwsStack(OUTPUTS);
    const failure = await rejectionOf(naming(stack.settings()));
    expect(failure).to.be.instanceOf(UserError);
    expect(failure.message).to.contain('no setting is deployed below /bedrock-budgeteer/dev/');
  });
});
