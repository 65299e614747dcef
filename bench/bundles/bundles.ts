import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../../handlers/contracts/functions.js';
import { bundleFunctions } from '../../infra/bundles.js';
import { median } from '../measuring/measure.js';
import { rounded, type Bench, type Figure } from '../suite/bench.js';

const ROUNDS = 9;
const TIMED_IMPORT =
  'const before = process.cpuUsage(); await import(process.argv[1]); const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000);';

export const bundles: Bench = {
  name: 'bundles',
  title: 'what a function loads at its cold start',
  about:
    'Size of what each function loads at its start, the AWS SDK inside; all: with the parts that it loads only when it needs them. Import: CPU of a fresh process that loads and composes it, the price book included: the median of nine.',
  measure: async (progress) => {
    const folder = mkdtempSync(join(tmpdir(), 'budgeteer-bench-'));
    try {
      const bundleOf = bundleFunctions('.', folder);
      const figures: Figure[] = [];
      for (const entry of FUNCTION_NAMES) {
        progress(entry);
        figures.push(...figuresOf(entry, await bundleOf(entry)));
      }
      return figures;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function figuresOf(entry: FunctionName, bundle: string): readonly Figure[] {
  const code = readdirSync(bundle).filter((name) => name.endsWith('.mjs'));
  const kilobytesOf = (names: readonly string[]): string =>
    rounded(names.reduce((sum, name) => sum + statSync(join(bundle, name)).size, 0) / 1000, 0);
  const ms = median(Array.from({ length: ROUNDS }, () => importMs(entry, join(bundle, 'index.mjs'))));
  const isHot = entry === 'usageCalculator';
  return [
    {
      id: `bundle-${entry}-kb`,
      what: `${entry}, size`,
      value: kilobytesOf(['index.mjs']),
      unit: 'KB',
      ...(isHot && { target: { atMost: 400 } }),
    },
    ...(code.length > 1
      ? [{ id: `bundle-${entry}-all-kb`, what: `${entry}, all parts`, value: kilobytesOf(code), unit: 'KB' }]
      : []),
    {
      id: `bundle-${entry}-ms`,
      what: `${entry}, import`,
      value: rounded(ms, 0),
      unit: 'ms',
      ...(isHot && { target: { atMost: 60 } }),
    },
  ];
}

/** With variables enough to be composed; nothing is called. */
function importMs(entry: FunctionName, path: string): number {
  const values: Readonly<Record<string, string>> = {
    CHANNELS: '[]',
    NOTIFY_PERSONS: '{"by":"off"}',
    INGESTION_PATH: 'firehose',
  };
  const variables = FUNCTIONS[entry].variables.map((name) => [name, values[name] ?? '1'] as const);
  const env: Readonly<Record<string, string>> = { AWS_REGION: 'us-east-1', ...Object.fromEntries(variables) };
  const flags = ['--no-warnings', '--input-type=module', '-e', TIMED_IMPORT];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, path], { env, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${path}: its import failed: ${stderr.split('\n').find((line) => /Error/.test(line))}`);
  return Number(stdout);
}
