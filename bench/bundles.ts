import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../infra/bundles.js';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../handlers/contracts/functions.js';
import { median } from './measure.js';

/** Size of each function's bundle, and how long a fresh process takes to import it. */
const MAX_KB = 700;
const MAX_MS = 80;
const ROUNDS = 7;

const TIMED_IMPORT = `const start = performance.now(); await import(process.argv[1]); console.log(performance.now() - start);`;

const folder = mkdtempSync(join(tmpdir(), 'budgeteer-bench-'));
try {
  const bundleOf = bundleFunctions('.', folder);
  for (const entry of FUNCTION_NAMES) {
    const bundle = await bundleOf(entry);
    const code = readdirSync(bundle).filter((name) => name.endsWith('.mjs'));
    const kilobytes = code.reduce((sum, name) => sum + statSync(join(bundle, name)).size, 0) / 1000;
    const ms = median(Array.from({ length: ROUNDS }, () => importMs(entry, join(bundle, 'index.mjs'))));
    const isWithin = kilobytes <= MAX_KB && ms <= MAX_MS;
    process.stdout.write(
      `${entry.padEnd(21)} ${kilobytes.toFixed(0).padStart(4)} KB (at most ${MAX_KB})  import ${ms.toFixed(0).padStart(3)} ms (at most ${MAX_MS})  ${isWithin ? 'ok' : 'OVER'}\n`,
    );
    if (!isWithin) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** With variables enough to be composed; nothing is called. */
function importMs(entry: FunctionName, path: string): number {
  const variables = FUNCTIONS[entry].variables.map((name) => [name, name === 'CHANNELS' ? '[]' : '1'] as const);

  const env: Readonly<Record<string, string>> = { AWS_REGION: 'us-east-1', ...Object.fromEntries(variables) };
  const flags = ['--no-warnings', '--input-type=module', '-e', TIMED_IMPORT];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, path], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${path}: its import failed: ${stderr}`);
  return Number(stdout);
}
