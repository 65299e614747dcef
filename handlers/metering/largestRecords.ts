import { isLarger } from '../../domain/pricing/largerRecord.js';
import type { Principal } from '../../domain/iam/principal.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';

export interface PricedRecord {
  readonly principal: Principal;
  /** Index of the delivery. */
  readonly delivery: number;
  readonly record: UsageRecord;
}

/** One record for each request id: the first, unless a later one is larger. */
export function largestRecords(records: readonly PricedRecord[]): readonly PricedRecord[] {
  const largest = new Map<string, PricedRecord>();
  for (const priced of records) {
    const { requestId } = priced.record;
    const earlier = largest.get(requestId);
    if (earlier === undefined || isLarger(priced.record, earlier.record)) largest.set(requestId, priced);
  }
  return [...largest.values()];
}
