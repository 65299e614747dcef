import { isMoreThan } from '../money.js';
import { DIMENSIONS } from '../invocations/usage.js';
import type { UsageRecord } from './usageRecord.js';

/**
 * Whether a record counts in place of an earlier one of the same request: it costs more, and not only because prices
 * were others when it was priced. The same record that comes again, or one of less usage, is never larger.
 */
export function isLarger(record: UsageRecord, earlier: UsageRecord): boolean {
  if (!isMoreThan(record.costUsd, earlier.costUsd)) return false;
  return isPricedOtherwise(record, earlier) || hasMoreOfSome(record, earlier);
}

/**
 * The record that replaces an earlier one of the same call; undefined if the earlier one stays. Where the larger record
 * costs less, because the earlier one had a stand-in price, the charge stays and is corrected later, as all provisional
 * usage is.
 */
export function replacementOf(record: UsageRecord, earlier: UsageRecord): UsageRecord | undefined {
  if (isLarger(record, earlier)) return record;
  if (earlier.priceStatus !== 'provisional' || isPricedOtherwise(record, earlier)) return undefined;
  if (!hasMoreOfSome(record, earlier) || hasMoreOfSome(earlier, record)) return undefined;
  const { costUsd, priceStatus, priceSource, priceDate, reasons } = earlier;
  return { ...record, costUsd, priceStatus, priceSource, priceDate, reasons };
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

function hasMoreOfSome(record: UsageRecord, earlier: UsageRecord): boolean {
  return DIMENSIONS.some((name) => record.usage[name] > earlier.usage[name]);
}
