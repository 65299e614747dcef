import type { IAMClient } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { runInventory } from '../../../cli/commands/inventory.js';
import { runKeysCreate, runKeysList, runKeysRevoke, runKeysRotate } from '../../../cli/commands/keys.js';
import { AwsAccess } from '../../../cli/inventory/awsAccess.js';
import { AwsKeys } from '../../../cli/keys/awsKeys.js';
import { readSettings } from '../../../domain/settings/settings.js';
import { SystemClock } from '../../../handlers/adapters/systemClock.js';
import { EXAMPLE_ACCOUNT } from '../../../local/world/logs/invocationRecord.js';
import type { Stack } from '../../../cli/stack/stack.js';
import { captured } from '../../cli/captured.js';
import { rejectionOf } from '../../rejection.js';
import { Account } from './account.js';
import { connect } from './aws.js';
import { withCredentials } from './credentials.js';
import { hasEmulator, startEmulator, type Emulator } from './emulator.js';

const ARN = `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/bedrock-budgeteer/dev/BedrockAPIKey-ci`;
const CREATE = { limit: '25', expires: '90d', yes: true } as const;

describe('budgeteer keys and inventory on an emulated account', () => {
  let emulator: Emulator | undefined;
  let iam: IAMClient;
  let account: Account;
  const operations: unknown[] = [];
  const clock = new SystemClock();
  const settings = readSettings({});
  const stack = {
    name: 'dev',
    accountId: EXAMPLE_ACCOUNT,
    clock,
    budgets: { read: () => Promise.resolve(new Map()) },
    settings: () => Promise.resolve(settings.kind === 'invalid' ? undefined : settings.settings),
    caller: () => Promise.resolve(`arn:aws:iam::${EXAMPLE_ACCOUNT}:user/lead`),
    operate: (input: unknown) => {
      operations.push(input);
      return Promise.resolve({ verdict: 'done' });
    },
    reach: { kind: 'aws' },
  } as unknown as Stack;

  before(async function () {
    if (!hasEmulator()) {
      console.log('      skipped: ministack is not on PATH (pip install ministack==1.5.33)');
      this.skip();
    }
    emulator = await startEmulator();
    const aws = connect(emulator.endpoint);
    iam = aws.iam;
    account = new Account(aws);
  });

  after(() => emulator?.stop());

  type Run = (output: ReturnType<typeof captured>['output'], keys: AwsKeys) => Promise<number>;

  async function run(command: Run, client = withCredentials(iam)): Promise<string> {
    const { output, text } = captured();
    expect(await command(output, new AwsKeys(client, clock))).to.equal(0);
    return text();
  }

  const list = (): Promise<string> => run((output, keys) => runKeysList(stack, {}, output, keys));

  /** The emulator's policy simulator knows users by ARNs without a path. */
  const decisionOn = (action: string): Promise<string | undefined> =>
    account.decisionOn(action, `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/BedrockAPIKey-ci`);

  it('takes the user and its limit back when IAM makes no key', async () => {
    // The emulator knows no service-specific credentials.
    const creating = run((output, keys) => runKeysCreate(stack, 'ci', CREATE, output, keys), iam);
    expect((await rejectionOf(creating)).message).to.match(/^create its key: AWS: .*LEFT, .*: the keys of user/);
    expect(operations).to.have.length(2);
    expect(operations[1]).to.include({ operation: 'clear-overrides', principalId: ARN });
    expect(await list()).to.match(/^no keys/);
  });

  it('creates a user that may call models and start no jobs', async () => {
    const text = await run((output, keys) => runKeysCreate(stack, 'ci', CREATE, output, keys));
    expect(text).to.match(/^created key ci, of user BedrockAPIKey-ci\n/);
    expect(operations.at(-1)).to.include({ operation: 'set-limit', principalId: ARN, limitUsd: '25' });
    expect(await decisionOn('bedrock:InvokeModel')).to.equal('allowed');
    expect(await decisionOn('bedrock:CreateModelInvocationJob')).to.equal('implicitDeny');
    const again = run((output, keys) => runKeysCreate(stack, 'ci', CREATE, output, keys));
    expect((await rejectionOf(again)).message).to.match(/^ci: there is a user arn:/);
  });

  it('shows it in the inventory beside whoever has access otherwise', async () => {
    await account.createUser('alice', ['arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess']);
    await account.createUser('dora', ['arn:aws:iam::aws:policy/IAMReadOnlyAccess']);
    const { output, text } = captured();
    expect(await runInventory(stack, { lastUsed: true, csv: true }, output, new AwsAccess(iam, clock))).to.equal(0);
    const rows = (await text()).trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(',').slice(0, 3))).to.deep.equal([
      [`arn:aws:iam::${EXAMPLE_ACCOUNT}:user/alice`, 'iam_user', 'AmazonBedrockLimitedAccess'],
      [ARN, 'bedrock_api_key', 'bedrock-calls (inline)'],
    ]);
  });

  it('rotates the key, then revokes it with its user', async () => {
    await run((output, keys) => runKeysRotate(stack, 'ci', { yes: true }, output, keys));
    expect((await list()).trimEnd().split('\n')).to.have.length(2);
    await run((output, keys) => runKeysRevoke(stack, 'ci', { yes: true }, output, keys));
    expect(await list()).to.match(/^no keys/);
  });
});
