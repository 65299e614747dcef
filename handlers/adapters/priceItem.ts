import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { parseDay, type Instant } from '../../domain/instant.js';
import { ZERO_USD } from '../../domain/money.js';
import type {
  Approval,
  DatedRate,
  PriceKey,
  PriceRow,
  RatePlace,
  TableRate,
} from '../../domain/priceList/priceTable.js';
import { MODEL_DIMENSIONS } from '../../domain/invocations/usage.js';
import { amount, instant, ItemReader, text, timeToLive, type Item } from './attributes.js';
import { CorruptRowError } from '../runtime/errors.js';
import { DIMENSION_NAMES } from './dimensionNames.js';

/**
 * A row of Pricing: a rate each attribute, `input_tokens_per_1000` or `input_tokens_per_1000_batch_long_context`. By
 * the same names, maps hold the first day of each (`effective_from`), what the guard compares it with (`anchors`) and
 * what it was before (`history`).
 */
export function priceItem(row: PriceRow, updatedAt: Instant, expiresAt: Instant): Item {
  const { rates, approvals = [] } = row;
  const earlier = rates.filter((rate) => rate.earlier !== undefined);
  const anchored = rates.filter((rate) => rate.anchorUsdPer1000 !== undefined);
  return {
    ...priceItemKey(row),
    ...Object.fromEntries(rates.map((rate) => [attributeOf(rate), amount(rate.usdPer1000)])),
    effective_from: { M: Object.fromEntries(rates.map((rate) => [attributeOf(rate), text(rate.effectiveFrom)])) },
    ...mapOf('anchors', anchored, ({ anchorUsdPer1000 = ZERO_USD }) => amount(anchorUsdPer1000)),
    ...mapOf('history', earlier, (rate) => ({ L: (rate.earlier ?? []).map(historyEntry) })),
    ...Object.fromEntries(
      approvals.map((approval) => [approvalAttribute(attributeOf(approval)), approvalEntry(approval)]),
    ),
    data_source: text(row.source),
    last_updated: instant(updatedAt),
    ttl: timeToLive(expiresAt),
  };
}

/** `REGION` or `REGION#global`. */
export function priceItemKey({ modelId, region, scope }: PriceKey): Item {
  return { model_id: text(modelId), region: text(scope === 'global' ? `${region}#global` : region) };
}

/** Throws CorruptRowError. A row of which a person has only approved a rate says nothing of its source. */
export function priceRowOf(item: Readonly<Item>): PriceRow {
  const name = `Pricing ${item['model_id']?.S ?? '?'} ${item['region']?.S ?? '?'}`;
  const row = new ItemReader(item, name);
  const [region = '', scope] = row.text('region').split('#');
  const approvals = RATES.flatMap((rate) => approvalOf(item, name, rate));
  return {
    modelId: row.text('model_id'),
    region,
    scope: scope === 'global' ? 'global' : 'regional',
    source: row.has('data_source') ? row.text('data_source') : 'no source',
    rates: RATES.filter((rate) => row.has(rate.attribute)).map((rate) => rateOf(item, name, rate)),
    ...(approvals.length === 0 ? {} : { approvals }),
  };
}

function rateOf(item: Readonly<Item>, name: string, { attribute, ...place }: RateAttribute): TableRate {
  const anchors = new ItemReader(item['anchors']?.M ?? {}, `${name} anchors`);
  const earlier = item['history']?.M?.[attribute]?.L?.map(({ M = {} }) => {
    const entry = new ItemReader(M, `${name} history ${attribute}`);
    return { usdPer1000: entry.amount('usd_per_1000'), effectiveFrom: entry.text('from') };
  });
  return {
    ...place,
    usdPer1000: new ItemReader(item, name).amount(attribute),
    effectiveFrom: item['effective_from']?.M?.[attribute]?.S ?? '',
    ...(earlier === undefined ? {} : { earlier }),
    ...(anchors.has(attribute) ? { anchorUsdPer1000: anchors.amount(attribute) } : {}),
  };
}

/** A person writes it; see docs/runbooks/price-age.md. */
function approvalOf(item: Readonly<Item>, name: string, { attribute, ...place }: RateAttribute): readonly Approval[] {
  const approval = item[approvalAttribute(attribute)];
  if (approval === undefined) return [];
  const entry = new ItemReader(approval.M ?? {}, `${name} ${approvalAttribute(attribute)}`);
  const on = entry.text('on');
  if (parseDay(on) === undefined)
    throw new CorruptRowError(name, approvalAttribute(attribute), 'a day YYYY-MM-DD in on');
  return [{ ...place, usdPer1000: entry.amount('usd_per_1000'), on }];
}

function approvalAttribute(attribute: string): string {
  return `approved_${attribute}`;
}

function approvalEntry({ usdPer1000, on }: Approval): AttributeValue {
  return { M: { usd_per_1000: amount(usdPer1000), on: text(on) } };
}

function historyEntry({ usdPer1000, effectiveFrom }: DatedRate): AttributeValue {
  return { M: { usd_per_1000: amount(usdPer1000), from: text(effectiveFrom) } };
}

function mapOf(name: string, rates: readonly TableRate[], valueOf: (rate: TableRate) => AttributeValue): Item {
  if (rates.length === 0) return {};
  return { [name]: { M: Object.fromEntries(rates.map((rate) => [attributeOf(rate), valueOf(rate)])) } };
}

interface RateAttribute extends RatePlace {
  readonly attribute: string;
}

const TIERS = ['standard', 'batch', 'flex', 'priority', 'latency-optimized'] as const;

const RATES: readonly RateAttribute[] = MODEL_DIMENSIONS.flatMap((dimension) =>
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
