import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoAuditLog } from '../../../handlers/adapters/dynamoAuditLog.js';
import { DynamoAuditReader } from '../../../handlers/adapters/dynamoAuditReader.js';
import { DynamoBudgetReader } from '../../../handlers/adapters/dynamoBudgetReader.js';
import { DynamoUsageReader } from '../../../handlers/adapters/dynamoUsageReader.js';
import { ReadUnits } from '../../../handlers/adapters/readUnits.js';
import { reportStacks, type CountedStack } from '../../../cli/report/stackReport.js';
import type { ReportOptions } from '../../../cli/report/reportOptions.js';
import { UserError } from '../../../cli/userError.js';
import { usdToString } from '../../../domain/money.js';
import { MemoryAuditLog } from '../../../local/memory/memoryAuditLog.js';
import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';
import { dynamoTables } from '../../dynamoTables.js';
import { entry } from '../../domain/report/calls.js';
import {
  deliver,
  firehoseEvent,
  madeUpMessages,
  meteringRig,
  NOW,
  spentByPrincipal,
} from '../../handlers/metering/meteringRig.js';
import { temporaryFolder } from '../temporaryFolder.js';
import { printed, rowsOf, stackOf, type Printed } from './reported.js';

const MESSAGES = madeUpMessages(60, 4);
const SPENT = Object.fromEntries([...spentByPrincipal(MESSAGES)].map(([id, amount]) => [id, usdToString(amount)]));
const UTC = { timeZone: 'UTC' } as const;

const report = (stacks: readonly CountedStack[], options: ReportOptions): Promise<Printed> =>
  printed((output) => reportStacks(stacks, options, output));

async function memoryStack(messages = MESSAGES, other: Partial<CountedStack> = {}): Promise<CountedStack> {
  const tables = new MemoryBudgetTables();
  await deliver(meteringRig({ budgets: tables, ledger: tables }), firehoseEvent([messages]));
  return stackOf({ budgets: tables, usage: tables, audit: new MemoryAuditLog() }, other);
}

