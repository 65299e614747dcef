import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { exampleLogs } from '../../examples/generate.js';
import { EXAMPLE_ACCOUNT, invocationRecord } from '../../local/world/logs/invocationRecord.js';
import { gunzipSync } from 'node:zlib';
import { temporaryFolder } from './temporaryFolder.js';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function budgeteer(args: readonly string[], input = ''): Run {
  return spawnSync(process.execPath, ['build/cli/main.js', ...args], { encoding: 'utf8', input, maxBuffer: 1e8 });
}

function objects({ stdout }: Run): readonly Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const FIXTURES = 'test/fixtures/invocation-logs';

describe('budgeteer cost', () => {
  const table: readonly (readonly [string, string, string, string | undefined])[] = [
    ['converse.json', 'priced', '0.0041', undefined],
    [
      'conversestream-cachewrite.json',
      'priced',
      '0.246105',
      '24479 cache-write tokens priced at the 1h rate, the record does not tell their TTL',
    ],
    ['conversestream-cachewrite-5m.json', 'priced', '0.15430875', undefined],
    ['invokestream-anthropic-chunks.json', 'priced', '0.193281', undefined],
    [
      'invokestream-large-body-s3.json',
      'priced',
      '2.263335',
      '225913 cache-write tokens priced at the 1h rate, the record does not tell their TTL',
    ],
    ['error-throttling.json', 'ignored', '0', 'error record: ThrottlingException'],
    ['invokemodel-guardrail-blocked.json', 'ignored', '0', 'blocked by a guardrail, no token counts'],
    ['plain-text-first-line.log', 'ignored', '0', 'a plain-text message of AWS itself'],
  ];
  for (const [file, status, costUsd, reason] of table) {
    it(`makes ${file} ${status} at ${costUsd}`, () => {
      const run = budgeteer(['cost', '--json', '--strict', `${FIXTURES}/${file}`]);
      expect([run.status, run.stderr]).to.deep.equal([0, '']);
      const [record] = objects(run);
      expect([record?.['status'], record?.['costUsd'], record?.['reason']]).to.deep.equal([status, costUsd, reason]);
    });
  }

  it('prints every field that a script relies on', () => {
    const [record] = objects(budgeteer(['cost', '--json', `${FIXTURES}/converse.json`]));
    expect(record).to.deep.include({
      requestId: '3f1c7a90-52b7-4d0e-8a35-0c1d9e7b6a11',
      timestamp: '2026-04-19T13:28:51Z',
      principal: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/alice`,
      modelId: 'global.anthropic.claude-opus-4-5-20251101-v1:0',
      model: 'anthropic.claude-opus-4-5-20251101-v1:0',
      region: 'us-west-2',
      scope: 'global',
    });
    expect(record?.['lines']).to.deep.equal([
      {
        dimension: 'inputTokens',
        amount: 255,
        usdPer1000: '0.005',
        costUsd: '0.001275',
        source: 'aws-list-2026-08-20',
        effectiveFrom: '2026-08-20',
      },
      {
        dimension: 'outputTokens',
        amount: 113,
        usdPer1000: '0.025',
        costUsd: '0.002825',
        source: 'aws-list-2026-08-20',
        effectiveFrom: '2026-08-20',
      },
    ]);
  });

  it('counts two deliveries once, and lets no record without usage claim the id of the real one', () => {
    const real = readFileSync(`${FIXTURES}/converse.json`, 'utf8');
    const zero = real
      .replace('"inputTokenCount": 255', '"inputTokenCount": 0')
      .replace('"outputTokenCount": 113', '"outputTokenCount": 0')
      .replace('"usage":', '"unused":');
    const statuses = objects(budgeteer(['cost', '--json', '-'], zero + real + real)).map(({ status }) => status);
    expect(statuses).to.deep.equal(['ignored', 'priced', 'duplicate']);
  });

  it('lists what it cannot read with its place, goes on, and exits 1 only if strict', () => {
    const input = `what?\n${readFileSync(`${FIXTURES}/converse.json`, 'utf8')}`;
    const run = budgeteer(['cost', '-'], input);
    expect(run.status).to.equal(0);
    expect(run.stdout).to.include('invalid      -:1: not JSON').and.include('1 calls, $0.0041 in all');
    expect(budgeteer(['cost', '--strict', '-'], input).status).to.equal(1);
  });

  it('prices an application inference profile that it is told about', () => {
    const profile = `arn:aws:bedrock:us-east-1:${EXAMPLE_ACCOUNT}:application-inference-profile/k3y`;
    const modelArn = 'foundation-model/amazon.nova-micro-v1:0';
    const input = readFileSync(`${FIXTURES}/converse.json`, 'utf8')
      .replace(/"global\.anthropic[^"]+"/, JSON.stringify(profile))
      .replace('us-west-2', 'us-east-1');
    const profiles = {
      inferenceProfileSummaries: [
        { inferenceProfileArn: profile, models: [{ modelArn: `arn:aws:bedrock:us-east-1::${modelArn}` }] },
      ],
    };
    const file = folder.write('profiles.json', JSON.stringify(profiles));
    const status = (args: readonly string[]): unknown =>
      objects(budgeteer(['cost', '--json', ...args, '-'], input))[0]?.['status'];
    expect(status([])).to.equal('provisional');
    expect(status(['--inference-profiles', file])).to.equal('priced');
    const empty = folder.write('empty.json', '{}');
    expect(budgeteer(['cost', '--inference-profiles', empty, '-'], input).stderr).to.equal(
      `budgeteer: ${empty}: no inferenceProfileSummaries in it\n`,
    );
  });

  const folder = temporaryFolder();
});

describe('budgeteer replay', () => {
  const folder = temporaryFolder();

  /** Calls a second apart, all alike. */
  const uniform = (count: number, call: { modelId: string; input: number; output: number }): string =>
    Array.from({ length: count }, (_, index) =>
      JSON.stringify(
        invocationRecord({
          ...call,
          operation: 'Converse',
          identityArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/alice`,
          at: new Date(Date.UTC(2026, 8, 1) + index * 1000),
          requestId: `call-${index}`,
        }),
      ),
    ).join('\n');

  for (const [name, call, expected] of [
    ['Titan embeddings of 20 tokens', { modelId: 'amazon.titan-embed-text-v2:0', input: 20, output: 0 }, '0.004'],
    ['calls of Nova Micro with 40 in and 8 out', { modelId: 'amazon.nova-micro-v1:0', input: 40, output: 8 }, '0.0252'],
  ] as const) {
    it(`meters 10,000 ${name} at exactly ${expected} USD`, () => {
      const file = folder.write('log', uniform(10_000, call));
      const { summary } = objects(budgeteer(['replay', '--json', '--limit', '100', file])).at(-1) as {
        summary: { spentUsd: string; calls: number };
      };
      expect([summary.calls, summary.spentUsd]).to.deep.equal([10_000, expected]);
    });
  }

  it('has spent by principal, by model and in all the sum of the costs, refused calls included', () => {
    const costs = objects(budgeteer(['cost', '--json', 'examples/logs']));
    const lines = objects(budgeteer(['replay', '--json', '--stack', 'dev', 'examples/logs']));
    const { summary } = lines.at(-1) as {
      summary: {
        spentUsd: string;
        provisionalUsd: string;
        principals: Money[];
        models: Money[];
        duplicates: number;
        invalid: number;
      };
    };
    interface Money {
      readonly principal?: string;
      readonly spentUsd: string;
    }
    const sum = (amounts: readonly unknown[]): string => {
      const units = amounts.map((amount) => {
        const [whole = '0', fraction = ''] = String(amount).split('.');
        return BigInt(whole + fraction.padEnd(18, '0'));
      });
      const total = units
        .reduce((left, right) => left + right, 0n)
        .toString()
        .padStart(19, '0');
      return `${total.slice(0, -18)}.${total.slice(-18)}`.replace(/\.?0+$/, '');
    };
    const provisional = costs.filter(({ status }) => status === 'provisional');
    expect(sum(provisional.map(({ costUsd }) => costUsd)))
      .to.equal(summary.provisionalUsd)
      .and.not.equal('0');
    expect(sum(costs.map(({ costUsd }) => costUsd))).to.equal(summary.spentUsd);
    for (const part of [summary.principals, summary.models])
      expect(sum(part.map(({ spentUsd }) => spentUsd))).to.equal(summary.spentUsd);
    for (const { principal, spentUsd } of summary.principals) {
      expect(sum(costs.filter((cost) => cost['principal'] === principal).map(({ costUsd }) => costUsd))).to.equal(
        spentUsd,
      );
    }
    expect([summary.duplicates, summary.invalid]).to.deep.equal([2, 1]);
  });

  it('orders records by timestamp, or as delivered', () => {
    const lines = uniform(3, { modelId: 'amazon.nova-micro-v1:0', input: 1_000_000, output: 0 }).split('\n');
    const late = lines.map((line, index) => line.replace('2026-09-01', index === 2 ? '2026-07-01' : '2026-09-01'));
    const file = folder.write('log', late.join('\n'));
    const events = (args: readonly string[]): readonly unknown[] =>
      objects(budgeteer(['replay', '--json', ...args, file])).map(({ event }) => event);
    expect(events([])).to.not.include('LateSpendRecorded');
    expect(events(['--as-delivered'])).to.include('LateSpendRecorded');
  });
});

