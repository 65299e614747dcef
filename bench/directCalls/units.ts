import { budgetItem } from '../../handlers/adapters/budgetItem.js';
import { usageItem } from '../../handlers/adapters/usageItem.js';
import type { BudgetStore } from '../../handlers/ports/budgetStore.js';
import type { UsageLedger } from '../../handlers/ports/usageLedger.js';
import type { MemoryBudgetTables } from '../../local/memory/memoryBudgetTables.js';

/** What metering asks of DynamoDB. Sizes are those of the items as JSON, which is a little more than DynamoDB's own. */
export interface Units {
  calls: number;
  readUnits: number;
  writeUnits: number;
}

const KEYS_A_CALL = 100;

/** The tables, and what is asked of them from now on. */
export function counted(tables: MemoryBudgetTables): {
  readonly budgets: BudgetStore;
  readonly ledger: UsageLedger;
  readonly units: Units;
} {
  const units: Units = { calls: 0, readUnits: 0, writeUnits: 0 };
  const read = (keys: number, unitsAKey: number): void => {
    units.calls += Math.ceil(keys / KEYS_A_CALL);
    units.readUnits += keys * unitsAKey;
  };
  const budgets: BudgetStore = {
    read: (ids) => (read(ids.length, 1), tables.read(ids)),
    save: (change) => tables.save(change),
    due: (work, at, limit, from) => tables.due(work, at, limit, from),
    named: (name) => tables.named(name),
  };
  const ledger: UsageLedger = {
    charge: (change, entries) => {
      const items = [budgetItem(change.after), ...entries.map(usageItem)];
      units.calls += 1;
      // A transaction costs twice.
      units.writeUnits += items.reduce((sum, item) => sum + 2 * kilobytes(item), 0);
      return tables.charge(change, entries);
    },
    charged: (keys) => (read(keys.length, 1), tables.charged(keys)),
    find: (keys) => (read(keys.length, 0.5), tables.find(keys)),
    provisional: (since) => tables.provisional(since),
  };
  return { budgets, ledger, units };
}

function kilobytes(item: unknown): number {
  return Math.ceil(JSON.stringify(item).length / 1024);
}
