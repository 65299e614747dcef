import { parseUsd, type Usd, scaleUsd } from '../money.js';
import type { PriceBook } from '../pricing/priceBook.js';
import { type RatePlace, isSamePlace, type PriceKey, type PriceRow } from './priceTable.js';
import type { Instant } from '../instant.js';

/** What somebody vouches for: a book that was deployed, or a person who approved it in the Pricing table later. */
export function vouchedRate(
  key: PriceKey,
  place: RatePlace,
  row: Pick<PriceRow, 'approvals'> | undefined,
  book: PriceBook,
  at: Instant,
): Usd | undefined {
  const ofBook = bookRate(key, place, book, at);
  const approval = row?.approvals?.find((other) => isSamePlace(other, place));
  if (approval === undefined) return ofBook;
  return ofBook !== undefined && book.asOf > approval.on ? ofBook : approval.usdPer1000;
}

/** As a call would be priced by the book alone: the tier's own rate, else the standard one by its factor. */
export function bookRate(key: PriceKey, place: RatePlace, book: PriceBook, at: Instant): Usd | undefined {
  const { modelId, region, scope } = key;
  const { dimension, tier, contextSize } = place;
  const own = book.rates({ modelId, region, scope, tier, contextSize }, at).get(dimension);
  if (own !== undefined || tier === 'standard') return own?.usdPer1000;
  const standard = book.rates({ modelId, region, scope, tier: 'standard', contextSize }, at).get(dimension);
  return standard === undefined ? undefined : scaleUsd(standard.usdPer1000, book.tierFactor(tier).factor);
}

/** What the book has of a rate of a model in any Region and scope, on any day; no order. */
export function ratesElsewhere(modelId: string, place: RatePlace, book: PriceBook): readonly Usd[] {
  const { dimension, tier, contextSize } = place;
  const rows = book.model(modelId)?.rows ?? [];
  return rows.flatMap((row) => {
    if (row.tier !== tier || row.contextSize !== contextSize) return [];
    return parseUsd(row.rates[dimension]?.usdPer1000 ?? '') ?? [];
  });
}
