import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMixedLog } from '../measuring/generateLog.js';
import { measure, median, type Run } from '../measuring/measure.js';

/** CPU time of `cost` and `replay` relative to reading and parsing the same file. */
const records = Number(process.argv[2] ?? 200_000);
const rounds = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'budgeteer-bench-'));
const file = join(folder, 'log.jsonl');

const COMMANDS: readonly (readonly [string, string, readonly string[]])[] = [
  ['read + JSON.parse', 'bench/measuring/bareParse.ts', [file]],
  ['cost --json', 'cli/main.ts', ['cost', '--json', file]],
  ['replay --json', 'cli/main.ts', ['replay', '--json', '--limit', '500', file]],
];

try {
  writeMixedLog(file, records);
  process.stdout.write(`${records} records, ${Math.round(statSync(file).size / 1e6)} MB, ${rounds} rounds, medians\n`);
  const runs = new Map<string, Run[]>(COMMANDS.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, script, args] of COMMANDS) runs.get(name)?.push(measure(script, args));
  }
  const floor = (runs.get('read + JSON.parse') ?? []).map((run) => run.cpuMs);
  for (const [name, measured] of runs) {
    const ratio = median(measured.map((run, round) => run.cpuMs / (floor[round] ?? NaN)));
    const peak = median(measured.map((run) => run.peakMb));
    process.stdout.write(`${name.padEnd(18)} ${ratio.toFixed(2)} × CPU   peak ${peak.toFixed(0)} MB\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
