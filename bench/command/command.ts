import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../suite/bench.js';
import { exactTotals } from './exactTotals.js';
import { keptInMemory } from './keptInMemory.js';
import { limitsRatio } from './limits.js';
import { largeLog, logWithBodies } from './throughput.js';

export const command: Bench = {
  name: 'command',
  title: 'what `cost` and `replay` take',
  about:
    'Generated logs of mixed calls over 60 days: records of 0.7 KB without prompts and, where it says so, of 20 KB with them. ' +
    'MB a second are by CPU time, the start of the process included; × is CPU time in relation to reading the file and ' +
    'JSON.parse of each line; memory is the peak of the process.',
  measure: (progress) => {
    const folder = mkdtempSync(join(tmpdir(), 'budgeteer-bench-'));
    const file = join(folder, 'log.jsonl');
    try {
      const parts = [largeLog, logWithBodies, limitsRatio, exactTotals, keptInMemory];
      return Promise.resolve(parts.flatMap((part) => part(file, progress)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
