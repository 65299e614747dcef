import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMixedLog } from '../measuring/generateLog.js';
import { measure, median } from '../measuring/measure.js';

/** CPU time of `replay` at three limits in one run, relative to one limit; exit 1 if it is more than 1.5 times as much. */
const MOST = 1.5;

const records = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'budgeteer-bench-'));
const file = join(folder, 'log.jsonl');

try {
  writeMixedLog(file, records);
  const cpuMs = (limits: string): number => measure('cli/main.ts', ['replay', '--json', '--limit', limits, file]).cpuMs;
  const runs = Array.from({ length: rounds }, () => ({ one: cpuMs('50'), three: cpuMs('20,50,100') }));
  const ratio = median(runs.map(({ one, three }) => three / one));
  const [one, three] = [median(runs.map((run) => run.one)), median(runs.map((run) => run.three))];
  process.stdout.write(
    `${records} records, ${rounds} rounds, medians: one limit ${(one / 1000).toFixed(2)} s of CPU, three ${(three / 1000).toFixed(2)} s, ratio ${ratio.toFixed(2)}\n`,
  );
  if (ratio > MOST) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
