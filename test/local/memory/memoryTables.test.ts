import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { budgetTablesContract } from '../../contracts/budgetTables.js';
import { chargedCallsContract } from '../../contracts/chargedCalls.js';
import { teamCountsContract } from '../../contracts/teamCounts.js';
import { priceTableContract } from '../../contracts/priceTable.js';

describe('MemoryBudgetTables', () => {
  budgetTablesContract(() => {
    const tables = new MemoryBudgetTables();
    return Promise.resolve({ budgets: tables, ledger: tables, census: tables });
  });
  teamCountsContract(() => {
    const budgets = new MemoryBudgetTables();
    return Promise.resolve({ budgets, counts: budgets.teamCounts });
  });
  chargedCallsContract(() => Promise.resolve({ ledger: new MemoryBudgetTables() }));
});

describe('MemoryPriceTable', () => {
  priceTableContract(() => Promise.resolve(new MemoryPriceTable()));
});
