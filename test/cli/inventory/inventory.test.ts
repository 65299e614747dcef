import { expect } from 'chai';
import { runInventory, type InventoryOptions } from '../../../cli/commands/inventory.js';
import type { AccountAccess } from '../../../cli/inventory/accountAccess.js';
import { DAY_MS } from '../../../domain/instant.js';
import type { World } from '../../../local/world/world.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { begin, callAs, IAM, settle, START, SUMMARISER, until } from '../../local/world/scenario.js';
import { captured } from '../captured.js';
import { worldStack } from '../keys/worldStack.js';

const SSO = 'AWSReservedSSO_Models_0123456789abcdef';
const NO_BEDROCK = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';

describe('budgeteer inventory', () => {
  let world: World;

  beforeEach(async () => {
    const { plan } = await StackGraph.of('dev');
    world = begin(plan);
    settle(world);
    await until(world, 5);
    callAs(world, SUMMARISER);
    await until(world, 30);
    // Without an event of its own: nobody has told the stack of these.
    const { iam } = world;
    iam.addGroup('data', { policyArns: ['arn:aws:iam::aws:policy/AmazonBedrockFullAccess'], inline: [] });
    iam.addPrincipal('user', `${IAM}:user/=carl`);
    iam.held({ type: 'user', name: '=carl' }).groups.add('data');
    iam.addPrincipal('user', `${IAM}:user/dora`);
    iam.held({ type: 'user', name: 'dora' }).inline.set('storage', NO_BEDROCK);
    iam.addPrincipal('role', `${IAM}:role/aws-reserved/sso.amazonaws.com/${SSO}`);
    iam.held({ type: 'role', name: SSO }).attached.add('arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess');
    iam.addPolicy(`${IAM}:policy/storage-only`, NO_BEDROCK);
    iam.addPrincipal('role', `${IAM}:role/bounded`);
    const bounded = iam.held({ type: 'role', name: 'bounded' });
    bounded.inline.set('models', '{"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}');
    bounded.inline.set('broken', 'no policy');
    bounded.boundary = `${IAM}:policy/storage-only`;
  });

  afterEach(() => {
    world.time.close();
  });

  async function run(options: Partial<InventoryOptions> = {}, account?: AccountAccess): Promise<string> {
    const { output, text } = captured();
    expect(await runInventory(worldStack(world), { lastUsed: true, ...options }, output, account)).to.equal(0);
    return text();
  }

  it('lists who has access, by which policies, with the budget and the last use, in 80 columns', async () => {
    const lines = (await run()).trimEnd().split(/ *\n/);
    expect(lines[0]).to.match(/^ principal +access by +budget +spent +last used$/);
    expect(lines.slice(1, -2).map((line) => line.trim().split(/ {2,}/)[0])).to.deep.equal([
      'role/AWSRes…6789abcdef',
      'role/bounded',
      'role/summariser',
      'user/=carl',
      'user/Bedroc…PIKey-k7qd',
      'user/teams/…arch/alice',
    ]);
    for (const line of lines) expect(line.length).to.be.at.most(80);
    expect(lines[3]).to.match(/AmazonBedro…FullAccess +active +\$0\.2100 +2026-10-05$/);
    expect(lines.at(-1)).to.equal('6 with access to Bedrock by their policies, 2 of them without a budget');
  });

  it('shows in JSON what holds a principal back, and whose sessions are persons', async () => {
    const rows = (await run({ json: true }))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows[0]).to.deep.equal({
      principalId: `${IAM}:role/${SSO}`,
      accountType: 'sso_role',
      accessBy: ['AmazonBedrockLimitedAccess'],
      unreadable: [],
      isOfPersons: true,
      budget: null,
    });
    expect(rows[1]).to.deep.include({
      accessBy: ['models (inline)'],
      unreadable: ['broken (inline)'],
      boundary: { name: 'storage-only', allows: 'no' },
    });
    expect(rows[2]).to.include({ budget: 'active', spentUsd: '0.21', lastUsed: '2026-10-05T08:05:00Z' });
    expect(rows[3]).to.deep.include({ accessBy: ['AmazonBedrockFullAccess (group data)'], budget: null });
  });

  it('writes CSV that no spreadsheet takes for formulas', async () => {
    const [head, , bounded] = (await run({ csv: true })).trimEnd().split('\n');
    expect(head).to.match(/^principal_id,account_type,access_by,/);
    expect(bounded).to.equal(`${IAM}:role/bounded,iam_role,models (inline),broken (inline),storage-only,no,false,,,,`);
  });

  it('lists only those without a budget, and asks for their last use alone', async () => {
    let asked: readonly string[] = [];
    const document = '{"Statement":{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":"*"}}';
    const entity = (arn: string): object => ({
      holder: { type: 'role', name: arn.slice(arn.lastIndexOf('/') + 1) },
      arn,
      policies: [{ name: '=models', document }],
      boundary: undefined,
    });
    const account = {
      entities: () =>
        Promise.resolve([entity(`${IAM}:role/etl/new`), entity(SUMMARISER), entity(`${IAM}:role/${SSO}`)]),
      lastUsed: (arns: readonly string[]) => {
        asked = arns;
        return Promise.resolve(new Map([[`${IAM}:role/etl/new`, DAY_MS]]));
      },
    } as unknown as AccountAccess;
    const text = await run({ withoutBudget: true, csv: true }, account);
    expect(asked).to.deep.equal([`${IAM}:role/etl/new`]);
    expect(text.trimEnd().split('\n').slice(1)).to.deep.equal([
      `${IAM}:role/new,iam_role,'=models,,,,false,,,,1970-01-02T00:00:00Z`,
    ]);
    asked = [];
    await run({ lastUsed: false }, account);
    expect(asked).to.deep.equal([]);
  });

  it('shows the spend of the period that is, though nobody has looked at the budget since it began', async () => {
    expect(await run({ json: true })).to.match(/"limitUsd":"1","spentUsd":"0\.21","resetsAt":"2026-11-04T00:00:00Z"/);
    const clock = { now: () => START + 40 * DAY_MS, sleep: () => Promise.resolve() };
    const { output, text } = captured();
    await runInventory(worldStack(world, { clock }), { lastUsed: true, json: true }, output);
    const [row = ''] = (await text()).split('\n').filter((line) => line.includes('role/summariser'));
    expect(row).to.match(/"limitUsd":"1","spentUsd":"0","resetsAt":"2026-12-04T00:00:00Z"/);
  });
});
