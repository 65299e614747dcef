import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { usdToString } from '../../../domain/money.js';
import { budgetItem } from '../../../handlers/adapters/budgetItem.js';
import { DynamoAuditLog } from '../../../handlers/adapters/dynamoAuditLog.js';
import { DynamoAuditReader } from '../../../handlers/adapters/dynamoAuditReader.js';
import { DynamoBudgetReader } from '../../../handlers/adapters/dynamoBudgetReader.js';
import { DynamoUsageReader } from '../../../handlers/adapters/dynamoUsageReader.js';
import { ReadUnits } from '../../../handlers/adapters/readUnits.js';
import { createReportWriter, type ReportWriterPorts } from '../../../handlers/functions/reportWriter.js';
import { CorruptRowError, OutOfTimeError, UnreadableEventError } from '../../../handlers/runtime/errors.js';
import { MemoryAuditLog } from '../../../local/memory/memoryAuditLog.js';
import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { MemoryTelemetry } from '../../../local/memory/memoryTelemetry.js';
import { entry } from '../../domain/report/calls.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';
import { dynamoTables } from '../../dynamoTables.js';
import { rejectionOf } from '../../rejection.js';
import {
  CONTEXT,
  deliver,
  firehoseEvent,
  madeUpMessages,
  meteringRig,
  NOW,
  settings,
  spentByPrincipal,
} from '../metering/meteringRig.js';
import { clockAt } from '../stubs.js';

const MESSAGES = madeUpMessages(60, 4);
const SPENT = Object.fromEntries([...spentByPrincipal(MESSAGES)].map(([id, amount]) => [id, usdToString(amount)]));
/** A run of the night after. */
const SCHEDULED = { time: '2026-10-21T01:30:00Z' };
const RUN = Date.UTC(2026, 9, 21, 1, 32);
const DAY = 'reports/2026/10/20.html';
const LATEST = 'reports/latest.html';

interface Scene {
  readonly ports: ReportWriterPorts;
  readonly written: ReadonlyMap<string, string>;
  readonly telemetry: MemoryTelemetry;
}

type Readers = Pick<ReportWriterPorts, 'budgets' | 'usage' | 'audit'>;

function sceneOf(readers: Readers, other: Partial<ReportWriterPorts> = {}): Scene {
  const [written, telemetry] = [new Map<string, string>(), new MemoryTelemetry()];
  const pages: ReportWriterPorts['pages'] = {
    write: (key, page) => {
      written.set(key, page);
      return Promise.resolve();
    },
  };
  const base = {
    name: 'prod',
    accountId: '444455556666',
    clock: clockAt(RUN),
    settings: () => Promise.resolve(settings()),
  };
  return { ports: { ...base, ...readers, pages, telemetry, ...other }, written, telemetry };
}

async function memoryScene(messages = MESSAGES, other: Partial<ReportWriterPorts> = {}): Promise<Scene> {
  const tables = new MemoryBudgetTables();
  if (messages.length > 0) await deliver(meteringRig({ budgets: tables, ledger: tables }), firehoseEvent([messages]));
  return sceneOf({ budgets: tables, usage: tables, audit: new MemoryAuditLog() }, other);
}

/** Spend by principal, as the page holds it. */
function spentOn(page = ''): unknown {
  const data = /id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '{}';
  const { sections = [] } = JSON.parse(data) as { sections?: { heads: string[]; rows: (string | number)[][] }[] };
  const rows = sections.find(({ heads }) => heads.join() === 'Principal')?.rows ?? [];
  return Object.fromEntries(rows.map((row) => [row.at(-1), row[3]]));
}

function notesOn(page = ''): readonly string[] {
  return [...page.matchAll(/<li>(.*?)<\/li>/g)].map(([, note = '']) => note);
}

