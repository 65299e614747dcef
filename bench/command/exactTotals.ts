import { writeUniformLog } from '../measuring/generateLog.js';
import { measureCommand } from '../measuring/measure.js';
import { rounded, type Figure } from '../suite/bench.js';

/** A million calls so small that a meter which rounds each of them loses or invents money. */
const RECORDS = 1_000_000;

const CASES = [
  {
    id: 'embeddings',
    what: 'a million Titan embeddings of 20 tokens',
    call: { modelId: 'amazon.titan-embed-text-v2:0', operation: 'InvokeModel', input: 20, output: 0 },
    expected: '0.4',
  },
  {
    id: 'nova-micro',
    what: 'a million Nova Micro calls of 40 and 8 tokens',
    call: { modelId: 'amazon.nova-micro-v1:0', operation: 'Converse', input: 40, output: 8 },
    expected: '2.52',
  },
];

export function exactTotals(file: string, progress: (line: string) => void): readonly Figure[] {
  return CASES.flatMap(({ id, what, call, expected }): readonly Figure[] => {
    progress(what);
    writeUniformLog(file, RECORDS, call);
    const { output, peakMb } = measureCommand(['replay', '--json', '--limit', '1000', file], true);
    const last = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as {
      summary: { calls: number; spentUsd: string };
    };
    const { calls, spentUsd } = last.summary;
    if (calls !== RECORDS) throw new Error(`${what}: ${calls} calls were counted`);
    return [
      {
        id: `command-${id}-usd`,
        what: `\`replay\`, ${what}`,
        value: spentUsd,
        unit: 'USD',
        target: { exactly: expected },
      },
      { id: `command-${id}-memory-mb`, what: `\`replay\`, ${what}, memory`, value: rounded(peakMb, 0), unit: 'MB' },
    ];
  });
}
