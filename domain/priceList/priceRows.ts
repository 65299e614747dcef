import { isMoreThan } from '../money.js';
import type { ModelPrices } from '../pricing/priceBookData.js';
import type { PriceListRate } from './priceList.js';
import type { PriceKey, TableRate } from './priceTable.js';

/** The models that a name of the Price List stands for: more than one where AWS bills them alike. */
export type PriceListIndex = ReadonlyMap<string, readonly ModelPrices[]>;

/** A rate with the row of the Price List that states it. */
export interface FoundRate extends TableRate {
  readonly sku?: string;
  readonly usageType?: string;
}

/** The rates of one model in one Region and scope, as the Price List has them now. */
export interface FoundRow extends PriceKey {
  readonly rates: readonly FoundRate[];
  readonly source: string;
}

export interface RowsFound {
  readonly rows: readonly FoundRow[];
  /** Rates that no row holds, and why. */
  readonly unused: readonly { readonly rate: PriceListRate; readonly reason: string }[];
}

/** Who goes by which name; a model without names of its own in the Price List is looked for by its usual one. */
export function priceListIndex(models: readonly ModelPrices[]): PriceListIndex {
  const index = new Map<string, ModelPrices[]>();
  for (const model of models) {
    for (const name of model.priceListNames ?? [model.name]) index.set(name, [...(index.get(name) ?? []), model]);
  }
  return index;
}

/**
 * Puts rates together into rows of the Pricing table, one for each model, Region and scope. Of several rates of the same
 * meaning the one with the latest first day holds, for it is AWS's newest word; of those with the same day the dearer
 * one, for nothing tells which is billed, and a rate too low would let spend pass unseen. Where the log does not tell what
 * is billed, the book keeps the rate that was chosen with that in mind.
 */
export function priceRowsOf(rates: readonly PriceListRate[], index: PriceListIndex): RowsFound {
  const drafts = new Map<string, Draft>();
  const unused: { readonly rate: PriceListRate; readonly reason: string }[] = [];
  for (const rate of rates) {
    const models = index.get(rate.offer) ?? [];
    if (models.length === 0) unused.push({ rate, reason: 'no model of this name' });
    for (const model of models) {
      const reason = model.unpricedReason;
      if (reason === undefined) add(drafts, model.modelId, rate);
      else unused.push({ rate, reason });
    }
  }
  return { rows: [...drafts.values()].map(rowOf), unused };
}

interface Draft extends PriceKey {
  readonly rates: Map<string, PriceListRate>;
}

function add(drafts: Map<string, Draft>, modelId: string, rate: PriceListRate): void {
  const { region, scope, dimension, tier, contextSize } = rate;
  const id = [modelId, region, scope].join('|');
  const draft = drafts.get(id) ?? { modelId, region, scope, rates: new Map<string, PriceListRate>() };
  drafts.set(id, draft);
  const meaning = [dimension, tier, contextSize].join('|');
  const known = draft.rates.get(meaning);
  if (known === undefined || goesBefore(rate, known)) draft.rates.set(meaning, rate);
}

function goesBefore(rate: PriceListRate, known: PriceListRate): boolean {
  if (rate.effectiveFrom !== known.effectiveFrom) return rate.effectiveFrom > known.effectiveFrom;
  return isMoreThan(rate.usdPer1000, known.usdPer1000);
}

function rowOf({ modelId, region, scope, rates }: Draft): FoundRow {
  const sources = new Set([...rates.values()].map(({ source }) => source));
  return { modelId, region, scope, rates: [...rates.values()].map(foundRate), source: [...sources].sort().join(', ') };
}

function foundRate(rate: PriceListRate): FoundRate {
  const { dimension, tier, contextSize, usdPer1000, effectiveFrom, sku, usageType } = rate;
  return { dimension, tier, contextSize, usdPer1000, effectiveFrom, sku, usageType };
}
