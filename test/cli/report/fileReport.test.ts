import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runReport, type ReportCommandOptions } from '../../../cli/commands/report.js';
import { UserError } from '../../../cli/userError.js';
import { usdToString, addUsd, ZERO_USD } from '../../../domain/money.js';
import { madeUpMessages, spentByPrincipal } from '../../handlers/metering/meteringRig.js';
import { temporaryFolder } from '../temporaryFolder.js';
import { printed, rowsOf, type Printed } from './reported.js';

const MESSAGES = madeUpMessages(60, 4);
const UTC = { timeZone: 'UTC' } as const;

const report = (files: readonly string[], options: ReportCommandOptions): Promise<Printed> =>
  printed((output) => runReport(files, options, output));

describe('runReport on log files', () => {
  const folder = temporaryFolder();
  const log = (): string => folder.write('calls.jsonl', `${MESSAGES.join('\n')}\n`);

  it('sums what each call costs by the price book, once', async () => {
    const twice = folder.write('again.jsonl', `${MESSAGES.slice(0, 20).join('\n')}\n`);
    const rows = rowsOf(await report([log(), twice], { ...UTC, json: true }));
    const expected = [...spentByPrincipal(MESSAGES)].map(([id, amount]) => [id, usdToString(amount)]);
    const groups = rows.slice(0, -1).map((row) => [row['principal'], row['spentUsd']]);
    expect(Object.fromEntries(groups)).to.deep.equal(Object.fromEntries(expected));
    const all = [...spentByPrincipal(MESSAGES).values()].reduce(addUsd, ZERO_USD);
    expect(rows.at(-1)?.['summary']).to.deep.include({ calls: 60, spentUsd: usdToString(all) });
  });

  it('takes only calls of the span, a day whole', async () => {
    const calls = async (options: ReportCommandOptions): Promise<unknown> => {
      const { summary } = rowsOf(await report([log()], { ...UTC, ...options, json: true })).at(-1) as {
        summary: { calls: number };
      };
      return summary.calls;
    };
    expect(await calls({ since: '2026-10-20', until: '2026-10-20' })).to.equal(60);
    expect(await calls({ since: '2026-10-21' })).to.equal(0);
    expect(await calls({ until: '2026-10-19' })).to.equal(0);
    expect(await calls({ until: '2026-10-20T11:30:00Z' })).to.be.within(1, 59);
  });

  it('fits 80 columns whatever it groups by, and repeats no value', async () => {
    const long = JSON.parse(MESSAGES[0] ?? '') as { identity: { arn: string }; requestId: string };
    long.identity.arn = `arn:aws:iam::444455556666:user/${'a-very-long-name'.repeat(4)}`;
    long.requestId = 'of-its-own';
    const file = folder.write('long.jsonl', JSON.stringify(long));
    for (const by of ['principal', 'principal,model', 'day,region,principal', 'model,principal,region,day']) {
      const { lines } = await report([log(), file], { ...UTC, by });
      const table = lines.slice(0, lines.indexOf(''));
      for (const line of table) expect(line.trimEnd().length, `${by}: ${line}`).to.be.at.most(80);
    }
    const { lines } = await report([log()], { ...UTC, by: 'day,model' });
    expect(lines.filter((line) => line.includes('2026-10-20'))).to.have.length(1);
  });

  it('counts teams of a file, and says that they overlap', async () => {
    const members = (...names: readonly string[]): object => ({ members: names, limitUsd: 5 });
    const both = [
      { name: 'two', ...members('user/developer-0', 'user/developer-1') },
      { name: 'one', ...members('user/developer-0') },
    ];
    const teams = folder.write('teams.json', JSON.stringify({ teams: both }));
    const { lines } = await report([log()], { ...UTC, by: 'team', budgets: teams, json: true });
    const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const calls = new Map(rows.slice(0, -1).map((row) => [row['team'], row['calls']]));
    expect([calls.get('two'), calls.get('one'), calls.get(null)]).to.deep.equal([30, 15, 30]);
    expect(lines.at(-1)).to.include('Teams may overlap');
  });

  it('writes a page without budgets', async () => {
    const file = join(folder.path, 'page.html');
    await report([log()], { ...UTC, html: file });
    const page = readFileSync(file, 'utf8');
    expect(page).to.include('from log files: no budgets').and.not.include('Beyond limits</dt>');
  });

  it('reports of nothing', async () => {
    const empty = folder.write('empty.jsonl', '');
    const { lines, exitCode } = await report([empty], UTC);
    expect(lines.join('\n')).to.include('0 calls, $0');
    expect(exitCode).to.equal(1);
  });

  it('exits 1 with --strict for a record that it could not read', async () => {
    const broken = folder.write('broken.jsonl', `${MESSAGES[0] ?? ''}\n{"schemaType":"ModelInvocationLog"}\n`);
    expect((await report([broken], UTC)).exitCode).to.equal(0);
    const { exitCode, lines } = await report([broken], { ...UTC, strict: true });
    expect([exitCode, lines.at(-1)]).to.deep.equal([1, '1 record could not be read.']);
  });

  const refused: readonly (readonly [string, readonly string[], ReportCommandOptions, RegExp])[] = [
    ['neither files nor a stack', [], {}, /^report about what\?/],
    ['both', ['calls.jsonl'], { local: 'world' }, /^name log files, or a stack, not both$/],
    ['options of files for a stack', [], { local: 'world', strict: true }, /^--strict: is for log files/],
    ['a file that is not there', ['/nowhere.jsonl'], {}, /nowhere\.jsonl/],
    ['a span that is empty', ['x'], { since: 'today', until: 'yesterday' }, /^--until: not after --since$/],
  ];
  for (const [what, files, options, message] of refused) {
    it(`refuses ${what}`, async () => {
      const failure = await report(files, options).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(UserError);
      expect((failure as Error).message).to.match(message);
    });
  }
});
