import type { Instant } from '../../domain/instant.js';
import type { PriceKey, PriceRow, TableRate } from '../../domain/priceTable.js';
import { DIMENSIONS } from '../../domain/usage.js';
import { amount, instant, ItemReader, text, timeToLive, type Item } from './attributes.js';
import { DIMENSION_NAMES } from './dimensionNames.js';

/** A row of Pricing: a rate each attribute, `input_tokens_per_1000` or `input_tokens_per_1000_batch_long_context`. */
export function priceItem(row: PriceRow, updatedAt: Instant, expiresAt: Instant): Item {
  return {
    ...priceItemKey(row),
    ...Object.fromEntries(row.rates.map((rate) => [attributeOf(rate), amount(rate.usdPer1000)])),
    effective_from: { M: Object.fromEntries(row.rates.map((rate) => [attributeOf(rate), text(rate.effectiveFrom)])) },
    data_source: text(row.source),
    last_updated: instant(updatedAt),
    ttl: timeToLive(expiresAt),
  };
}

/** `REGION` or `REGION#global`. */
export function priceItemKey({ modelId, region, scope }: PriceKey): Item {
  return { model_id: text(modelId), region: text(scope === 'global' ? `${region}#global` : region) };
}

/** Throws CorruptRowError. */
export function priceRowOf(item: Readonly<Item>): PriceRow {
  const row = new ItemReader(item, `Pricing ${item['model_id']?.S ?? '?'} ${item['region']?.S ?? '?'}`);
  const [region = '', scope] = row.text('region').split('#');
  const effectiveFrom = item['effective_from']?.M ?? {};
  return {
    modelId: row.text('model_id'),
    region,
    scope: scope === 'global' ? 'global' : 'regional',
    source: row.text('data_source'),
    rates: RATES.filter((rate) => row.has(rate.attribute)).map(({ attribute, ...rate }) => ({
      ...rate,
      usdPer1000: row.amount(attribute),
      effectiveFrom: effectiveFrom[attribute]?.S ?? '',
    })),
  };
}

type RatePlace = Pick<TableRate, 'dimension' | 'tier' | 'contextSize'>;

const TIERS = ['standard', 'batch', 'flex', 'priority', 'latency-optimized'] as const;

const RATES: readonly (RatePlace & { readonly attribute: string })[] = DIMENSIONS.flatMap((dimension) =>
  TIERS.flatMap((tier) =>
    (['standard', 'long'] as const).map((contextSize) => {
      const place = { dimension, tier, contextSize };
      return { ...place, attribute: attributeOf(place) };
    }),
  ),
);

function attributeOf({ dimension, tier, contextSize }: RatePlace): string {
  const suffixes = [
    tier === 'standard' ? '' : `_${tier.replace('-', '_')}`,
    contextSize === 'long' ? '_long_context' : '',
  ];
  return `${DIMENSION_NAMES[dimension]}_per_1000${suffixes.join('')}`;
}
