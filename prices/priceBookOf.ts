import type { ModelPrices, PriceBookData, Rate, RateRow } from '../domain/pricing/priceBookData.js';
import { providerOf } from '../domain/pricing/standIns.js';
import { DIMENSIONS } from '../domain/invocations/usage.js';
import { ratesOfModel, type Sources } from './assemble.js';
import type { DraftRow, ModelEntry } from './modelRates.js';

/** The book: every model with its rates, Regions with equal rates in one row. */
export function priceBookOf(
  models: readonly ModelEntry[],
  sources: Sources,
  frame: Pick<PriceBookData, 'asOf' | 'sources' | 'tierFactors'>,
): PriceBookData {
  return { ...frame, models: models.map((model) => modelPrices(model, ratesOfModel(model, sources).rows)) };
}

function modelPrices(model: ModelEntry, rows: readonly DraftRow[]): ModelPrices {
  const { modelId, name, modality, aliases, longContext, embedsImages, unpricedReason } = model;
  const provider = providerOf(modelId);
  const priceListNames = namesInPriceList(model);
  return {
    modelId,
    name,
    provider,
    modality,
    ...(aliases === undefined ? {} : { aliases }),
    ...(priceListNames.join() === name ? {} : { priceListNames }),
    ...(longContext === undefined ? {} : { longContextAboveTokens: longContext.aboveTokens }),
    ...(longContext?.since === undefined ? {} : { longContextSince: longContext.since }),
    ...(embedsImages === undefined ? {} : { embedsImages }),
    ...(unpricedReason === undefined ? {} : { unpricedReason }),
    rows: merged(rows, provider === 'anthropic'),
  };
}

/** Names in price data come before Bedrock's own name, which two models may share. */
function namesInPriceList({ name, list = [], offer, priceListNames }: ModelEntry): readonly string[] {
  if (priceListNames !== undefined) return priceListNames;
  const seen = new Set([...list, ...(offer === undefined ? [] : [offer])]);
  return seen.size === 0 ? [name] : [...seen];
}

/**
 * One row for all Regions with equal rates. Claude's rates are equal in every listed commercial Region, so they hold in
 * all of them. If a list ever differs, its Regions get their own rows.
 */
function merged(rows: readonly DraftRow[], mayHoldEverywhere: boolean): readonly RateRow[] {
  const groups = new Map<string, RateRow & { readonly regions: string[] }>();
  for (const row of rows) {
    const { region, rates, ...key } = row;
    const content = { ...key, rates: ratesOf(rates) };
    const id = JSON.stringify(content);
    const group = groups.get(id) ?? { regions: [], ...content };
    groups.set(id, group);
    group.regions.push(region);
  }
  const all = [...groups.values()];
  return all
    .map((row) => ({ ...row, regions: mayHoldEverywhere && isAlone(row, all) ? ['*'] : row.regions.sort() }))
    .sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
}

/** Whether no other commercial Region has different rates for the same scope, tier, context and day. */
function isAlone(row: RateRow, all: readonly RateRow[]): boolean {
  const isCommercial = (candidate: RateRow): boolean =>
    candidate.regions.every((region) => !region.startsWith('us-gov-'));
  const rivals = all.filter(
    (other) =>
      isCommercial(other) &&
      other.scope === row.scope &&
      other.tier === row.tier &&
      other.contextSize === row.contextSize &&
      other.effectiveFrom === row.effectiveFrom,
  );
  return isCommercial(row) && row.tier === 'standard' && rivals.length === 1;
}

function ratesOf(rates: DraftRow['rates']): RateRow['rates'] {
  return Object.fromEntries(
    DIMENSIONS.flatMap((dimension): (readonly [string, Rate])[] => {
      const rate = rates.get(dimension);
      if (rate === undefined) return [];
      const { usdPer1000, source, note } = rate;
      return [[dimension, { usdPer1000: usdPer1000.toFixed(), source, ...(note === undefined ? {} : { note }) }]];
    }),
  );
}

function sortKey({ scope, tier, contextSize, effectiveFrom, regions }: RateRow): string {
  return [
    scope === 'regional' ? 0 : 1,
    tier === 'standard' ? 0 : tier,
    contextSize === 'standard' ? 0 : 1,
    effectiveFrom,
    regions,
  ].join();
}
