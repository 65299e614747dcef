import { expect } from 'chai';

import { MINUTE_MS } from '../../domain/instant.js';

import { parseExactUsd, usd, usdToString } from '../../domain/money.js';

import { allProvisional } from './allProvisional.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import type { BudgetCensus } from '../../handlers/ports/budgetCensus.js';
import type { StoredBudget, BudgetStore } from '../../handlers/ports/budgetStore.js';
import type { LedgerEntry, UsageLedger } from '../../handlers/ports/usageLedger.js';

import { ALICE, BUDGETS, entry, EVENT, FACTS, PROVISIONAL, record, START, usage } from './budgetRows.js';

interface Tables {
  readonly budgets: BudgetStore;
  readonly ledger: UsageLedger;
  readonly census: BudgetCensus;
}

/** What every pair of adapters of the two tables does alike. */
export function budgetTablesContract(create: () => Promise<Tables>): void {
  for (const budget of BUDGETS) {
    it(`reads back every digit of a budget that is ${budget.status}`, async () => {
      const { budgets } = await create();
      const written = record({ budget });
      expect(await budgets.save({ before: undefined, after: written })).to.equal('saved');
      expect(await budgets.read([ALICE, 'nobody'])).to.deep.equal(new Map([[ALICE, written]]));
    });
  }

  it('leaves nothing behind of a former status, of published events and of work that was done', async () => {
    const { budgets } = await create();
    let before: StoredBudget | undefined;
    for (const [index, budget] of BUDGETS.entries()) {
      const isEven = index % 2 === 0;
      const after = record({
        budget,
        version: index + 1,
        outbox: isEven ? [EVENT] : [],
        reviewDueAt: isEven ? START : undefined,
        refreshDueAt: isEven ? undefined : START,
      });
      expect(await budgets.save({ before, after })).to.equal('saved');
      expect((await budgets.read([ALICE])).get(ALICE)).to.deep.equal(after);
      before = after;
    }
  });

  it('refuses a write that was decided on another version', async () => {
    const { budgets } = await create();
    const first = record();
    const second = record({ version: 2, outbox: [] });
    expect(await budgets.save({ before: first, after: second })).to.equal('conflict');
    await budgets.save({ before: undefined, after: first });
    expect(await budgets.save({ before: undefined, after: first })).to.equal('conflict');
    expect(await budgets.save({ before: first, after: second })).to.equal('saved');
    expect(await budgets.save({ before: first, after: second })).to.equal('conflict');
  });

  it('finds budgets with due work, the longest due first, page by page, and those of a name', async () => {
    const { budgets } = await create();
    for (const [name, dueAt] of [
      ['b', 20],
      ['a', 10],
      ['later', 31],
      ['none', undefined],
      ['c', 30],
    ] as const) {
      const budget = { ...FACTS, principalId: `arn:aws:iam::444455556666:user/${name}`, status: 'active' } as const;
      const reviewDueAt = dueAt === undefined ? undefined : START + dueAt;
      await budgets.save({ before: undefined, after: record({ budget, reviewDueAt, refreshDueAt: reviewDueAt }) });
    }
    for (const work of ['review', 'refresh'] as const) {
      const found: string[] = [];
      let from: string | undefined;
      do {
        const page = await budgets.due(work, START + 30, 2, from);
        found.push(...page.principalIds);
        from = page.next;
      } while (from !== undefined);
      expect(found.map((id) => id.slice(-1))).to.deep.equal(['a', 'b', 'c']);
    }
    expect(await budgets.named('later')).to.deep.equal(['arn:aws:iam::444455556666:user/later']);
    expect(await budgets.named('ate')).to.deep.equal([]);
  });

  it('counts budgets by status, those of every page', async () => {
    const { budgets, census } = await create();
    const team = { ...FACTS, accountType: 'team', status: 'active' } as const;
    const all = [...BUDGETS, ...BUDGETS.slice(0, 3), team];
    for (const [index, budget] of all.entries()) {
      const after = record({ budget: { ...budget, principalId: `${ALICE}-${index}` } });
      await budgets.save({ before: undefined, after });
    }
    const byStatus = { active: 6, grace: 2, suspending: 2, suspended: 2, restoring: 1, closed: 1, alert_only: 1 };
    expect(await census.countByStatus(Number.POSITIVE_INFINITY)).to.deep.equal({ budgets: byStatus, unreadable: [] });
  });

  it('counts none where there are none', async () => {
    const { census } = await create();
    const none = { active: 0, grace: 0, suspending: 0, suspended: 0, restoring: 0, closed: 0, alert_only: 0 };
    expect(await census.countByStatus(Number.POSITIVE_INFINITY)).to.deep.equal({ budgets: none, unreadable: [] });
  });

  it('charges entries with their budget, all or nothing, and says what stood in the way', async () => {
    const { budgets, ledger } = await create();
    const first = record();
    const charged = [entry(usage('a')), entry(usage('b'), { isLate: true })];
    expect(await ledger.charge({ before: undefined, after: first }, charged)).to.deep.equal({ kind: 'charged' });
    const second = record({ version: 2 });
    const mixed = [entry(usage('c')), entry(usage('b')), entry(usage('a'))];
    expect(await ledger.charge({ before: first, after: second }, mixed)).to.deep.equal({
      kind: 'refused',
      isStale: false,
      duplicates: [
        { index: 1, stored: charged[1] },
        { index: 2, stored: charged[0] },
      ],
    });
    expect(await ledger.charge({ before: second, after: record({ version: 3 }) }, [entry(usage('c'))])).to.deep.equal({
      kind: 'refused',
      isStale: true,
      duplicates: [],
    });
    expect((await budgets.read([ALICE])).get(ALICE)).to.deep.equal(first);
    expect(await ledger.charge({ before: first, after: second }, [entry(usage('c'))])).to.deep.equal({
      kind: 'charged',
    });
  });

  it('holds as many entries as a transaction can', async () => {
    const { ledger } = await create();
    const entries = Array.from({ length: 99 }, (_, index) => entry(usage(`request-${index}`)));
    expect(await ledger.charge({ before: undefined, after: record() }, entries)).to.deep.equal({ kind: 'charged' });
  });

  it('finds provisional entries whole, and corrects each once', async () => {
    const { ledger } = await create();
    const first = record();
    const provisional = entry(PROVISIONAL);
    const old = entry({ ...PROVISIONAL, requestId: 'p-0', timestamp: START - MINUTE_MS });
    const late = entry({ ...PROVISIONAL, requestId: 'p-2' }, { isLate: true });
    await ledger.charge({ before: undefined, after: first }, [provisional, old, late, entry(usage('a'))]);
    expect(await allProvisional(ledger, START)).to.deep.equal([provisional]);
    const corrected = entry(usage('p-1', { costUsd: usd('0.5') }));
    const second = record({ version: 2 });
    const answers = [
      await ledger.charge({ before: first, after: second }, [{ ...corrected, replaces: provisional }]),
      await ledger.charge({ before: second, after: record({ version: 3 }) }, [{ ...corrected, replaces: provisional }]),
    ];
    const duplicates = [{ index: 0, stored: corrected }];
    expect(answers).to.deep.equal([{ kind: 'charged' }, { kind: 'refused', isStale: false, duplicates }]);
    expect(await allProvisional(ledger, START)).to.deep.equal([]);
  });

  const EARLIER = entry(usage('a'));
  const LARGER = entry(usage('a', { costUsd: usd('0.00000140876') }), {
    lateUsd: parseExactUsd('1E-14'),
    replacements: 1,
  });
  const changed = (change: Partial<UsageRecord>): LedgerEntry => entry(usage('a', change));
  const expectations: readonly (readonly [string, LedgerEntry | undefined, LedgerEntry | undefined, boolean])[] = [
    ['the entry that is there', EARLIER, EARLIER, true],
    [
      'one of another cost by the last digit',
      EARLIER,
      changed({ costUsd: parseExactUsd('0.00000140875000000001') }),
      false,
    ],
    ['one of another price status', EARLIER, changed({ priceStatus: 'provisional' }), false],
    ['one that has been replaced', LARGER, entry(LARGER.record), false],
    ['one that has been replaced once more', { ...LARGER, replacements: 2 }, LARGER, false],
    ['one that has replaced another', LARGER, LARGER, true],
    ['one that is not there', undefined, EARLIER, false],
    ['none, where there is one', EARLIER, undefined, false],
  ];
  for (const [what, there, replaces, isCharged] of expectations) {
    it(`replaces ${what}: ${isCharged ? 'yes' : 'no'}, and says what is there`, async () => {
      const { ledger } = await create();
      const [first, second] = [record(), record({ version: 2 })];
      await ledger.charge({ before: undefined, after: first }, there === undefined ? [] : [there]);
      const change = replaces === undefined ? LARGER : { ...LARGER, replaces };
      const answer = await ledger.charge({ before: first, after: second }, [change]);
      const duplicates = [{ index: 0, stored: there }];
      expect(answer).to.deep.equal(isCharged ? { kind: 'charged' } : { kind: 'refused', isStale: false, duplicates });
      if (!isCharged) return;
      expect(await ledger.charge({ before: second, after: record({ version: 3 }) }, [EARLIER])).to.deep.equal({
        kind: 'refused',
        isStale: false,
        duplicates: [{ index: 0, stored: LARGER }],
      });
    });
  }

  it('keeps the sum of many small amounts exact', async () => {
    const { budgets } = await create();
    const spentUsd = parseExactUsd('0.10000000000000000001');
    await budgets.save({ before: undefined, after: record({ budget: { ...FACTS, status: 'active', spentUsd } }) });
    const read = (await budgets.read([ALICE])).get(ALICE)?.budget.spentUsd;
    expect(usdToString(read ?? usd('0'))).to.equal('0.10000000000000000001');
  });
}
