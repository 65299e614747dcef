import { isMoreThan } from './money.js';
import { DIMENSIONS } from './usage.js';
import type { UsageRecord } from './usageRecord.js';

/**
 * Whether a record counts in place of an earlier one of the same request: it costs more, and not only because prices
 * were others when it was priced. The same record that comes again, or one of less usage, is never larger.
 */
export function isLarger(record: UsageRecord, earlier: UsageRecord): boolean {
  if (!isMoreThan(record.costUsd, earlier.costUsd)) return false;
  return isPricedOtherwise(record, earlier) || DIMENSIONS.some((name) => record.usage[name] > earlier.usage[name]);
}

/** By what the log tells, not by what is known of prices and profiles. */
function isPricedOtherwise(record: UsageRecord, earlier: UsageRecord): boolean {
  return (
    record.loggedModelId !== earlier.loggedModelId ||
    record.region !== earlier.region ||
    record.tier !== earlier.tier ||
    record.unknownTier !== earlier.unknownTier
  );
}
