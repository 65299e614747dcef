import { parseExactUsd } from '../domain/money.js';
import { principalOf } from '../domain/iam/principal.js';
import { SpendLog, type SpendEntry } from '../cli/replay/spendLog.js';
import { measure } from './measure.js';

/** What a million spends take, kept in a SpendLog, in a plain array, and not at all; read back in order. */
const SPENDS = 1_000_000;

type Keep = () => { readonly add: (spend: SpendEntry) => void; readonly inOrder: () => Iterable<SpendEntry> };

const WAYS: Readonly<Record<string, Keep>> = {
  nowhere: () => ({ add: () => undefined, inOrder: () => [] }),
  'in an array': () => {
    const spends: SpendEntry[] = [];
    return { add: (spend) => spends.push(spend), inOrder: () => spends.sort((left, right) => left.at - right.at) };
  },
  'in a SpendLog': () => new SpendLog(),
};

const PRINCIPALS = Array.from({ length: 50 }, (_, n) => principalOf(`arn:aws:iam::444455556666:user/u${n}`));

function* madeUpSpends(): Generator<SpendEntry> {
  for (let n = 0; n < SPENDS; n += 1) {
    const principal = PRINCIPALS[n % PRINCIPALS.length] ?? principalOf('');
    const mixed = Math.imul(n, 0x9e3779b1) >>> 0;
    yield { principal, at: 1_780_000_000_000 + mixed, costUsd: parseExactUsd(`0.0${mixed}`) };
  }
}

const way = process.argv[2];
if (way === undefined) {
  for (const name of Object.keys(WAYS)) {
    const { cpuMs, peakMb } = measure('bench/spendLog.ts', [name]);
    process.stdout.write(`${name.padEnd(13)} ${(cpuMs / 1000).toFixed(1)} s of CPU, peak ${peakMb.toFixed(0)} MB\n`);
  }
} else {
  const kept = WAYS[way]?.();
  for (const spend of madeUpSpends()) kept?.add(spend);
  for (const { at } of kept?.inOrder() ?? []) if (Number.isNaN(at)) process.exitCode = 1;
}
