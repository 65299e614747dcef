import { writeMixedLog } from '../measuring/generateLog.js';
import { measureCommand, median } from '../measuring/measure.js';
import { rounded, type Figure } from '../suite/bench.js';

const RECORDS = 100_000;
const ROUNDS = 5;

/** `replay` at three limits in one run in relation to one limit. */
export function limitsRatio(file: string, progress: (line: string) => void): readonly Figure[] {
  progress('replay at one limit and at three');
  writeMixedLog(file, RECORDS);
  const cpuMs = (limits: string): number => measureCommand(['replay', '--json', '--limit', limits, file]).cpuMs;
  const ratios = Array.from({ length: ROUNDS }, () => {
    const one = cpuMs('50');
    return cpuMs('20,50,100') / one;
  });
  return [
    {
      id: 'command-three-limits',
      what: '`replay` at three limits over one',
      value: rounded(median(ratios), 2),
      unit: '×',
      target: { atMost: 1.5 },
    },
  ];
}
