import { parseExactUsd } from '../../domain/money.js';
import { principalOf } from '../../domain/iam/principal.js';
import { RequestIds } from '../../cli/metering/requestIds.js';
import { SpendLog, type SpendEntry } from '../../cli/replay/spendLog.js';
import { madeUpRequestId, seededRandom } from '../../local/world/logs/invocationRecord.js';

/** Run in a process of its own: keeps the ids or the spends of a million records in one of these ways. */
const RECORDS = 1_000_000;

const WAYS: Readonly<Record<string, () => void>> = {
  'ids, not kept': () => {
    keepIds(() => undefined);
  },
  'ids in a Map': () => {
    const ids = new Map<string, number>();
    keepIds((id, n) => ids.set(id, ids.get(id) ?? n));
  },
  'ids in RequestIds': () => {
    const ids = new RequestIds();
    keepIds((id, n) => {
      const slot = ids.slotOf(id);
      ids.setValueAt(slot, ids.valueAt(slot) ?? n);
    });
  },
  'spends, not kept': () => {
    for (const spend of madeUpSpends()) if (Number.isNaN(spend.at)) return;
  },
  'spends in an array': () => {
    const spends = [...madeUpSpends()].sort((left, right) => left.at - right.at);
    for (const { at } of spends) if (Number.isNaN(at)) return;
  },
  'spends in a SpendLog': () => {
    const spends = new SpendLog();
    for (const spend of madeUpSpends()) spends.add(spend);
    for (const { at } of spends.inOrder()) if (Number.isNaN(at)) return;
  },
};

function keepIds(keep: (id: string, n: number) => void): void {
  const random = seededRandom(1);
  // Parsed, as a record's id is.
  for (let n = 0; n < RECORDS; n += 1) keep(JSON.parse(`"${madeUpRequestId(random)}"`) as string, n);
}

function* madeUpSpends(): Generator<SpendEntry> {
  const principal = principalOf('arn:aws:iam::444455556666:user/alice');
  for (let n = 0; n < RECORDS; n += 1) {
    const mixed = Math.imul(n, 0x9e3779b1) >>> 0;
    yield { principal, at: 1_780_000_000_000 + mixed, costUsd: parseExactUsd(`0.0${mixed}`) };
  }
}

const way = process.argv[2] ?? '';
const keep = WAYS[way];
if (keep === undefined) throw new Error(`no such way: ${way}`);
keep();
