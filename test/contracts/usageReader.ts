import { expect } from 'chai';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import type { LedgerEntry, UsageLedger } from '../../handlers/ports/usageLedger.js';
import type { UsageReader } from '../../handlers/ports/usageReader.js';
import { ALICE, BUDGETS, entry, PROVISIONAL, record, START, usage } from './budgetRows.js';

interface Tables {
  readonly ledger: UsageLedger;
  readonly reader: UsageReader;
}

const BOB = 'person/bob';

/** What every reader of UsageTracking does alike. */
export function usageReaderContract(create: () => Promise<Tables>): void {
  async function readerOf(...entries: readonly LedgerEntry[]): Promise<UsageReader> {
    const { ledger, reader } = await create();
    for (const [index, one] of entries.entries()) {
      const budget = { ...(BUDGETS[0] ?? record().budget), principalId: `${one.record.principalId}#${index}` };
      const answer = await ledger.charge({ before: undefined, after: record({ budget }) }, [one]);
      expect(answer).to.deep.equal({ kind: 'charged' });
    }
    return reader;
  }

  it('reads the calls of one principal whole, by time, and of no other', async () => {
    const first = entry(PROVISIONAL);
    const later = entry(usage('a-later', { timestamp: START + DAY_MS }), { isLate: true });
    const other = entry(usage('b', { principalId: BOB }));
    const [alice, longer] = [later, entry(usage('c', { principalId: `${ALICE}2` }))];
    const reader = await readerOf(alice, longer, other, first);
    expect(await callsOf(reader, ALICE, 0, START + 9 * DAY_MS)).to.deep.equal([first, later]);
    expect(await callsOf(reader, 'person/nobody', 0, START + 9 * DAY_MS)).to.deep.equal([]);
  });

  const MIDDAY = START + DAY_MS / 2;
  const offsets = [-2000, -1001, -1000, -999, -1, 0, 1, 500, 999, 1000, 1001];
  const spans: readonly (readonly [from: Instant, to: Instant])[] = [
    [0, 1000],
    [0, 1],
    [-1, 0],
    [1, 1000],
    [500, 1001],
    [-1000, -999],
    [-999, 999],
    [-5000, 5000],
    [0, 0],
    [1000, 0],
  ];
  it('takes what is at the beginning of a span and leaves what is at its end, to the millisecond', async () => {
    const calls = offsets.map((offset) => entry(usage(`call ${offset}`, { timestamp: MIDDAY + offset })));
    const reader = await readerOf(...calls);
    for (const [from, to] of spans) {
      const found = await callsOf(reader, ALICE, MIDDAY + from, MIDDAY + to);
      const within = offsets.filter((offset) => offset >= from && offset < to);
      expect(instantsOf(found), `${from} to ${to}`).to.have.members(within.map((offset) => MIDDAY + offset));
      expect(found).to.have.length(within.length);
    }
  });

  it('goes on to the next page, by time: these rows are more than a megabyte', async () => {
    const calls = Array.from({ length: 6 }, (_, index) =>
      entry(usage(`call ${9 - index}`, { timestamp: START + index * 1000, reasons: ['x'.repeat(300_000)] })),
    );
    const reader = await readerOf(...[...calls].reverse());
    const found = await callsOf(reader, ALICE, START, START + 6000);
    expect(instantsOf(found)).to.deep.equal(instantsOf(calls));
  });

  it('reads the last calls, the latest first', async () => {
    const calls = [3, 1, 4, 2].map((second) =>
      entry(usage(`call ${9 - second}`, { timestamp: START + second * 1000 })),
    );
    const reader = await readerOf(...calls, entry(usage('b', { principalId: BOB, timestamp: START + 9000 })));
    const latest = async (count: number): Promise<readonly number[]> => instantsOf(await reader.latest(ALICE, count));
    expect(await latest(2)).to.deep.equal([START + 4000, START + 3000]);
    expect(await latest(9)).to.deep.equal([START + 4000, START + 3000, START + 2000, START + 1000]);
    expect(await reader.latest('person/nobody', 1)).to.deep.equal([]);
  });
}

async function callsOf(
  reader: UsageReader,
  id: string,
  since: Instant,
  until: Instant,
): Promise<readonly LedgerEntry[]> {
  const found: LedgerEntry[] = [];
  for await (const page of reader.of(id, since, until)) found.push(...page);
  return found;
}

function instantsOf(entries: readonly LedgerEntry[]): readonly Instant[] {
  return entries.map(({ record: { timestamp } }) => timestamp);
}
