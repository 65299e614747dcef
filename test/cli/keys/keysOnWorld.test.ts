import { expect } from 'chai';
import { stub } from 'sinon';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { usdToString } from '../../../domain/money.js';
import { runKeysCreate, runKeysList, runKeysRevoke, runKeysRotate } from '../../../cli/commands/keys.js';
import { WorldKeys } from '../../../cli/keys/worldKeys.js';
import { UserError } from '../../../cli/userError.js';
import type { World } from '../../../local/world/world.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { begin, IAM } from '../../local/world/scenario.js';
import { rejectionOf } from '../../rejection.js';
import { captured } from '../captured.js';
import { CALLER, worldStack } from './worldStack.js';

const CI = `${IAM}:user/bedrock-budgeteer/dev/BedrockAPIKey-ci`;
const CREATE = { limit: '25', expires: '90d', yes: true } as const;
const USER = { type: 'user', name: 'BedrockAPIKey-ci' } as const;

describe('budgeteer keys on a local world', () => {
  let world: World;

  beforeEach(async () => {
    const { plan } = await StackGraph.of('dev');
    world = begin(plan);
  });

  afterEach(() => {
    world.time.close();
  });

  async function run(command: (output: ReturnType<typeof captured>['output']) => Promise<number>): Promise<string> {
    const { output, text } = captured();
    expect(await command(output)).to.equal(0);
    return text();
  }

  const create = (options: object = {}): Promise<string> =>
    run((output) => runKeysCreate(worldStack(world), 'ci', { ...CREATE, ...options }, output));

  function budgetOf(principalId: string): readonly string[] {
    const budget = world.tables.budgets.stored(principalId)?.budget;
    return budget === undefined
      ? []
      : [budget.status, budget.accountType, usdToString(budget.limitUsd), budget.limitFrom ?? ''];
  }

  it('creates a user that may call models, with a key and a budget', async () => {
    const text = await create();
    expect(text).to.match(/^created key ci, of user BedrockAPIKey-ci\nlimit \$25\.00, resets 20/);
    expect(text.match(/ABSK\S+/g)).to.have.length(1);
    expect(budgetOf(CI)).to.deep.equal(['active', 'bedrock_api_key', '25', 'set-limit']);
    expect(world.iam.isAllowed(CI, 'bedrock:InvokeModel')).to.equal(true);
    expect(world.iam.isAllowed(CI, 'bedrock:CreateModelInvocationJob')).to.equal(false);
    expect(world.iam.isAllowed(CI, 'bedrock-mantle:CreateInference')).to.equal(false);
    const { tags } = world.iam.held(USER);
    expect(tags).to.include({ 'BedrockBudgeteer:LimitUsd': '25', 'BedrockBudgeteer:CreatedBy': CALLER });
    expect(world.journal.of('iam-changed').map(({ action }) => action)).to.deep.equal([
      'CreateUser',
      'PutUserPolicy',
      'CreateServiceSpecificCredential',
    ]);
  });

  it('keeps the limit once CloudTrail has told the stack of the user and of the key', async () => {
    await create();
    await world.time.runUntil(world.time.now() + 10 * MINUTE_MS);
    expect(budgetOf(CI)).to.deep.equal(['active', 'bedrock_api_key', '25', 'set-limit']);
    expect(world.journal.of('function-failed')).to.deep.equal([]);
  });

  it('says the secret as a field of one JSON object', async () => {
    const made = JSON.parse(await create({ json: true })) as Record<string, string>;
    expect(made).to.include({ name: 'ci', principalId: CI, budget: 'active', limitUsd: '25', active: true });
    expect(Date.parse(made['expiresAt'] ?? '') - Date.parse(made['createdAt'] ?? '')).to.equal(90 * DAY_MS);
    expect(made['secret']).to.match(/^ABSK/);
  });

  it('changes nothing in a dry run', async () => {
    expect(await create({ dryRun: true })).to.match(/^nothing is changed; it would\n {2}create user /);
    expect([world.iam.all('user'), world.tables.budgets.records]).to.deep.equal([[], []]);
  });

  it('leaves a user of that name as it is', async () => {
    world.people.create('user', USER.name, '/elsewhere/');
    const error = await rejectionOf(create());
    expect(error).to.be.instanceOf(UserError);
    expect(error.message).to.match(/^ci: there is a user arn:\S+\/elsewhere\/BedrockAPIKey-ci, which stays/);
    expect(world.iam.held(USER).inline.size).to.equal(0);
  });

  it('lists only its own keys, with limit and spend', async () => {
    world.people.create('user', 'BedrockAPIKey-console');
    expect(await run((output) => runKeysList(worldStack(world), {}, output))).to.match(/^no keys/);
    await create({ expires: '2d' });
    const [head, row, ...more] = (await run((output) => runKeysList(worldStack(world), {}, output)))
      .trimEnd()
      .split(/ *\n/);
    expect(head).to.match(/^ key +created +expires +state +limit +spent +resets$/);
    expect(row).to.match(/^ ci +2026-10-05 +2026-10-07 +active +\$25\.00 +\$0\.0000 +2026-/);
    expect(more).to.deep.equal([]);
    await world.time.runUntil(world.time.now() + 3 * DAY_MS);
    expect(await run((output) => runKeysList(worldStack(world), {}, output))).to.match(/ expired /);
  });

  it('rotates: a new secret, the old key is gone, the budget is the same', async () => {
    const first = JSON.parse(await create({ json: true })) as Record<string, string>;
    const text = await run((output) => runKeysRotate(worldStack(world), 'ci', { yes: true, json: true }, output));
    const second = JSON.parse(text) as Record<string, string>;
    expect(second).to.include({ old: 'deleted', oldKeyId: first['keyId'], principalId: CI });
    expect(second['secret']).to.match(/^ABSK/).and.not.equal(first['secret']);
    expect(Date.parse(second['expiresAt'] ?? '') - Date.parse(second['createdAt'] ?? '')).to.equal(90 * DAY_MS);
    expect([...world.iam.held(USER).keys]).to.deep.equal([[second['keyId'], true]]);
    expect(budgetOf(CI)).to.deep.equal(['active', 'bedrock_api_key', '25', 'set-limit']);
  });

  it('keeps the old key on demand, refuses a third, and revokes one alone', async () => {
    await create();
    const rotate = (): Promise<string> =>
      run((output) => runKeysRotate(worldStack(world), 'ci', { yes: true, keepOld: true }, output));
    expect(await rotate()).to.match(/is still active; once nobody uses it:\n {2}budgeteer keys revoke ci --key ACCA/);
    expect((await rejectionOf(rotate())).message).to.match(
      /^ci has 2 keys already, IAM's most; `keys revoke ci --key /,
    );
    const [old = ''] = world.iam.held(USER).keys.keys();
    const lines = (await run((output) => runKeysList(worldStack(world), {}, output))).split('\n');
    expect(lines.filter((line) => line.startsWith(' ci'))).to.have.length(2);
    expect(lines).to.include.members([
      'ci has two keys; once nobody uses the older:',
      `  budgeteer keys revoke ci --key ${old}`,
    ]);
    await run((output) => runKeysRevoke(worldStack(world), 'ci', { yes: true, key: old }, output));
    expect(world.iam.held(USER).keys.size).to.equal(1);
    const error = await rejectionOf(runKeysRevoke(worldStack(world), 'ci', { key: old }, captured().output));
    expect(error.message).to.equal(`ci has no key ${old}`);
  });

  it('says of a suspended key that rotating does not give access back', async () => {
    await create();
    const stack = worldStack(world);
    await stack.operate({ operation: 'suspend-by-hand', principalId: CI, by: CALLER });
    await world.time.runUntil(world.time.now() + 10 * MINUTE_MS);
    expect(await run((output) => runKeysList(stack, {}, output))).to.match(/ suspended /);
    const complaints = stub(process.stderr, 'write').returns(true);
    try {
      await run((output) => runKeysRotate(stack, 'ci', { yes: true }, output));
      expect(complaints.args.join()).to.match(/^budgeteer: ci is suspended: the new key is refused too/);
    } finally {
      complaints.restore();
    }
    expect(world.iam.isAllowed(CI, 'bedrock:InvokeModel')).to.equal(false);
  });

  it('revokes: the user is gone, and its budget closes', async () => {
    await create();
    expect(await run((output) => runKeysRevoke(worldStack(world), 'ci', { yes: true }, output))).to.match(
      /^revoked ci/,
    );
    expect(world.iam.find(USER)).to.equal(undefined);
    expect(budgetOf(CI)[0]).to.equal('closed');
  });

  it('creates a key again under a name that was revoked, once its budget is open again', async () => {
    await create();
    await run((output) => runKeysRevoke(worldStack(world), 'ci', { yes: true }, output));
    await create({ limit: '$7.50' });
    expect(budgetOf(CI)).to.deep.equal(['active', 'bedrock_api_key', '7.5', 'set-limit']);
  });

  it('asks first: without a terminal and without --yes nothing changes', async () => {
    const { yes: _, ...options } = CREATE;
    const error = await rejectionOf(runKeysCreate(worldStack(world), 'ci', options, captured().output));
    expect(error.message).to.match(/create key ci with a limit of \$25 in stack dev\?"; --yes/);
    expect(world.iam.all('user')).to.deep.equal([]);
  });

  it('does not touch a key user that the Bedrock console made', async () => {
    world.people.create('user', USER.name);
    const revoked = runKeysRevoke(worldStack(world), 'ci', { yes: true }, captured().output, new WorldKeys(world));
    expect((await rejectionOf(revoked)).message).to.match(/`keys create` of stack dev did not make/);
    expect(world.iam.find(USER)).to.not.equal(undefined);
  });
});
