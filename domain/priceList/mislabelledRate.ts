import { isMoreThan, scaleUsd, type Usd } from '../money.js';
import type { PriceBook } from '../pricing/priceBook.js';
import { isSamePlace, type RatePlace, type TableRate } from './priceTable.js';

/** What a rate is compared with besides the one that is vouched for. */
export interface RateContext {
  /** Of the same model, Region and scope: what was found beside it, and what is in use. */
  readonly found: readonly TableRate[];
  readonly inUse: readonly TableRate[];
  /** What is vouched for there. */
  readonly vouched: (place: RatePlace) => Usd | undefined;
  readonly book: Pick<PriceBook, 'tierFactor'>;
  /** Where nothing is vouched for: what the rate is in other Regions and scopes. */
  readonly elsewhere: readonly Usd[];
}

const DISCOUNTED_TIERS = ['batch', 'flex'] as const;

/** Why a rate looks like one of another tier or context size under the wrong name; undefined where it does not. */
export function mislabelOf(rate: TableRate, around: RateContext): string | undefined {
  if (isBelowStandardContext(rate, around)) return 'a long-context rate below the one of standard context';
  if (rate.tier !== 'standard') return undefined;
  const tier = DISCOUNTED_TIERS.find((each) => isPriceOfTier(rate, each, around));
  return tier === undefined ? undefined : `exactly the price of the ${tier} tier`;
}

function isPriceOfTier(rate: TableRate, tier: (typeof DISCOUNTED_TIERS)[number], around: RateContext): boolean {
  const { found, inUse, vouched, book, elsewhere } = around;
  const [standard, ofTier] = [vouched(rate), vouched({ ...rate, tier })];
  if (standard !== undefined && ofTier?.equals(standard) === true) return false;
  const { factor } = book.tierFactor(tier);
  const place = { ...rate, tier };
  const stated = [...found, ...inUse].filter((other) => isSamePlace(other, place)).map(({ usdPer1000 }) => usdPer1000);
  const standards = [standard, inUse.find((other) => isSamePlace(other, rate))?.usdPer1000, ...elsewhere];
  const derived = standards.map((usdPer1000) => usdPer1000 && scaleUsd(usdPer1000, factor));
  return [...stated, ofTier, ...derived].some((usdPer1000) => usdPer1000?.equals(rate.usdPer1000) === true);
}

function isBelowStandardContext(rate: TableRate, { found, inUse, vouched }: RateContext): boolean {
  if (rate.contextSize !== 'long') return false;
  const place = { ...rate, contextSize: 'standard' } as const;
  const known = [found, inUse].map((rates) => rates.find((other) => isSamePlace(other, place))?.usdPer1000);
  const standard = known[0] ?? known[1] ?? vouched(place);
  return standard !== undefined && isMoreThan(standard, rate.usdPer1000);
}
