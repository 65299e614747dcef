import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { temporaryFolder } from './temporaryFolder.js';

function replayed(args: readonly string[]): readonly string[] {
  const run = spawnSync(process.execPath, ['build/cli/main.js', 'replay', ...args, 'examples/logs'], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  expect([run.status, run.stderr]).to.deep.equal([0, '']);
  return run.stdout.split('\n').filter((line) => line !== '');
}

/** The words of a table's rows, to the end of the table. */
function rowsBelow(lines: readonly string[], title: string): readonly (readonly string[])[] {
  const from = lines.findIndex((line) => line.startsWith(title)) + 1;
  const rows = from === 0 ? [] : lines.slice(from);
  const end = rows.findIndex((line) => !line.startsWith(' '));
  return rows.slice(0, end).map((line) => line.trim().split(/\s{2,}/));
}

describe('budgeteer replay, under rules and at several limits,', () => {
  const folder = temporaryFolder();
  let budgets = '';
  beforeEach(() => {
    budgets = folder.write(
      'budgets.yaml',
      [
        'budgets:',
        '  - {name: bots, match: role/*, limitUsd: 0.1, enforcement: observe}',
        '  - {name: free, match: bedrock_api_key, enforcement: exempt}',
        'teams:',
        '  - {name: search, members: [user/alice, role/research], limitUsd: 0.8, period: weekly}',
        '  - {name: nobody, members: user/zed, limitUsd: 9}',
      ].join('\n'),
    );
  });

  it('says with three limits in one run what three runs say', () => {
    const common = ['--json', '--budgets', budgets, '--period', 'weekly', '--time-zone', 'Asia/Tokyo'];
    for (const flags of [[], ['--as-delivered'], ['--enforcement', 'observe']]) {
      const limits = ['0.2', '0.5', '1'];
      const apart = limits.map((limit) => replayed([...common, ...flags, '--limit', limit]).at(-1));
      expect(new Set(apart).size).to.equal(3);
      expect(replayed([...common, ...flags, '--limit', limits.join()])).to.deep.equal(apart);
    }
  });

  it('shows the limits side by side', () => {
    const lines = replayed(['--limit', '0.2,1', '--period', 'monthly', '--time-zone', 'Europe/Berlin']);
    expect(lines[0]).to.include(': $0.2 or $1 a principal monthly in Europe/Berlin, ');
    expect(rowsBelow(lines, 'What each limit')).to.deep.equal([
      ['limit', 'stopped', 'times', 'first', 'not spent', 'overshoot'],
      ['$0.2', '2', '3', '2026-10-01 08:35 UTC', '$1.9317', '$2.6870'],
      ['$1', '1', '1', '2026-10-02 09:10 UTC', '$0.3845', '$0.9976'],
    ]);
    const [head, alice] = rowsBelow(lines, 'Who would have been stopped');
    expect([head, alice]).to.deep.equal([
      ['principal', 'calls', 'spent', '$0.2', '$1'],
      ['user/alice', '47', '$1.9231', '2 × from 2026-10-01 08:35, $1.3703', '1 × from 2026-10-02 09:10, $0.3845'],
    ]);
    expect(lines.filter((line) => line.startsWith('2026-'))).to.deep.equal([]);
  });

  it('says at an observed limit what was not prevented, as much as an enforced one refuses', () => {
    const [enforced, observed] = [[], ['--enforcement', 'observe']].map((flags) =>
      rowsBelow(replayed(['--limit', '0.2,1', ...flags]), 'What each limit'),
    );
    expect(observed?.[0]?.[4]).to.equal('not prevented');
    expect(observed?.slice(1)).to.deep.equal(enforced?.slice(1));
    const lines = replayed(['--limit', '0.2', '--enforcement', 'observe']);
    const [head, alice] = rowsBelow(lines, 'Who spent what');
    expect(head?.slice(-5)).to.deep.equal(['limit', 'state', 'overshoot', 'refused', 'not prevented']);
    expect(alice?.at(-1)).to.equal('$1.3703');
    expect(lines.join()).to.include('WOULD BE SUSPENDED (grace-over): it is only observed');
  });

  it('has a table of rules and one of teams where there are any', () => {
    const lines = replayed(['--budgets', budgets]);
    expect(lines[0]).to.match(/, 2 rules, 2 teams$/);
    expect(rowsBelow(lines, 'By rule')).to.deep.equal([
      ['rule', 'enforcement', 'principals', 'limit', 'stopped', 'not spent'],
      ['bots', 'observe', '2', '$0.1', '1'],
      ['free', 'exempt', '1', '$1', '0'],
      ['(no rule)', 'enforce', '5', '$1', '1', '$0.6118'],
    ]);
    expect(rowsBelow(lines, 'By team')).to.deep.equal([
      ['team', 'members', 'spent', 'limit', 'state', 'overshoot', 'stopped', 'not spent'],
      ['search', '2', '$1.4466', '$0.8', 'active', '$0.0687', '1 ×', '$0.6118'],
      ['nobody', '0', '$9'],
    ]);
    expect(lines.join('\n')).to.include('SUSPENDED (team search): calls to Bedrock are refused');
    const without = replayed([]).join('\n');
    expect(without)
      .to.include('Who spent what')
      .and.not.match(/By rule|By team|not prevented/);
  });

  it('has them in the summary too', () => {
    const { summary } = JSON.parse(replayed(['--json', '--budgets', budgets]).at(-1) ?? '') as {
      summary: Record<string, readonly Record<string, unknown>[]>;
    };
    expect(summary['rules']?.map(({ rule, stopped }) => [rule, stopped])).to.deep.equal([
      ['bots', 1],
      ['free', 0],
      [null, 1],
    ]);
    expect(summary['teams']).to.have.length(1);
    expect(summary['teams']?.[0]).to.include({ team: 'search', members: 2, stops: 1, refusedCalls: 12 });
    const alice = summary['principals']?.find(({ principal }) => String(principal).endsWith('user/alice'));
    expect(alice).to.include({ stops: 1, firstStopAt: '2026-10-01T09:35:00Z', limitFrom: 'settings' });
  });

  it('takes a period or a number of days, not both', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['build/cli/main.js', 'replay', '--period', 'daily', '--refresh-days', '3', '-'],
      { encoding: 'utf8' },
    );
    const problem = "option '--period <PERIOD>' cannot be used with option '--refresh-days <DAYS>'";
    expect([status, stderr]).to.deep.equal([2, `budgeteer: ${problem}\n`]);
  });
});
