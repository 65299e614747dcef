import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { budgetTablesContract } from '../../contracts/budgetTables.js';
import { priceTableContract } from '../../contracts/priceTable.js';

describe('MemoryBudgetTables', () => {
  budgetTablesContract(() => {
    const tables = new MemoryBudgetTables();
    return Promise.resolve({ budgets: tables, ledger: tables, census: tables });
  });
});

describe('MemoryPriceTable', () => {
  priceTableContract(() => Promise.resolve(new MemoryPriceTable()));
});
