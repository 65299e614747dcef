import { expect } from 'chai';
import { DAY_MS } from '../../domain/instant.js';
import { parseExactUsd, usd } from '../../domain/money.js';
import type { BudgetStore } from '../../handlers/ports/budgetStore.js';
import { MAX_COUNTS, type TeamCount, type TeamCounts } from '../../handlers/ports/teamCounts.js';
import { record } from './budgetRows.js';

interface Tables {
  readonly budgets: BudgetStore;
  readonly counts: TeamCounts;
}

const START = Date.UTC(2026, 9, 1);
const TEAM = 'team/search';

function countOf(principalId: string, change: Partial<TeamCount> = {}): TeamCount {
  return {
    team: 'search',
    principalId,
    period: { start: START, end: START + 7 * DAY_MS },
    countedUsd: parseExactUsd('0.00000000875'),
    lateCountedUsd: usd('0.5'),
    rowCreatedAt: START,
    rowVersion: 3,
    ...change,
  };
}

/** What every adapter of the TeamSpending table does alike. */
export function teamCountsContract(create: () => Promise<Tables>): void {
  const [before] = [record({ budget: { ...record().budget, principalId: TEAM, accountType: 'team' } })];
  const opened = { before: undefined, after: before };
  const next = { before, after: { ...before, version: 2 } };

  it('writes the budget of a team and the counts of its members together', async () => {
    const { budgets, counts } = await create();
    const many = Array.from({ length: MAX_COUNTS }, (_, index) => countOf(`person/p${String(index).padStart(3, '0')}`));
    expect(
      await counts.save(
        opened,
        many.map((after) => ({ before: undefined, after })),
      ),
    ).to.equal('saved');
    expect((await budgets.read([TEAM])).get(TEAM)?.version).to.equal(1);
    expect(
      await counts.read([
        { team: 'search', principalId: 'person/p007' },
        { team: 'other', principalId: 'person/p007' },
      ]),
    ).to.deep.equal([many[7]]);
    const found: TeamCount[] = [];
    let from: string | undefined;
    do {
      const page = await counts.members('search', from);
      found.push(...page.counts);
      from = page.next;
    } while (from !== undefined);
    expect(found).to.deep.equal(many);
    expect((await counts.members('sea')).counts).to.deep.equal([]);
    expect(await counts.read([])).to.deep.equal([]);
  });

  it('writes nothing where one of them is not as it was read', async () => {
    const { budgets, counts } = await create();
    const [ana, ben] = [countOf('person/ana'), countOf('person/ben')];
    expect(await counts.save(opened, [{ before: undefined, after: ana }])).to.equal('saved');
    const newer = countOf('person/ana', { rowVersion: 4, countedUsd: usd('7') });
    const conflicts: readonly Parameters<TeamCounts['save']>[] = [
      // Somebody has counted her before.
      [
        next,
        [
          { before: undefined, after: newer },
          { before: undefined, after: ben },
        ],
      ],
      [next, [{ before: countOf('person/ana', { rowVersion: 2 }), after: newer }]],
      [next, [{ before: countOf('person/ana', { rowCreatedAt: START - 1 }), after: newer }]],
      [next, [{ before: ben, after: ben }]],
      // The budget has changed meanwhile.
      [opened, [{ before: ana, after: newer }]],
      [{ before: next.after, after: { ...before, version: 3 } }, [{ before: ana, after: newer }]],
    ];
    for (const [budget, changes] of conflicts) expect(await counts.save(budget, changes)).to.equal('conflict');
    expect((await budgets.read([TEAM])).get(TEAM)?.version).to.equal(1);
    expect((await counts.members('search')).counts).to.deep.equal([ana]);
    expect(await counts.save(next, [{ before: ana, after: newer }])).to.equal('saved');
    expect((await counts.members('search')).counts).to.deep.equal([newer]);
  });
}
