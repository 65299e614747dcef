import type { Stack } from '../../../cli/stack/stack.js';
import type { Budget } from '../../../domain/budget/budget.js';
import { readSettings, type Settings } from '../../../domain/settings/settings.js';
import type { UsageRecord } from '../../../domain/pricing/usageRecord.js';
import { MemoryAuditLog } from '../../../local/memory/memoryAuditLog.js';
import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { entry, FACTS, record } from '../../contracts/budgetRows.js';

export interface MemoryStack {
  readonly stack: Stack;
  readonly tables: MemoryBudgetTables;
  readonly audit: MemoryAuditLog;
  /** How often all budgets were read. */
  readonly scans: () => number;
}

const SETTINGS: Settings = settingsOf({ budgetLimitUsd: '10' });

export function settingsOf(texts: Readonly<Record<string, string>>): Settings {
  const read = readSettings(texts);
  if (read.kind === 'settings') return read.settings;
  throw new Error(read.problems.join('; '));
}

export function budgetOf(principalId: string, change: Partial<Budget> = {}): Budget {
  return { ...FACTS, principalId, status: 'active', ...change } as Budget;
}

/** What the looking commands need of a stack, in memory. */
export function memoryStack(budgets: readonly Budget[] = [], calls: readonly UsageRecord[] = []): MemoryStack {
  const [tables, audit] = [new MemoryBudgetTables(), new MemoryAuditLog()];
  const rows = budgets.map((budget, index) => record({ budget, updatedAt: index }));
  tables.restore(
    rows,
    calls.map((call) => entry(call)),
    [],
  );
  let scans = 0;
  const stack: Pick<Stack, 'budgets' | 'usage' | 'audit' | 'regions' | 'settings' | 'name' | 'accountId'> = {
    name: 'prod',
    accountId: '444455556666',
    regions: ['us-east-1', 'eu-west-1'],
    budgets: {
      read: (ids) => tables.read(ids),
      named: (name) => tables.named(name),
      all: () => {
        scans += 1;
        return tables.all();
      },
    },
    usage: tables,
    audit,
    settings: () => Promise.resolve(SETTINGS),
  };
  return { stack: stack as Stack, tables, audit, scans: () => scans };
}
