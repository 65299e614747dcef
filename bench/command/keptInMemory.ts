import { measure } from '../measuring/measure.js';
import { rounded, type Figure } from '../suite/bench.js';

/** What a million records take in memory, beside a plain map and a plain array. */
const WAYS = [
  { id: 'ids', what: 'ids of a million calls', way: 'ids in RequestIds', without: 'ids, not kept' },
  { id: 'ids-in-map', what: 'the same in a Map', way: 'ids in a Map', without: 'ids, not kept' },
  { id: 'spends', what: 'a million spends, put in order', way: 'spends in a SpendLog', without: 'spends, not kept' },
  { id: 'spends-in-array', what: 'the same in an array', way: 'spends in an array', without: 'spends, not kept' },
];

export function keptInMemory(_: string, progress: (line: string) => void): readonly Figure[] {
  progress('a million ids and spends');
  const run = (name: string): { readonly cpuMs: number; readonly peakMb: number } =>
    measure('bench/command/keeping.ts', [name]);
  return WAYS.flatMap(({ id, what, way, without }): readonly Figure[] => {
    const [kept, bare] = [run(way), run(without)];
    return [
      { id: `command-${id}-mb`, what, value: rounded(kept.peakMb - bare.peakMb, 0), unit: 'MB' },
      { id: `command-${id}-s`, what: `${what}, CPU`, value: rounded((kept.cpuMs - bare.cpuMs) / 1000, 1), unit: 's' },
    ];
  });
}