describe('budgeteer, used wrongly,', () => {
  const table: readonly (readonly [readonly string[], string])[] = [
    [[], 'no command; see --help'],
    [['bogus'], "unknown command 'bogus'"],
    [['cost'], "missing required argument 'FILE'"],
    [['cost', '--bogus', '-'], "unknown option '--bogus'"],
    [['cost', 'nowhere.log'], 'nowhere.log: cannot be read: ENOENT: no such file or directory'],
    [
      ['cost', '--inference-profiles', 'nowhere.json', '-'],
      'nowhere.json: cannot be read: ENOENT: no such file or directory',
    ],
    [['replay', '--limit', '-5', '-'], 'budgetLimitUsd: "-5" is not an amount of USD above 0, such as 25 or 0.50'],
    [['replay', '--warn', '95', '-'], 'warnPercent: 95 is not below criticalPercent, 90'],
    [['replay', '--stack', 'nowhere', '-'], 'Pulumi.nowhere.yaml: cannot be read: ENOENT: no such file or directory'],
  ];
  for (const [args, problem] of table) {
    it(`answers ${JSON.stringify(args.join(' '))} with one line and exit 2`, () => {
      const { status, stdout, stderr } = budgeteer(args);
      expect([status, stdout, stderr]).to.deep.equal([2, '', `budgeteer: ${problem}\n`]);
    });
  }

  it('shows its help on demand', () => {
    const { status, stdout } = budgeteer(['--help']);
    expect(status).to.equal(0);
    expect(stdout).to.include('cost').and.include('replay');
  });
});

describe('npm start', () => {
  it('replays the example logs as their generator makes them', () => {
    for (const [name, text] of exampleLogs()) {
      const bytes = readFileSync(`examples/logs/${name}`);
      expect((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'), name).to.equal(text);
    }
  });

  it('shows a principal through normal, warning, critical, grace, suspended and refreshed', () => {
    const lines = objects(budgeteer(['replay', '--json', '--stack', 'dev', 'examples/logs']));
    const ofAlice = lines.filter(({ principal }) => String(principal).endsWith(':user/alice'));
    expect(ofAlice.map(({ event, threshold }) => threshold ?? event)).to.deep.equal([
      'BudgetOpened',
      'warning',
      'critical',
      'exceeded',
      'GraceStarted',
      'SuspensionStarted',
      'AccessSuspended',
      'PeriodStarted',
      'RestorationStarted',
      'AccessRestored',
    ]);
  });
});
