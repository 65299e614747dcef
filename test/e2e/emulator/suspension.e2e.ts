import { expect } from 'chai';
import { runProgram } from '../../../local/engine/runProgram.js';
import type { Plan } from '../../../local/engine/plan.js';
import { Account } from './account.js';
import { connect } from './aws.js';
import { deploy, type Deployment } from './deploy.js';
import { hasEmulator, startEmulator, type Emulator } from './emulator.js';
import { eventually } from './eventually.js';

const STACK = 'dev';
const USER = 'alice';
const LIMITED = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const HAD = [LIMITED, READ_ONLY];
const INVOKE = 'bedrock:InvokeModel';

/** 5.01 USD: 2,000 tokens in at 5 and 200,000 out at 25 USD a million. */
const CALL = { modelId: 'global.anthropic.claude-opus-4-7', operation: 'InvokeModel', input: 2000, output: 200_000 };
const COST_OF_CALL = '5.01';

describe('the stack on an emulated account', () => {
  let emulator: Emulator | undefined;
  let plan: Plan;
  let deployment: Deployment;
  let account: Account;
  let principalId: string;
  let inbox: string;

  before(async function () {
    if (!hasEmulator()) {
      console.log('      skipped: ministack is not on PATH (pip install ministack==1.5.33)');
      this.skip();
    }
    plan = await runProgram({ folder: '.', stack: STACK, mode: 'resolved', bundles: true });
    emulator = await startEmulator();
    const aws = connect(emulator.endpoint);
    deployment = await deploy(plan, aws);
    account = new Account(aws);
    principalId = await account.createUser(USER, HAD);
    inbox = await account.listenTo(outputsOf('aws:sns/topic:Topic', 'arn'));
    await account.changeSetting(output('settings'), 'gracePeriodSeconds', '1');
  });

  afterEach(function () {
    if (this.currentTest?.isFailed() && emulator !== undefined) console.log(problemsIn(emulator.log()));
  });

  after(() => emulator?.stop());

  function output(name: string): string {
    const value = plan.outputs[name];
    if (typeof value !== 'string') throw new Error(`the stack has no output ${name}`);
    return deployment.real(value);
  }

  function outputsOf(type: string, name: string): readonly string[] {
    const values = plan.resources.filter((resource) => resource.type === type).map(({ outputs }) => outputs[name]);
    return values.filter((value) => typeof value === 'string').map(deployment.real);
  }

  async function becomes(status: string): Promise<void> {
    await eventually(`${USER} ${status}`, async () =>
      (await account.budgetOf(output('userBudgetsTable'), principalId, 'status')) === status ? status : undefined,
    );
  }

  it('is deployed whole', () => {
    expect(deployment.count).to.equal(plan.resources.filter(({ type }) => type.startsWith('aws:')).length);
  });

  it('lets the user call before', async () => {
    expect(await account.decisionOn(INVOKE, principalId)).to.equal('allowed');
  });

  it('charges a call that Firehose delivers', async () => {
    const call = {
      ...CALL,
      at: new Date(),
      requestId: '0d9c2f7e-5b1a-4c3d-8e9f-000000000001',
      identityArn: principalId,
    };
    const [deliveryStream = ''] = outputsOf('aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream', 'name');
    await account.deliver(deliveryStream, [call]);
    const spent = await eventually('the charge', () =>
      account.budgetOf(output('userBudgetsTable'), principalId, 'spent_usd'),
    );
    expect(spent).to.equal(COST_OF_CALL);
  });

  it('suspends the user over the limit: the Deny comes, the policy of Bedrock goes', async () => {
    await becomes('suspended');
    expect(await account.policiesOf(USER)).to.deep.equal([output('denyPolicy'), READ_ONLY].sort());
    expect(await account.decisionOn(INVOKE, principalId)).to.equal('explicitDeny');
  });

  it('gives everything back when an operator restores the access', async () => {
    await account.invoke(output('budgetStatusFunction'), { operation: 'restore-by-hand', principalId });
    await becomes('active');
    expect(await account.policiesOf(USER)).to.deep.equal([...HAD].sort());
    expect(await account.decisionOn(INVOKE, principalId)).to.equal('allowed');
  });

  it('ends both workflows, and tells people of both', async () => {
    for (const workflow of ['suspensionWorkflow', 'restorationWorkflow']) {
      const ended = await eventually(`the end of ${workflow}`, async () => {
        const statuses = await account.executions(output(workflow));
        return statuses.includes('RUNNING') ? undefined : statuses;
      });
      expect(ended, workflow).to.deep.equal(['SUCCEEDED']);
    }
    await eventually('both messages', async () => {
      const told = (await account.messagesIn(inbox)).join('\n');
      return told.includes('is suspended from Bedrock') && told.includes('has its Bedrock access back')
        ? told
        : undefined;
    });
  });

  it('writes the audit log, and leaves no message in a queue for failures', async () => {
    const queues = outputsOf('aws:sqs/queue:Queue', 'url');
    expect(queues).to.have.length.greaterThan(2);
    for (const url of queues) expect(await account.messagesIn(url), url).to.deep.equal([]);
    const [table = ''] = outputsOf('aws:dynamodb/table:Table', 'name').filter((name) => name.endsWith('-audit-logs'));
    await eventually('the audit entries', async () => {
      const types = await account.column(table, 'event_type');
      return ['SuspensionCompleted', 'AccessRestored'].every((type) => types.includes(type)) ? types : undefined;
    });
  });
});

/** The end of what the emulator wrote, without what went well. */
function problemsIn(log: string): string {
  return log
    .split('\n')
    .filter((line) => /error|warn|traceback|exception/i.test(line))
    .slice(-30)
    .join('\n');
}
