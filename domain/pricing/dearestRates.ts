import { isMoreThan, scaleUsd, usd, type Usd } from '../money.js';
import type { RowTier } from './priceBookData.js';
import type { Dimension } from '../invocations/usage.js';

/** A rate with what proves it. */
export interface KnownRate {
  readonly usdPer1000: Usd;
  readonly source: string;
  /** First day of the rate, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
}

export type KnownRates = ReadonlyMap<Dimension, KnownRate>;

/** Where and how the call was made that a rate stands in for; several tiers where it is not known which one served. */
export interface Place {
  readonly region: string;
  readonly tiers: readonly RowTier[];
}

/** The rates of one row of the price book. */
export interface RatesOfRow {
  readonly regions: readonly string[];
  readonly tier: RowTier;
  readonly rates: KnownRates;
}

export interface TierFactor {
  readonly factor: Usd;
  readonly source: string;
}

/** The highest rates ever, by partition, tier and dimension: over all Regions, scopes and context sizes. */
export type DearestRates = ReadonlyMap<string, KnownRate>;

/** Rates of AWS GovCloud are up to this much above the commercial ones (prices/README.md). */
export const GOVCLOUD_FACTOR = '1.2';

const COMMERCIAL = 'commercial';

const OTHER_PARTITION = /^(us-gov|cn|us-iso[a-z]*|eu-iso[a-z]*|eusc)-/;

export function isCommercial(region: string): boolean {
  return partitionOf(region) === COMMERCIAL;
}

export function dearestOfRows(rows: readonly RatesOfRow[]): DearestRates {
  const dearest = new Map<string, KnownRate>();
  for (const { regions, tier, rates } of rows) {
    for (const partition of new Set(regions.map(partitionOf))) {
      for (const [dimension, rate] of rates) keepDearer(dearest, keyOf(partition, tier, dimension), rate);
    }
  }
  return dearest;
}

export function dearestOfAll(all: readonly DearestRates[]): DearestRates {
  const dearest = new Map<string, KnownRate>();
  for (const one of all) for (const [key, rate] of one) keepDearer(dearest, key, rate);
  return dearest;
}

/**
 * What none of the rates goes beyond at a place: the rows of its tiers, and the standard ones by the factors of the
 * tiers. Outside the commercial partition the rows there and the commercial ones by the factor of GovCloud count.
 */
export function dearestAt(
  dearest: DearestRates,
  dimension: Dimension,
  place: Place,
  factorOf: (tier: RowTier) => TierFactor | undefined,
): KnownRate | undefined {
  const partition = partitionOf(place.region);
  const candidates = [COMMERCIAL, ...(partition === COMMERCIAL ? [] : [partition])].flatMap((from) =>
    place.tiers.flatMap((tier) => {
      const own = dearest.get(keyOf(from, tier, dimension));
      const standard = dearest.get(keyOf(from, 'standard', dimension));
      const factor = factorOf(tier);
      const scaled = standard === undefined || factor === undefined ? undefined : scaledRate(standard, factor);
      const rates = [own, scaled].filter((rate) => rate !== undefined);
      return from === partition ? rates : rates.map((rate) => scaledRate(rate, GOVCLOUD));
    }),
  );
  return dearestRate(candidates);
}

/** The first of the highest. */
export function dearestRate(rates: readonly KnownRate[]): KnownRate | undefined {
  const [first, ...others] = rates;
  if (first === undefined) return undefined;
  return others.reduce((best, rate) => (isMoreThan(rate.usdPer1000, best.usdPer1000) ? rate : best), first);
}

export function scaledRate(rate: KnownRate, { factor, source }: TierFactor): KnownRate {
  return { ...rate, usdPer1000: scaleUsd(rate.usdPer1000, factor), source: `${rate.source} × ${source}` };
}

const GOVCLOUD: TierFactor = { factor: usd(GOVCLOUD_FACTOR), source: 'govcloud-factor' };

function keepDearer(dearest: Map<string, KnownRate>, key: string, rate: KnownRate): void {
  const best = dearest.get(key);
  if (best === undefined || isMoreThan(rate.usdPer1000, best.usdPer1000)) dearest.set(key, rate);
}

function partitionOf(region: string): string {
  return OTHER_PARTITION.exec(region)?.[1] ?? COMMERCIAL;
}

function keyOf(partition: string, tier: RowTier, dimension: Dimension): string {
  return `${partition}|${tier}|${dimension}`;
}
