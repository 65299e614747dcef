import { settingsWith } from '../calls/calls.js';
import type { Spending } from '../calls/spending.js';
import { MeasuredSystem, type SystemSpending } from '../calls/system.js';
import { logEvents, type Batch } from '../calls/traffic.js';

/** What one usual delivery takes once budgets are open, measured at the adapters. */
export interface MeasuredBatch {
  readonly batch: Batch;
  readonly spending: SystemSpending;
  /** Of one log event, in bytes. */
  readonly eventBytes: number;
  /** Of one call's usage row with its entries in indexes. */
  readonly rowBytes: number;
  /** Of all usage lines together, compressed. */
  readonly lineBytes: number;
}

export async function measureBatch(batch: Batch): Promise<MeasuredBatch> {
  const system = new MeasuredSystem(settingsWith({ budgetLimitUsd: '1000000' }));
  await system.take(batch, 1);
  system.takeSpending();
  const lines = await system.take(batch, 2);
  const events = logEvents(batch, 2);
  return {
    batch,
    spending: system.takeSpending(),
    eventBytes: Math.ceil(events.reduce((sum, event) => sum + Buffer.byteLength(event), 0) / events.length),
    rowBytes: system.tables.averageBytes('UsageTracking'),
    lineBytes: lines.length,
  };
}

/** What follows from ten budgets that reach a warning at once, of all functions but the meter. */
export async function measureWarnings(): Promise<{
  readonly warnings: number;
  readonly spending: readonly Spending[];
}> {
  const system = new MeasuredSystem(settingsWith({ budgetLimitUsd: '5' }));
  const batch = { calls: 1000, callers: 10 };
  await system.take(batch, 1);
  system.takeSpending();
  await system.take(batch, 2);
  const { budgetMonitor, auditLogger, notifier } = system.takeSpending();
  return { warnings: batch.callers, spending: [budgetMonitor, auditLogger, notifier] };
}
