import { expect } from 'chai';
import { spawnSync } from 'node:child_process';

function simulated(args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, ['build/cli/main.js', 'simulate', ...args], { encoding: 'utf8', maxBuffer: 1e8 });
}

describe('budgeteer simulate', () => {
  it('prints an object a seed and then the summary, the same on every run', () => {
    const args = ['--seeds', '1..2', '--days', '3', '--compare', '0', '--json'];
    const runs = [simulated(args), simulated(args)].map(({ status, stdout, stderr }) => {
      expect([status, stderr]).to.deep.equal([0, '']);
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    });
    const [first = [], second = []] = runs;
    expect(first).to.have.length(3);
    expect(first.slice(0, 2).map(({ seed, violations }) => [seed, violations])).to.deep.equal([
      [1, []],
      [2, []],
    ]);
    expect(first[2]).to.deep.include({ seeds: 2, failedSeeds: [], days: 3 });
    expect(first.slice(0, 2)).to.deep.equal(second.slice(0, 2));
  });

  it('says in one line which option is not possible', () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [['--seeds', '5'], '--seeds: must be FROM..TO, and is 5'],
      [['--seeds', '3..1'], '--seeds: must be FROM..TO, and is 3..1'],
      [['--seed', 'x'], '--seed: must be a whole number, and is x'],
      [['--days', '0'], '--days: must be a whole number from 1, and is 0'],
      [['--ingestion-path', 'slow'], '--ingestion-path: must be one of firehose, direct, and is slow'],
    ];
    for (const [args, problem] of wrong) {
      const { status, stdout, stderr } = simulated(args);
      expect([status, stdout, stderr]).to.deep.equal([2, '', `budgeteer: ${problem}\n`]);
    }
  });
});
