import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { budgetTablesContract } from '../../contracts/budgetTables.js';
import { chargedCallsContract } from '../../contracts/chargedCalls.js';
import { priceTableContract } from '../../contracts/priceTable.js';

describe('MemoryBudgetTables', () => {
  budgetTablesContract(() => {
    const tables = new MemoryBudgetTables();
    return Promise.resolve({ budgets: tables, ledger: tables, census: tables });
  });
  chargedCallsContract(() => Promise.resolve({ ledger: new MemoryBudgetTables() }));
});

describe('MemoryPriceTable', () => {
  priceTableContract(() => Promise.resolve(new MemoryPriceTable()));
});
