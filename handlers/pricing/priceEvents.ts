import { formatInstant, startOfUtcDay, type Instant } from '../../domain/instant.js';
import type { RefusedRow } from '../../domain/priceList/refusedRows.js';
import { eventIdOf } from '../runtime/eventId.js';
import type { BusEvent } from '../ports/eventBus.js';
import { usdToString, type Usd } from '../../domain/money.js';
import type { QuarantinedRate } from '../../domain/priceList/priceRefresh.js';
import type { Telemetry } from '../ports/telemetry.js';

/** Tells people that a price was not taken over; the same price of the same day is the same event. */
export function priceChangeHeld(held: QuarantinedRate, at: Instant): BusEvent {
  const detail = { type: 'PriceChangeQuarantined', at: formatInstant(at), ...factsOf(held) } as const;
  return { eventId: idOf(held, at), detail };
}

/** Counts refused prices, and names each with its row of the Price List. */
export function logHeld(telemetry: Telemetry, held: readonly QuarantinedRate[]): void {
  telemetry.count('PricesHeld', held.length);
  for (const each of held) telemetry.warn('price not taken over', factsOf(each));
}

/** Amounts as text; what is not known is left out. */
function factsOf({ fromUsdPer1000, toUsdPer1000, sku, usageType, ...facts }: QuarantinedRate): Record<string, string> {
  return {
    ...facts,
    ...amountOf('fromUsdPer1000', fromUsdPer1000),
    ...amountOf('toUsdPer1000', toUsdPer1000),
    ...(sku === undefined ? {} : { sku }),
    ...(usageType === undefined ? {} : { usageType }),
  };
}

function amountOf(name: string, amount: Usd | undefined): Record<string, string> {
  return amount === undefined ? {} : { [name]: usdToString(amount) };
}

/**
 * A rate that moved too far is told every day, for it is likely to be the one that AWS bills. A row that cannot be used
 * at all (`found` says what stands in place of a price) is told once: the notice log keeps ids for 30 days.
 */
function idOf(held: QuarantinedRate, at: Instant): string {
  const { modelId, region, scope, dimension, tier, contextSize, toUsdPer1000, found, sku } = held;
  const place = [modelId, region, scope, dimension, tier, contextSize];
  const price = toUsdPer1000 === undefined ? '' : usdToString(toUsdPer1000);
  const which = found === undefined ? [price, formatInstant(startOfUtcDay(at))] : [held.reason, found, sku ?? ''];
  return eventIdOf(`PriceChangeQuarantined|${[...place, ...which].join('|')}`);
}

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
