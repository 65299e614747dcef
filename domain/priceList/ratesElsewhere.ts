import { parseUsd, type Usd } from '../money.js';
import type { PriceBook } from '../pricing/priceBook.js';
import type { RatePlace } from './priceTable.js';

/** What the book has of a rate of a model in any Region and scope, on any day; no order. */
export function ratesElsewhere(modelId: string, place: RatePlace, book: PriceBook): readonly Usd[] {
  const { dimension, tier, contextSize } = place;
  const rows = book.model(modelId)?.rows ?? [];
  return rows.flatMap((row) => {
    if (row.tier !== tier || row.contextSize !== contextSize) return [];
    return parseUsd(row.rates[dimension]?.usdPer1000 ?? '') ?? [];
  });
}