describe('reportStacks', () => {
  const folder = temporaryFolder();

  it('sums the usage rows of all principals exactly, the dearest first', async () => {
    const rows = rowsOf(await report([await memoryStack()], { ...UTC, json: true }));
    const summary = rows.at(-1)?.['summary'] as Record<string, unknown>;
    const groups = rows.slice(0, -1);
    expect(Object.fromEntries(groups.map((row) => [row['principal'], row['spentUsd']]))).to.deep.equal(SPENT);
    const amounts = groups.map((row) => Number(row['spentUsd']));
    expect(amounts).to.deep.equal([...amounts].sort((left, right) => right - left));
    expect(summary).to.include({ calls: 60, timeZone: 'UTC', readUnits: 0 });
  });

  it('asks only for the rows of the span, of principals and not of teams', async () => {
    const stack = await memoryStack();
    const asked: unknown[] = [];
    const usage = {
      ...stack.usage,
      of: (...args: Parameters<CountedStack['usage']['of']>) => {
        asked.push(args.slice(1));
        return stack.usage.of(...args);
      },
    };
    const span = { since: '2026-10-20T11:30:00Z', until: '2026-10-20T11:45:00Z' };
    const rows = rowsOf(await report([{ ...stack, usage }], { ...UTC, ...span, json: true }));
    expect(asked).to.deep.equal(Array.from({ length: 4 }, () => [NOW - 1_800_000, NOW - 900_000]));
    const calls = rows.slice(0, -1).reduce((sum, row) => sum + Number(row['calls']), 0);
    const inSpan = MESSAGES.map((text) => Date.parse((JSON.parse(text) as { timestamp: string }).timestamp));
    expect(calls).to.equal(inSpan.filter((at) => at >= NOW - 1_800_000 && at < NOW - 900_000).length);
    expect(calls).to.be.within(1, 59);
  });

  it('reads 30 days back by default', async () => {
    const old = await memoryStack(MESSAGES, { clock: { now: () => NOW + 31 * 86_400_000 } });
    const rows = rowsOf(await report([old], { ...UTC, json: true }));
    expect(rows).to.have.length(1);
    expect(rows[0]?.['summary']).to.include({ calls: 0, since: '2026-10-21T12:00:00.001Z' });
  });

  it('joins stacks by account', async () => {
    const other = await memoryStack(madeUpMessages(10, 1, 9), { name: 'test', accountId: '111122223333' });
    const { lines } = await report([await memoryStack(), other], { ...UTC, by: 'region', csv: true });
    expect(lines[0]).to.equal('account,region,calls,tokens_in,tokens_out,spent_usd,provisional_usd,late_usd');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 3).join())).to.have.members([
      '444455556666,us-east-1,60',
      '111122223333,us-east-1,10',
    ]);
  });

  it('says what it read, and rows of budgets that it could not, whose calls it counts', async () => {
    const stack = await memoryStack([], { readUnits: () => 1234.5 });
    const unreadable = [{ principalId: 'person/ana', problem: 'spent_usd: not an amount' }];
    async function* all(): AsyncGenerator<{ rows: []; unreadable: typeof unreadable }> {
      yield await Promise.resolve({ rows: [], unreadable });
    }
    const asked: string[] = [];
    const of = (id: string, since: number, until: number): ReturnType<CountedStack['usage']['of']> => {
      asked.push(id);
      return stack.usage.of(id, since, until);
    };
    const { lines, exitCode } = await report([{ ...stack, budgets: { all }, usage: { ...stack.usage, of } }], UTC);
    expect([exitCode, lines.at(-1), asked]).to.deep.equal([1, 'read with 1,235 read request units', ['person/ana']]);
  });

  it('names metadata that the stack does not keep', async () => {
    const { lines } = await report([await memoryStack()], { ...UTC, by: 'metadata:project' });
    expect(lines.join('\n')).to.match(/\(none\) .*\n.*\n.*\n?.*Stack prod keeps no metadata project/s);
  });

  it('writes the page, with budgets and what happened to them', async () => {
    const audit = new MemoryAuditLog();
    await audit.add(entry('AccessSuspended', {}, { eventTime: NOW - 1000 }), Infinity);
    const file = join(folder.path, 'report.html');
    const { lines } = await report([await memoryStack(MESSAGES, { audit })], { ...UTC, html: file });
    const data = /id="data">(.*?)<\/script>/s.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const { budgets, events, sections } = JSON.parse(data) as Record<string, readonly unknown[]>;
    expect([budgets?.length, events?.length, sections?.length]).to.deep.equal([4, 1, 6]);
    expect(lines[0]).to.match(/report\.html: \$\d+\.\d+ in 60 calls$/);
  });

  const refused: readonly (readonly [string, ReportOptions, RegExp])[] = [
    ['an unknown key', { by: 'modell' }, /^--by: "modell" is not a key/],
    ['a span that is empty', { since: '2026-10-02', until: '2026-10-01' }, /^--until: not after --since/],
    ['a zone that is none', { timeZone: 'Europe/Bern' }, /^--time-zone: "Europe\/Bern"/],
    ['a page that cannot be written', { html: '/nowhere/report.html' }, /^\/nowhere\/report.html: cannot be written/],
  ];
  for (const [what, options, message] of refused) {
    it(`refuses ${what}`, async () => {
      const failure = await report([await memoryStack()], { ...UTC, ...options }).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(UserError);
      expect((failure as Error).message).to.match(message);
    });
  }
});

describeWithDynamoDb('reportStacks on DynamoDB', (database) => {
  it('finds the same sums, and says what reading them has cost', async () => {
    const tables = await dynamoTables(database());
    await deliver(meteringRig(tables), firehoseEvent([MESSAGES]));
    const [{ client }, { names }, units] = [database(), tables, new ReadUnits()];
    const suspended = entry('AccessSuspended', {}, { eventTime: NOW - 1000 });
    await new DynamoAuditLog(client, names.AuditLogs).add(suspended, NOW * 2);
    const stack = stackOf(
      {
        budgets: new DynamoBudgetReader(client, names.UserBudgets, units),
        usage: new DynamoUsageReader(client, names.UsageTracking, units),
        audit: new DynamoAuditReader(client, names.AuditLogs, units),
      },
      { readUnits: () => units.sum },
    );
    const rows = rowsOf(await report([stack], { ...UTC, json: true }));
    const summary = rows.at(-1)?.['summary'] as Record<string, unknown>;
    const spent = rows.slice(0, -1).map((row) => [row['principal'], row['spentUsd']]);
    expect(Object.fromEntries(spent)).to.deep.equal(SPENT);
    expect(summary['readUnits']).to.be.a('number').above(0);
  });
});
