import type { AccountAccess } from '../inventory/accountAccess.js';
import { accountOf } from '../inventory/accountOf.js';
import { inventory } from '../inventory/inventory.js';
import { csvLine } from '../output/csv.js';
import { INVENTORY_HEAD, inventoryCsv, inventoryJson, inventoryLines } from '../output/inventoryOutput.js';
import { statusLine } from '../output/statusLine.js';
import type { TextOutput } from '../output/textOutput.js';
import type { Stack } from '../stack/stack.js';
import { zoneOf } from '../values/when.js';

export interface InventoryOptions {
  readonly json?: true;
  readonly csv?: true;
  readonly withoutBudget?: true;
  readonly lastUsed: boolean;
  readonly timeZone?: string;
}

/** Who has access to Bedrock, with and without a budget. Answers the exit code. */
export async function runInventory(
  stack: Stack,
  options: InventoryOptions,
  output: TextOutput,
  account: AccountAccess = accountOf(stack),
): Promise<number> {
  const timeZone = zoneOf(options.timeZone);
  const wish = { withoutBudget: options.withoutBudget === true, lastUsed: options.lastUsed };
  const progress = statusLine(true);
  const onLook = (done: number, all: number): void => {
    progress.show(`last use of ${done} of ${all}`);
  };
  const rows = await inventory(stack, account, wish, onLook).finally(progress.stop);
  if (options.json) for (const row of rows) output.line(JSON.stringify(inventoryJson(row)));
  else if (options.csv) for (const line of [csvLine(INVENTORY_HEAD), ...rows.map(inventoryCsv)]) output.line(line);
  else for (const line of inventoryLines(rows, timeZone, wish)) output.line(line);
  return 0;
}
