import { formatInstant, startOfUtcDay, type Instant } from '../../domain/instant.js';
import type { RefusedRow } from '../../domain/priceList/refusedRows.js';
import { eventIdOf } from '../runtime/eventId.js';
import type { BusEvent } from '../ports/eventBus.js';

/** Why the prices of a Region are not all there. */
export interface MissingPrices {
  readonly region: string;
  readonly reason: string;
  /** What is told once only, for it goes on until the next deployment: the notice log keeps ids for 30 days. */
  readonly isToldOnce: boolean;
}

export function pricesMissing({ region, reason, isToldOnce }: MissingPrices, at: Instant): BusEvent {
  const day = isToldOnce ? '' : formatInstant(startOfUtcDay(at));
  const detail = { type: 'PricesMissing', at: formatInstant(at), region, reason } as const;
  return { eventId: eventIdOf(`PricesMissing|${region}|${reason}|${day}`), detail };
}

/**
 * What answered with no rate: the whole Region, or a service that gave rates of it before. A service that never gave any
 * there may have none.
 */
export function emptiedIn(
  region: string,
  given: ReadonlySet<string>,
  gaveBefore: readonly string[],
  failed: ReadonlySet<string>,
): readonly MissingPrices[] {
  if (given.size === 0 && failed.size === 0)
    return [{ region, reason: 'no service has a rate of this Region', isToldOnce: false }];
  return gaveBefore
    .filter((service) => !given.has(service) && !failed.has(service))
    .map((service) => ({ region, reason: `${service} has no rate any more and had some before`, isToldOnce: false }));
}

/** Each code once, however many rows have it. */
export function unknownCodesIn(region: string, refused: readonly RefusedRow[]): readonly MissingPrices[] {
  const codes = new Set(refused.map(({ claim }) => claim.found));
  return [...codes].map((code) => ({
    region,
    reason: `the code ${code} stands for no known Region`,
    isToldOnce: true,
  }));
}
