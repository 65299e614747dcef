import type { Instant } from '../instant.js';
import type { Usd } from '../money.js';
import { mislabelOf, type RateContext } from './mislabelledRate.js';
import type { PriceBook } from '../pricing/priceBook.js';
import type { FoundRate, FoundRow } from './priceRows.js';
import { isSamePlace, type PriceKey, type PriceRow, type RatePlace, type TableRate } from './priceTable.js';
import { guardRate } from './rateGuard.js';
import { ratesElsewhere, bookRate, vouchedRate } from './vouchedRate.js';
import { withHistory } from './rateHistory.js';

/** A price of the Price List that is refused: what is in use stays. */
export interface QuarantinedRate extends PriceKey, RatePlace {
  /** In use and staying so; undefined where nothing is known. */
  readonly fromUsdPer1000: Usd | undefined;
  /** Undefined where the row has no price that can be read as one. */
  readonly toUsdPer1000: Usd | undefined;
  readonly reason: string;
  /** What the row has in place of a price. */
  readonly found?: string;
  readonly sku?: string | undefined;
  readonly usageType?: string | undefined;
}

export interface RefreshedRow {
  /** What to write; undefined if that is nothing. */
  readonly row: PriceRow | undefined;
  readonly held: readonly QuarantinedRate[];
}

/**
 * Takes the rates that a refresh found over those of the row in use (undefined on the first fill, when the book's are in
 * use), each past the guard. A rate of the row that was not found again stays: the last price seen is a better guess
 * than the book's. Earlier rates stay as far back as `keepFrom`. Repeating it changes nothing.
 */
export function refreshRow(
  found: FoundRow,
  current: PriceRow | undefined,
  book: PriceBook,
  at: Instant,
  keepFrom: Instant = Number.NEGATIVE_INFINITY,
): RefreshedRow {
  const { modelId, region, scope } = found;
  const inUse = current?.rates ?? [];
  const vouched = (place: RatePlace): Usd | undefined => {
    const anchor = inUse.find((rate) => isSamePlace(rate, place))?.anchorUsdPer1000;
    return vouchedRate(found, place, current, book, at) ?? anchor;
  };
  const around = { found: found.rates, inUse, vouched, book } as const;
  const rates: TableRate[] = [];
  const held: QuarantinedRate[] = [];
  for (const rate of found.rates) {
    const known = inUse.find((other) => isSamePlace(other, rate));
    const anchor = vouched(rate) ?? known?.usdPer1000;
    const isOfBook = bookRate(found, rate, book, at)?.equals(rate.usdPer1000) === true;
    const elsewhere = anchor === undefined ? ratesElsewhere(modelId, rate, book) : [];
    const reason = isOfBook ? undefined : refusalOf(rate, anchor, { ...around, elsewhere });
    if (reason === undefined) rates.push(withHistory(accepted(rate, anchor), known, keepFrom));
    else held.push(heldRate(found, rate, known?.usdPer1000 ?? anchor, reason));
  }
  const kept = inUse.filter((rate) => !rates.some((other) => isSamePlace(other, rate)));
  const source = kept.length === 0 ? found.source : `${found.source}; some rates from before`;
  const all = [...rates, ...kept];
  const approvals = current?.approvals === undefined ? {} : { approvals: current.approvals };
  return { row: all.length === 0 ? undefined : { modelId, region, scope, rates: all, source, ...approvals }, held };
}

/** Undefined lets it pass: what somebody vouches for does, whatever else it looks like. */
function refusalOf(rate: TableRate, anchor: Usd | undefined, around: RateContext): string | undefined {
  if (anchor?.equals(rate.usdPer1000) === true) return undefined;
  const guarded = guardRate(anchor, rate.usdPer1000, rate.dimension);
  if (guarded.kind === 'held') return guarded.reason;
  return isFarFromAll(rate, around.elsewhere) ? FAR_FROM_ALL : mislabelOf(rate, around);
}

const FAR_FROM_ALL = 'more than threefold away from what the model costs elsewhere';

/** The first rate of a Region or scope, of a model that is known in others. */
function isFarFromAll({ usdPer1000, dimension }: TableRate, elsewhere: readonly Usd[]): boolean {
  return elsewhere.length > 0 && elsewhere.every((other) => guardRate(other, usdPer1000, dimension).kind === 'held');
}

/** Without an anchor the first rate seen becomes one. */
function accepted(rate: FoundRate, anchor: Usd | undefined): TableRate {
  const { dimension, tier, contextSize, usdPer1000, effectiveFrom } = rate;
  return { dimension, tier, contextSize, usdPer1000, effectiveFrom, anchorUsdPer1000: anchor ?? usdPer1000 };
}

function heldRate(
  { modelId, region, scope }: FoundRow,
  rate: FoundRate,
  fromUsdPer1000: Usd | undefined,
  reason: string,
): QuarantinedRate {
  const { dimension, tier, contextSize, usdPer1000: toUsdPer1000, sku, usageType } = rate;
  return { modelId, region, scope, dimension, tier, contextSize, fromUsdPer1000, toUsdPer1000, reason, sku, usageType };
}