describe('createReportWriter', () => {
  it('writes the month with its exact sums, by its last day and as the latest', async () => {
    const { ports, written, telemetry } = await memoryScene();
    const answer = await createReportWriter(ports)(SCHEDULED, CONTEXT);
    expect(answer).to.deep.equal({ key: DAY, calls: 60, problems: 0 });
    expect([...written.keys()]).to.deep.equal([DAY, LATEST]);
    expect(written.get(LATEST)).to.equal(written.get(DAY));
    expect(spentOn(written.get(DAY))).to.deep.equal(SPENT);
    expect(written.get(DAY))
      .to.contain('<h1>Bedrock spend: prod</h1>')
      .and.to.contain('2026-10-01 00:00 to 2026-10-21 00:00, as it stood at 2026-10-21 01:30 (UTC)');
    expect([telemetry.total('BudgetsFailed'), telemetry.flushes]).to.deep.equal([0, 1]);
  });

  it('writes the same when the event comes again, later', async () => {
    const { ports, written } = await memoryScene();
    await createReportWriter(ports)(SCHEDULED, CONTEXT);
    const first = new Map(written);
    await createReportWriter({ ...ports, clock: clockAt(RUN + 3_600_000) })(SCHEDULED, CONTEXT);
    expect([...written]).to.deep.equal([...first]);
  });

  it('writes the same whichever principal is read first', async () => {
    // Some call on one day, others on another.
    const messages = madeUpMessages(200, 12, 3).map((text) =>
      /developer-\d*[02468]"/.test(text) ? text.replaceAll('2026-10-20', '2026-10-18') : text,
    );
    const { ports, written } = await memoryScene(messages);
    await createReportWriter(ports)(SCHEDULED, CONTEXT);
    const first = written.get(DAY);
    let delays = 12;
    async function* of(
      ...asked: Parameters<ReportWriterPorts['usage']['of']>
    ): ReturnType<ReportWriterPorts['usage']['of']> {
      await new Promise((resolve) => setTimeout(resolve, (delays -= 1)));
      yield* ports.usage.of(...asked);
    }
    await createReportWriter({ ...ports, usage: { of } })(SCHEDULED, CONTEXT);
    expect(written.get(DAY)).to.equal(first);
  });

  it('writes a page of nothing where nothing is there', async () => {
    const { ports, written } = await memoryScene([]);
    expect(await createReportWriter(ports)({}, CONTEXT)).to.deep.equal({ key: DAY, calls: 0, problems: 0 });
    expect(written.get(DAY)).to.contain('<dt>Calls</dt><dd>0</dd>').and.to.contain('as it stood at 2026-10-21 01:32');
    expect(spentOn(written.get(DAY))).to.deep.equal({});
  });

  it('asks for no day that is not over', async () => {
    const asked: unknown[] = [];
    const { ports } = await memoryScene();
    const usage: ReportWriterPorts['usage'] = {
      of: (id, since, until) => {
        asked.push(new Date(since).toISOString(), new Date(until).toISOString());
        return ports.usage.of(id, since, until);
      },
    };
    await createReportWriter({ ...ports, usage })({ time: '2099-01-01T00:00:00Z' }, CONTEXT);
    expect([...new Set(asked)]).to.deep.equal(['2026-10-01T00:00:00.000Z', '2026-10-21T00:00:00.000Z']);
  });

  it('writes a day that is long over once more, as it is seen now, and leaves the latest', async () => {
    const { ports, written } = await memoryScene(MESSAGES, { clock: clockAt(RUN + 10 * 86_400_000) });
    await createReportWriter(ports)(SCHEDULED, CONTEXT);
    expect([...written.keys()]).to.deep.equal([DAY]);
    expect(written.get(DAY)).to.contain('as it stood at 2026-10-31 01:32');
    expect(spentOn(written.get(DAY))).to.deep.equal(SPENT);
  });

  it('tells rows of budgets that it cannot read on the page, counts and logs them', async () => {
    const unreadable = Array.from({ length: 22 }, (_, index) => ({
      principalId: `person/${index}`,
      problem: 'limit: <b>',
    }));
    async function* all(): AsyncGenerator<{ rows: []; unreadable: typeof unreadable }> {
      yield await Promise.resolve({ rows: [], unreadable });
    }
    const { ports, written, telemetry } = await memoryScene([], { budgets: { all } });
    expect(await createReportWriter(ports)(SCHEDULED, CONTEXT)).to.include({ problems: 22 });
    const notes = notesOn(written.get(LATEST));
    expect(notes[0]).to.equal('Cannot be read: prod: person/0: limit: &lt;b&gt;.');
    expect(notes.slice(20)[0]).to.match(/^Cannot be read: 2 more/);
    expect(telemetry.total('BudgetsFailed')).to.equal(22);
    expect(telemetry.entries.map(({ fields }) => fields)).to.deep.equal([
      { rows: 22, first: 'prod: person/0: limit: <b>' },
    ]);
  });

  const failures: readonly (readonly [
    string,
    object,
    Partial<ReportWriterPorts>,
    number,
    new (...args: never) => Error,
  ])[] = [
    ['a time that is none', { time: 'yesterday' }, {}, 280_000, UnreadableEventError],
    ['too little time', SCHEDULED, {}, 30_000, OutOfTimeError],
    [
      'an entry of the audit log that is none',
      SCHEDULED,
      { audit: { all: () => failing() } },
      280_000,
      CorruptRowError,
    ],
  ];
  for (const [what, event, other, remainingMs, type] of failures) {
    it(`fails for ${what}, and writes nothing`, async () => {
      const { ports, written, telemetry } = await memoryScene(MESSAGES, other);
      const context = { ...CONTEXT, getRemainingTimeInMillis: () => remainingMs };
      expect(await rejectionOf(createReportWriter(ports)(event, context))).to.be.instanceOf(type);
      expect([written.size, telemetry.flushes]).to.deep.equal([0, 1]);
    });
  }

  it('fails where a page cannot be put', async () => {
    const pages = { write: () => Promise.reject(new Error('Access Denied')) };
    const { ports } = await memoryScene(MESSAGES, { pages });
    expect((await rejectionOf(createReportWriter(ports)(SCHEDULED, CONTEXT))).message).to.equal('Access Denied');
  });
});

