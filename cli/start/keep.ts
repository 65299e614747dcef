import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { budgetItem } from '../../handlers/adapters/budgetItem.js';
import { usageItem } from '../../handlers/adapters/usageItem.js';
import type { World } from '../../local/world/world.js';
import { entryJson } from '../output/worldJson.js';
import { UserError } from '../userError.js';

/** Writes what a world holds into a folder: rows as DynamoDB would hold them, objects, messages, the journal. Throws UserError. */
export function keepIn(folder: string, { tables, buckets, journal, time }: World): void {
  const lines = (path: string, rows: readonly unknown[]): void => {
    write(join(folder, path), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  };
  lines('tables/UserBudgets.jsonl', tables.budgets.records.map(budgetItem));
  lines('tables/UsageTracking.jsonl', tables.budgets.entries.map(usageItem));
  lines('tables/AuditLogs.jsonl', tables.audit.entriesAt(time.now()));
  lines('tables/Pricing.jsonl', tables.prices.rows);
  lines(
    'notifications.jsonl',
    [...journal.of('notified'), ...journal.of('mailed'), ...journal.of('posted')].map(entryJson),
  );
  lines('messages.jsonl', journal.of('message-kept').map(entryJson));
  lines('journal.jsonl', journal.entries.map(entryJson));
  for (const [key, content] of buckets.store.objects) write(join(folder, 'objects', key), content);
}

function write(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: cannot be written: ${reason}`, { cause: error });
  }
}
