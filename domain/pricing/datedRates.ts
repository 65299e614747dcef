import { isCommercial, type KnownRate, type KnownRates } from './dearestRates.js';
import { parseDay, type Instant } from '../instant.js';
import { parseUsd } from '../money.js';
import type { ContextSize, RateRow, RowTier } from './priceBookData.js';
import { DIMENSIONS, type Dimension } from '../invocations/usage.js';
import type { Scope } from '../invocations/modelReference.js';

/** One set of a model's rates: everything that changes them, but for the day. */
export interface RateKey {
  readonly modelId: string;
  readonly region: string;
  readonly scope: Scope;
  readonly tier: RowTier;
  readonly contextSize: ContextSize;
}

export type DatedRates = { readonly from: Instant; readonly rates: KnownRates };

/** The rates of one model by place, newest first, so that the first row not after an instant is the one in force. */
export type ModelRates = ReadonlyMap<string, readonly DatedRates[]>;

const NO_RATES: KnownRates = new Map();

export function readRates(modelId: string, row: RateRow): DatedRates {
  const where = `price book: ${modelId} ${row.scope} ${row.tier} from ${row.effectiveFrom}`;
  const from = required(parseDay(row.effectiveFrom), `${where}: not a day`);
  const rates = new Map<Dimension, KnownRate>();
  for (const dimension of DIMENSIONS) {
    const rate = row.rates[dimension];
    if (rate === undefined) continue;
    const usdPer1000 = required(parseUsd(rate.usdPer1000), `${where}: ${dimension} ${rate.usdPer1000} is not a rate`);
    rates.set(dimension, { usdPer1000, source: rate.source, effectiveFrom: row.effectiveFrom });
  }
  return { from, rates };
}

/** Throws RangeError, naming the first of the rows that is not fit to bill by. */
export function ratesOfModel(rows: readonly RateRow[], modelId: string): ModelRates {
  const byPlace = new Map<string, DatedRates[]>();
  for (const row of rows) {
    const rates = readRates(modelId, row);
    for (const region of row.regions) {
      const place = placeOf({ ...row, region });
      byPlace.set(place, [...(byPlace.get(place) ?? []), rates]);
    }
  }
  for (const dated of byPlace.values()) dated.sort((left, right) => right.from - left.from);
  return byPlace;
}

/** The rows of a place, newest first; those of every Region where it has none of its own. */
export function rowsOf(rates: ModelRates, key: RateKey): readonly DatedRates[] {
  const exact = rates.get(placeOf(key));
  if (exact !== undefined) return exact;
  const everywhere = isCommercial(key.region) ? rates.get(placeOf({ ...key, region: '*' })) : undefined;
  return everywhere ?? [];
}

/** The oldest rates price what came before them. */
export function ratesAt(dated: readonly DatedRates[], at: Instant): KnownRates {
  return (dated.find((entry) => entry.from <= at) ?? dated.at(-1))?.rates ?? NO_RATES;
}

function placeOf({ region, scope, tier, contextSize }: Omit<RateKey, 'modelId'>): string {
  return `${region}|${scope}|${tier}|${contextSize}`;
}

export function required<T>(value: T | undefined, problem: string): T {
  if (value === undefined) throw new RangeError(problem);
  return value;
}
