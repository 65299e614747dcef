import { isObject, objectAt, shown, stringAt, type JsonObject } from '../json.js';
import { parseUsd, scaleUsd, usd, usdToString, type Usd } from '../money.js';
import type { Dimension } from '../invocations/usage.js';

/** Why a price cannot be used. */
export type PriceProblem =
  'a unit that is not known' | 'no price in USD' | 'a price of zero' | 'a price that cannot be read';

export type ListedPrice =
  | { readonly kind: 'price'; readonly usdPer1000: Usd }
  | { readonly kind: 'discount' }
  /** `found` is what stands there instead, for people. */
  | { readonly kind: 'refused'; readonly reason: PriceProblem; readonly found: string }
  | { readonly kind: 'invalid'; readonly path: string; readonly reason: string };

const PATH = 'terms.OnDemand.*.priceDimensions.*';

/** Reads a price dimension of the AWS Price List. */
export function readListedPrice(price: unknown, dimension: Dimension, usageType: string): ListedPrice {
  if (!isObject(price)) return invalid(PATH, 'not an object');
  if (!/^0(?:\.0+)?$/.test(stringAt(price, 'beginRange') ?? '0')) return { kind: 'discount' };
  const unit = stringAt(price, 'unit') ?? '';
  const factor = factorOf(dimension, unit, usageType);
  if (factor === undefined) return { kind: 'refused', reason: 'a unit that is not known', found: unit || 'no unit' };
  const prices = objectAt(price, 'pricePerUnit');
  const text = prices['USD'];
  if (text === undefined) return { kind: 'refused', reason: 'no price in USD', found: currenciesOf(prices) };
  const amount = typeof text === 'string' ? parseUsd(text) : undefined;
  const rate = amount === undefined ? undefined : parseUsd(usdToString(scaleUsd(amount, factor)));
  if (rate === undefined) return { kind: 'refused', reason: 'a price that cannot be read', found: shown(text) };
  if (rate.isZero()) return { kind: 'refused', reason: 'a price of zero', found: '0' };
  return { kind: 'price', usdPer1000: rate };
}

/** `1 CNY`; whatever else stands there is left out, for it goes to people. */
function currenciesOf(prices: JsonObject): string {
  const texts = Object.entries(prices).map(
    ([currency, amount]) => `${typeof amount === 'string' ? amount : '?'} ${currency}`,
  );
  return texts.length === 0 ? 'no price' : texts.join(', ');
}

const BY_ONE = usd('1000');
const BY_THOUSAND = usd('1');
const BY_MILLION = usd('0.001');

/** What makes a price per unit one per 1,000. The Marketplace sells tokens in `Units` of a million of them. */
function factorOf(dimension: Dimension, unit: string, usageType: string): Usd | undefined {
  if (dimension === 'images') return /^images?$/i.test(unit) ? BY_ONE : undefined;
  if (dimension === 'searchUnits') return /^search units?$/i.test(unit) ? BY_ONE : undefined;
  if (/^1k tokens?$/i.test(unit)) return BY_THOUSAND;
  const isMarketplaceUnit = /^units$/i.test(unit) && /MP:/.test(usageType);
  return isMarketplaceUnit || /^1m tokens?$/i.test(unit) ? BY_MILLION : undefined;
}

function invalid(path: string, reason: string): ListedPrice {
  return { kind: 'invalid', path, reason };
}
