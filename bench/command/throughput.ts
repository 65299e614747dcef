import { statSync } from 'node:fs';
import { writeLogWithBodies, writeMixedLog } from '../measuring/generateLog.js';
import { measure, measureCommand, type Run } from '../measuring/measure.js';
import { rounded, type Figure } from '../suite/bench.js';

/** 1 GB of records of 0.7 KB, and of 20 KB. */
const RECORDS = 1_370_000;
const RECORDS_WITH_BODIES = 46_000;

const WHY_SLOW =
  'one thread reads, prices and prints: every field that can change a price is looked for in each record and its bodies';

type Progress = (line: string) => void;

interface Way {
  readonly id: string;
  readonly what: string;
  readonly args: readonly string[];
}

const WAYS: readonly Way[] = [
  { id: 'cost-json', what: '`cost --json`', args: ['cost', '--json'] },
  { id: 'cost-summary', what: '`cost --summary`', args: ['cost', '--summary'] },
  { id: 'replay', what: '`replay --limit 500`', args: ['replay', '--limit', '500'] },
  { id: 'replay-json', what: '`replay --limit 500 --json`', args: ['replay', '--limit', '500', '--json'] },
];

/** What each command takes for 1 GB. */
export function largeLog(file: string, progress: Progress): readonly Figure[] {
  progress('writes 1 GB');
  writeMixedLog(file, RECORDS);
  const parsed = bareParse(file, progress);
  const figures = WAYS.flatMap(({ id, what, args }): readonly Figure[] => {
    progress(`${args.join(' ')}, 1 GB`);
    const run = measureCommand([...args, file]);
    return [
      { ...speed(`command-${id}-mb-per-s`, `${what}, 1 GB`, file, run), target: { atLeast: 60, whyMissed: WHY_SLOW } },
      { ...peak(`command-${id}-memory-mb`, `${what}, 1 GB, memory`, run), target: { atMost: 300 } },
      ratio(`command-${id}-to-parse`, `${what} over bare JSON.parse`, run, parsed),
    ];
  });
  return [speed('command-parse-mb-per-s', 'reading and JSON.parse of each line, 1 GB', file, parsed), ...figures];
}

/** The same for records with prompts and answers. */
export function logWithBodies(file: string, progress: Progress): readonly Figure[] {
  progress('writes 1 GB of records with bodies');
  writeLogWithBodies(file, RECORDS_WITH_BODIES);
  const parsed = bareParse(file, progress);
  const ways = WAYS.filter(({ id }) => id === 'cost-json' || id === 'replay');
  return ways.flatMap(({ id, what, args }): readonly Figure[] => {
    progress(`${args.join(' ')}, 1 GB of records with bodies`);
    const run = measureCommand([...args, file]);
    return [
      speed(`command-${id}-bodies-mb-per-s`, `${what}, 1 GB of records of 20 KB`, file, run),
      peak(`command-${id}-bodies-memory-mb`, `${what}, the same, memory`, run),
      ratio(`command-${id}-bodies-to-parse`, `${what}, the same, over bare JSON.parse`, run, parsed),
    ];
  });
}

function bareParse(file: string, progress: Progress): Run {
  progress('bare JSON.parse');
  return measure('bench/measuring/bareParse.ts', [file]);
}

function speed(id: string, what: string, file: string, { cpuMs }: Run): Figure {
  return { id, what, value: rounded(statSync(file).size / 1000 / cpuMs, 0), unit: 'MB/s' };
}

function peak(id: string, what: string, { peakMb }: Run): Figure {
  return { id, what, value: rounded(peakMb, 0), unit: 'MB' };
}

function ratio(id: string, what: string, run: Run, parsed: Run): Figure {
  return { id, what, value: rounded(run.cpuMs / parsed.cpuMs, 1), unit: '×' };
}
