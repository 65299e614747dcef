import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeUniformLog } from '../measuring/generateLog.js';
import { measure } from '../measuring/measure.js';

/** A million calls so small that a meter which rounds each of them loses or invents money. */
const RECORDS = 1_000_000;

const CASES = [
  { modelId: 'amazon.titan-embed-text-v2:0', operation: 'InvokeModel', input: 20, output: 0, expected: '0.4' },
  { modelId: 'amazon.nova-micro-v1:0', operation: 'Converse', input: 40, output: 8, expected: '2.52' },
];

const folder = mkdtempSync(join(tmpdir(), 'budgeteer-bench-'));
try {
  for (const { expected, ...call } of CASES) {
    const file = join(folder, 'log.jsonl');
    writeUniformLog(file, RECORDS, call);
    const { output, peakMb } = measure('cli/main.ts', ['replay', '--json', '--limit', '1000', file], true);
    const last = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as {
      summary: { calls: number; spentUsd: string };
    };
    const { calls, spentUsd } = last.summary;
    const verdict = spentUsd === expected && calls === RECORDS ? 'exact' : `WRONG, expected ${expected}`;
    process.stdout.write(`${calls} × ${call.modelId}: ${spentUsd} USD, ${verdict} (peak ${peakMb.toFixed(0)} MB)\n`);
    if (verdict !== 'exact') process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
