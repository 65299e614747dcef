import type { BudgetStore, StoredBudget } from '../ports/budgetStore.js';
import type { Telemetry } from '../ports/telemetry.js';
import { CorruptRowError } from '../runtime/errors.js';

export interface RowPorts {
  readonly budgets: Pick<BudgetStore, 'read'>;
  readonly telemetry: Telemetry;
}

/** Reads budgets; one that cannot be read is told of and left out, so that it holds up no other. */
export async function readRows(
  { budgets, telemetry }: RowPorts,
  principalIds: readonly string[],
): Promise<ReadonlyMap<string, StoredBudget>> {
  if (principalIds.length === 0) return new Map();
  try {
    return await budgets.read(principalIds);
  } catch (error) {
    if (!(error instanceof CorruptRowError)) throw error;
    const [principalId, ...others] = principalIds;
    if (others.length > 0) return readHalves({ budgets, telemetry }, principalIds);
    telemetry.count('BudgetsFailed', 1);
    telemetry.error('a budget cannot be read; it is left out until it is corrected', error, { principalId });
    return new Map();
  }
}

async function readHalves(
  ports: RowPorts,
  principalIds: readonly string[],
): Promise<ReadonlyMap<string, StoredBudget>> {
  const middle = Math.ceil(principalIds.length / 2);
  const halves = [
    await readRows(ports, principalIds.slice(0, middle)),
    await readRows(ports, principalIds.slice(middle)),
  ];
  return new Map(halves.flatMap((half) => [...half]));
}
