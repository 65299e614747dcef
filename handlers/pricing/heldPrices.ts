import { formatInstant, startOfUtcDay, type Instant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { HeldRate } from '../../domain/priceRefresh.js';
import { eventIdOf } from '../eventId.js';
import type { BusEvent } from '../ports/eventBus.js';

/** Tells people that a price was not taken over; the same rate of the same day is the same event. */
export function priceChangeHeld(held: HeldRate, at: Instant): BusEvent {
  const { fromUsdPer1000, toUsdPer1000, ...place } = held;
  const detail = {
    type: 'PriceChangeHeld',
    at: formatInstant(at),
    ...place,
    ...(fromUsdPer1000 === undefined ? {} : { fromUsdPer1000: usdToString(fromUsdPer1000) }),
    toUsdPer1000: usdToString(toUsdPer1000),
  } as const;
  return { eventId: idOfDay(held, at), detail };
}

function idOfDay(held: HeldRate, at: Instant): string {
  const { modelId, region, scope, dimension, tier, contextSize, toUsdPer1000 } = held;
  const day = formatInstant(startOfUtcDay(at));
  const name = [modelId, region, scope, dimension, tier, contextSize, usdToString(toUsdPer1000), day].join('|');
  return eventIdOf(`PriceChangeHeld|${name}`);
}
