import { formatInstant, type Instant } from '../instant.js';
import type { DatedRate, TableRate } from './priceTable.js';

/** Earlier rates kept of each rate, whatever the retention: with them a row stays far below DynamoDB's 400 KB. */
export const MAX_EARLIER = 32;

/**
 * The rate found, on top of what the table knows of it. A rate that has not changed keeps its first day, for AWS moves
 * it every month. One that has changed holds from its own first day on: AWS's newest word, so that what was known from
 * then on is forgotten. Of the earlier rates those stay that were in force at `keepFrom` or later.
 */
export function withHistory(rate: TableRate, known: TableRate | undefined, keepFrom: Instant): TableRate {
  const before = [...(known === undefined ? [] : [known]), ...(known?.earlier ?? [])].filter(
    (other) => other.effectiveFrom < rate.effectiveFrom,
  );
  const [last, ...rest] = before;
  const isUnchanged = last?.usdPer1000.equals(rate.usdPer1000) === true;
  const effectiveFrom = isUnchanged ? last.effectiveFrom : rate.effectiveFrom;
  const earlier = inForceSince(isUnchanged ? rest : before, effectiveFrom, keepFrom);
  return { ...rate, effectiveFrom, ...(earlier.length === 0 ? {} : { earlier }) };
}

/** A rate is in force until the first day of the next newer one. */
function inForceSince(dated: readonly DatedRate[], firstDayAfter: string, keepFrom: Instant): readonly DatedRate[] {
  const horizon = Number.isFinite(keepFrom) ? formatInstant(keepFrom).slice(0, 10) : '';
  return dated
    .filter((_, index) => (dated[index - 1]?.effectiveFrom ?? firstDayAfter) > horizon)
    .slice(0, MAX_EARLIER)
    .map(({ usdPer1000, effectiveFrom }) => ({ usdPer1000, effectiveFrom }));
}