async function* failing(): AsyncGenerator<never> {
  await Promise.resolve();
  throw new CorruptRowError('AuditLogs e-1', 'details', 'JSON');
}

describeWithDynamoDb('createReportWriter on DynamoDB', (database) => {
  it('writes the exact sums, marks what happened, and tells rows that somebody has edited', async () => {
    const tables = await dynamoTables(database());
    await deliver(meteringRig(tables), firehoseEvent([MESSAGES]));
    const [{ client }, { names }, units] = [database(), tables, new ReadUnits()];
    await new DynamoAuditLog(client, names.AuditLogs).add(entry('AccessSuspended', {}, { eventTime: NOW }), NOW * 2);
    const scene = sceneOf({
      budgets: new DynamoBudgetReader(client, names.UserBudgets, units),
      usage: new DynamoUsageReader(client, names.UsageTracking, units),
      audit: new DynamoAuditReader(client, names.AuditLogs, units),
    });
    await createReportWriter(scene.ports)(SCHEDULED, CONTEXT);
    const first = scene.written.get(DAY);
    expect(spentOn(first)).to.deep.equal(SPENT);
    expect(first).to.contain('"suspended"');
    await createReportWriter(scene.ports)(SCHEDULED, CONTEXT);
    expect(scene.written.get(DAY)).to.equal(first);

    const [budget] = await tables.allBudgets();
    const [call] = await tables.allEntries();
    if (budget === undefined || call === undefined) throw new Error('nothing was charged');
    const put = (TableName: string, Item: object): Promise<unknown> =>
      client.send(new PutItemCommand({ TableName, Item: { ...Item } }));
    const broken = { principal_id: { S: 'person/ana' }, spent_usd: { S: 'much' } };
    await put(names.UserBudgets, { ...budgetItem(budget), ...broken });
    const { principalId } = call.record;
    await put(names.UsageTracking, { principal_id: { S: principalId }, timestamp: { S: '2026-10-02T00:00:00Z#r' } });
    const answer = await createReportWriter(scene.ports)(SCHEDULED, CONTEXT);
    expect(answer.problems).to.equal(2);
    const notes = notesOn(scene.written.get(DAY)).filter((note) => note.startsWith('Cannot be read'));
    expect(notes.find((note) => note.includes('person/ana'))).to.match(/spent_usd/);
    expect(notes.find((note) => note.includes(principalId))).to.match(/calls are missing from the sums/);
    const { [principalId]: _, ...others } = SPENT;
    expect(spentOn(scene.written.get(DAY))).to.deep.include(others);
  });
});
