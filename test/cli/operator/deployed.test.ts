import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runAudit } from '../../../cli/commands/audit.js';
import { runBudgetsList } from '../../../cli/commands/budgets.js';
import { runShow } from '../../../cli/commands/show.js';
import { runStatus } from '../../../cli/commands/status.js';
import { runWhy } from '../../../cli/commands/why.js';
import { TextOutput } from '../../../cli/output/textOutput.js';
import { openAwsStack } from '../../../cli/stack/awsStack.js';
import { openLocalStack } from '../../../cli/stack/localStack.js';
import type { Stack } from '../../../cli/stack/stack.js';
import type { Item } from '../../../handlers/adapters/attributes.js';
import { describeWithDynamoDb, type TableNames } from '../../dynamoDbLocal.js';
import { smallWorld } from '../smallWorld.js';
import { startAccount, withEnvironment, type AwsAccount } from '../stack/awsAccount.js';
import { OUTPUTS } from '../stack/stackOutputs.js';

type Command = (stack: Stack, output: TextOutput) => Promise<number>;

const DAY = { since: '2026-10-05', until: '2026-10-05', timeZone: 'UTC' } as const;

/** None says what time it is now. */
const COMMANDS: Readonly<Record<string, Command>> = {
  'budgets list': (stack, output) => runBudgetsList([stack], { json: true }, output),
  'budgets list --team': (stack, output) => runBudgetsList([stack], { team: 'search', csv: true }, output),
  'show alice': (stack, output) => runShow(stack, 'alice', {}, output),
  'why of a part': (stack, output) => runWhy(stack, 'lina', {}, output),
  'why alice': (stack, output) => runWhy(stack, 'alice', {}, output),
  'why alice --calls': (stack, output) => runWhy(stack, 'alice', { calls: true, json: true }, output),
  'audit of a day': (stack, output) => runAudit([stack], undefined, { ...DAY, json: true, calls: true }, output),
  'audit alice': (stack, output) => runAudit([stack], 'alice', DAY, output),
};

async function textOf(stack: Stack, command: Command): Promise<string> {
  const stream = new PassThrough({ highWaterMark: 1e9 });
  const output = new TextOutput(stream);
  expect(await command(stack, output)).to.equal(0);
  await output.flush();
  return String(stream.read() ?? '');
}

describeWithDynamoDb('the looking commands on DynamoDB', (database) => {
  let account: AwsAccount;
  let names: TableNames;
  before(async () => {
    const folder = await smallWorld();
    account = await startAccount(OUTPUTS.accountId);
    names = await database().createTables();
    for (const table of ['UserBudgets', 'UsageTracking', 'AuditLogs', 'Pricing', 'TeamSpending'] as const) {
      const lines = readFileSync(join(folder, 'tables', `${table}.jsonl`), 'utf8')
        .trimEnd()
        .split('\n');
      const puts = lines.map((line) => ({ PutRequest: { Item: JSON.parse(line) as Item } }));
      for (let from = 0; from < puts.length; from += 25) {
        const RequestItems = { [names[table]]: puts.slice(from, from + 25) };
        await database().client.send(new BatchWriteItemCommand({ RequestItems }));
      }
    }
    const { parameters } = JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8')) as {
      readonly parameters: readonly (readonly [string, string, string])[];
    };
    for (const [, name, value] of parameters) account.parameters.set(name, value);
  });
  after(() => account.close());
  withEnvironment(() => ({
    AWS_ENDPOINT_URL: account.url,
    AWS_ENDPOINT_URL_DYNAMODB: database().endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  }));

  const deployed = (): Promise<Stack> =>
    openAwsStack({
      ...OUTPUTS,
      regions: ['us-east-1'],
      userBudgetsTable: names.UserBudgets,
      usageTrackingTable: names.UsageTracking,
      auditLogsTable: names.AuditLogs,
      pricingTable: names.Pricing,
    });

  /** Neither promises an order of rows that are equal by what they are sorted by. */
  const sorted = (text: string): readonly string[] => text.split('\n').sort();

  for (const [name, command] of Object.entries(COMMANDS)) {
    it(`${name}: says what it says of the same rows in a local world`, async () => {
      const stack = await deployed();
      const there = await textOf(stack, command);
      const local = await openLocalStack(await smallWorld());
      const here = await textOf(local, command).finally(() => local.close());
      expect(here).not.to.equal('');
      expect(sorted(there)).to.deep.equal(sorted(here));
      expect(stack.readUnits()).to.be.greaterThan(0);
    });
  }

  it('status: says what it read', async () => {
    const stack = await deployed();
    const status = JSON.parse(
      await textOf(stack, (one, output) => runStatus([one], { json: true }, output)),
    ) as Readonly<Record<string, unknown>>;
    expect(status).to.deep.include({ spentUsd: '2.94', lastRecords: { 'us-east-1': '2026-10-05T08:35:00Z' } });
    expect(status['readUnits']).to.equal(stack.readUnits()).and.be.greaterThan(0);
  });
});
