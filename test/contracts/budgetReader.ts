import { expect } from 'chai';
import type { BudgetReader } from '../../handlers/ports/budgetReader.js';
import type { BudgetStore, StoredBudget } from '../../handlers/ports/budgetStore.js';
import { BUDGETS, EVENT, FACTS, record } from './budgetRows.js';

interface Tables {
  readonly budgets: BudgetStore;
  readonly reader: BudgetReader;
}

/** What every reader of UserBudgets does alike. */
export function budgetReaderContract(create: () => Promise<Tables>): void {
  it('reads nothing of an empty table', async () => {
    const { reader } = await create();
    expect(await allOf(reader)).to.deep.equal([]);
  });

  it('reads every row whole, of principals and teams, in each status', async () => {
    const { budgets, reader } = await create();
    const team = { ...FACTS, accountType: 'team', principalId: 'team/search', status: 'active' } as const;
    const rows = [...BUDGETS.map((budget, index) => ({ ...budget, principalId: `person/p${index + 10}` })), team];
    const written = rows.map((budget) => record({ budget }));
    for (const after of written) await budgets.save({ before: undefined, after });
    expect(await allOf(reader)).to.deep.equal(sorted(written));
  });

  it('goes on to the next page: these rows are more than a megabyte', async () => {
    const { budgets, reader } = await create();
    const note = 'x'.repeat(300_000);
    const written = Array.from({ length: 6 }, (_, index) =>
      record({
        budget: { ...FACTS, principalId: `person/p${index}`, status: 'active' },
        outbox: [{ ...EVENT, detail: { ...EVENT.detail, note } }] as StoredBudget['outbox'],
      }),
    );
    for (const after of written) await budgets.save({ before: undefined, after });
    const found = await allOf(reader);
    expect(found.map(({ budget }) => budget.principalId)).to.deep.equal(
      written.map(({ budget }) => budget.principalId),
    );
  });
}

async function allOf(reader: BudgetReader): Promise<readonly StoredBudget[]> {
  const found: StoredBudget[] = [];
  for await (const { rows, unreadable } of reader.all()) {
    expect(unreadable).to.deep.equal([]);
    found.push(...rows);
  }
  return sorted(found);
}

function sorted(rows: readonly StoredBudget[]): readonly StoredBudget[] {
  return [...rows].sort((one, other) => (one.budget.principalId < other.budget.principalId ? -1 : 1));
}
