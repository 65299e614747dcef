import { MemoryAuditLog } from '../../../local/memory/memoryAuditLog.js';
import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { auditReaderContract } from '../../contracts/auditReader.js';
import { budgetReaderContract } from '../../contracts/budgetReader.js';
import { usageReaderContract } from '../../contracts/usageReader.js';

describe('MemoryBudgetTables, read', () => {
  budgetReaderContract(() => {
    const tables = new MemoryBudgetTables();
    return Promise.resolve({ budgets: tables, reader: tables });
  });
  usageReaderContract(() => {
    const tables = new MemoryBudgetTables();
    return Promise.resolve({ ledger: tables, reader: tables });
  });
});

describe('MemoryAuditLog', () => {
  auditReaderContract(() => {
    const log = new MemoryAuditLog();
    return Promise.resolve({ log, reader: log });
  });
});
