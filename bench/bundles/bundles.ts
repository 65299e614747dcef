import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../../handlers/contracts/functions.js';
import { bundleFunctions } from '../../infra/bundles.js';
import { median } from '../measuring/measure.js';
import { rounded, type Bench, type Figure } from '../suite/bench.js';

const ROUNDS = 9;
const TIMED_IMPORT = `const start = performance.now(); await import(process.argv[1]); console.log(performance.now() - start);`;

export const bundles: Bench = {
  name: 'bundles',
  title: 'what a function loads at its cold start',
  about:
    "Size of each function's bundle, the AWS SDK inside, and how long a fresh process takes to import it: the median of nine.",
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
  const kilobytes = code.reduce((sum, name) => sum + statSync(join(bundle, name)).size, 0) / 1000;
  const ms = median(Array.from({ length: ROUNDS }, () => importMs(entry, join(bundle, 'index.mjs'))));
  const isHot = entry === 'usageCalculator';
  return [
    {
      id: `bundle-${entry}-kb`,
      what: `${entry}, size`,
      value: rounded(kilobytes, 0),
      unit: 'KB',
      ...(isHot && { target: { atMost: 400 } }),
    },
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
