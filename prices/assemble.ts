import { Decimal } from 'decimal.js';
import { GOVCLOUD_FACTOR } from '../domain/pricing/dearestRates.js';
import type { PriceListRate } from '../domain/priceList/priceList.js';
import type { Dimension } from '../domain/invocations/usage.js';
import { ModelRates, scaled, type DraftRow, type ModelEntry, type RowKey } from './modelRates.js';
import type { ListRate } from './onDemandList.js';
import type { RowTier } from '../domain/pricing/priceBookData.js';
import type { Tier } from '../domain/invocations/serviceTier.js';
import type { Scope } from '../domain/invocations/modelReference.js';

/** An entry of publishedRates.json: rates that no AWS price data at hand has, or has wrong. */
export interface PublishedEntry {
  readonly models: readonly string[];
  readonly regions: readonly string[];
  readonly scope: Scope;
  readonly tier?: RowTier;
  readonly effectiveFrom: string;
  readonly source: string;
  /** Replaces the list's rates for these Regions. */
  readonly replaces?: true;
  readonly usdPerMillion?: Readonly<Partial<Record<Dimension, string>>>;
  readonly usdPer1000?: Readonly<Partial<Record<Dimension, string>>>;
  readonly note?: string;
}

export interface Sources {
  readonly list: { readonly publicationDate: string; readonly rates: readonly ListRate[] };
  readonly offers: readonly PriceListRate[];
  readonly published: readonly PublishedEntry[];
  readonly cacheFactors: Readonly<Record<string, Readonly<Partial<Record<Dimension, string>>>>>;
  readonly tierFactors: Readonly<Record<Exclude<Tier, 'standard'>, { readonly factor: string }>>;
}

const LIST_SOURCE = 'aws-list-2026-08-20';

const INPUT_DIMENSIONS: readonly Dimension[] = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
];

const GOV_REGIONS = ['us-gov-east-1', 'us-gov-west-1'];

/** Makers whose models all get GovCloud rates; other models only if they are known to be there. */
const GOV_PROVIDERS = /^(amazon|anthropic|meta)\./;

/**
 * All rates of a model: the list, what replaces it, what follows from both, and last the rows that AWS states exactly.
 */
export function ratesOfModel(model: ModelEntry, sources: Sources): ModelRates {
  const rates = new ModelRates();
  addListed(rates, model, sources, 'standard');
  addPublished(rates, model, sources.published);
  addListed(rates, model, sources, 'batch');
  addCacheRates(rates, model, sources);
  addLongContext(rates, model);
  addOffers(rates, model, sources);
  addGovCloud(rates, model);
  return rates;
}

/** Batch rates are in the book only if they differ from the factor. */
function addListed(rates: ModelRates, model: ModelEntry, sources: Sources, tier: ListRate['tier']): void {
  const { list, tierFactors } = sources;
  for (const rate of list.rates.filter(({ name, tier: of }) => of === tier && model.list?.includes(name) === true)) {
    if (model.modality === 'text' && (rate.inputTokens === undefined || rate.outputTokens === undefined)) continue;
    const place = { ...rate, tier: 'standard', contextSize: 'standard' } as const;
    const standard = tier === 'batch' ? rates.rows.find((row) => isSamePlace(row, place)) : undefined;
    for (const dimension of ['inputTokens', 'outputTokens'] as const) {
      const usdPer1000 = rate[dimension];
      if (usdPer1000 === undefined) continue;
      const half = standard?.rates.get(dimension)?.usdPer1000.times(tierFactors.batch.factor);
      if (half?.equals(usdPer1000) === true) continue;
      rates.set(rowKey(rate, list.publicationDate), dimension, { usdPer1000, source: LIST_SOURCE });
    }
  }
}

function addPublished(rates: ModelRates, model: ModelEntry, published: readonly PublishedEntry[]): void {
  for (const entry of published) {
    if (!entry.models.includes(model.modelId)) continue;
    const { regions, scope, tier = 'standard', effectiveFrom, source, note } = entry;
    if (entry.replaces === true) rates.drop(regions, scope, tier);
    const perMillion = Object.entries(entry.usdPerMillion ?? {}).map(
      ([dimension, usd]) => [dimension, new Decimal(usd).dividedBy(1000)] as const,
    );
    const perThousand = Object.entries(entry.usdPer1000 ?? {}).map(
      ([dimension, usd]) => [dimension, new Decimal(usd)] as const,
    );
    for (const region of regions) {
      for (const [dimension, usdPer1000] of [...perMillion, ...perThousand]) {
        const key = { region, scope, tier, contextSize: 'standard', effectiveFrom } as const;
        rates.set(key, dimension as Dimension, { usdPer1000, source, ...(note === undefined ? {} : { note }) });
      }
    }
  }
}

function addCacheRates(rates: ModelRates, model: ModelEntry, { cacheFactors }: Sources): void {
  const factors = Object.entries(model.cache === undefined ? {} : (cacheFactors[model.cache] ?? {}));
  for (const row of rates.rows) {
    const input = row.rates.get('inputTokens');
    if (input === undefined || row.tier !== 'standard') continue;
    for (const [dimension, factor] of factors) {
      rates.set(row, dimension as Dimension, scaled(input, factor, 'cache-factors', `input × ${factor}`));
    }
  }
}

function addLongContext(rates: ModelRates, model: ModelEntry): void {
  if (model.longContext === undefined) return;
  const { inputFactor, outputFactor, since = '' } = model.longContext;
  for (const row of rates.rows) {
    if (endsBefore(row, rates.rows, since)) continue;
    const effectiveFrom = row.effectiveFrom < since ? since : row.effectiveFrom;
    for (const [dimension, rate] of row.rates) {
      const factor = INPUT_DIMENSIONS.includes(dimension) ? inputFactor : outputFactor;
      const long = scaled(rate, factor, 'long-context-factors', `standard × ${factor}`);
      rates.set({ ...row, contextSize: 'long', effectiveFrom }, dimension, long);
    }
  }
}

/** Whether other rates replaced a row on or before a day. */
function endsBefore(row: DraftRow, rows: readonly DraftRow[], day: string): boolean {
  return rows.some(
    (other) => isSamePlace(other, row) && other.effectiveFrom > row.effectiveFrom && other.effectiveFrom <= day,
  );
}

/**
 * Rows of offers and GetProducts replies win over the list. Where both agree, nothing is added: a separate row for
 * us-east-1 would say nothing new.
 */
function addOffers(rates: ModelRates, model: ModelEntry, { offers, tierFactors, list }: Sources): void {
  for (const offer of offers.filter((rate) => rate.offer === model.offer)) {
    const { dimension } = offer;
    const known = rates.rows.find((row) => isSamePlace(row, offer))?.rates.get(dimension);
    const standard = rates.rows.find((row) => isSamePlace(row, { ...offer, tier: 'standard' }))?.rates.get(dimension);
    const factor = offer.tier === 'standard' ? '1' : tierFactors[offer.tier].factor;
    const expected = known?.usdPer1000 ?? standard?.usdPer1000.times(factor);
    if (expected?.equals(offer.usdPer1000) === true) continue;
    const note =
      expected === undefined ? `SKU ${offer.sku}` : `SKU ${offer.sku}; other sources give ${expected.toFixed()}`;
    rates.set(rowKey(offer, list.publicationDate), dimension, {
      usdPer1000: offer.usdPer1000,
      source: offer.source,
      note,
    });
  }
}

/**
 * GovCloud has the global rates of Claude 4.5 and later, and the regional ones of all other models. A stated zero is
 * free.
 */
function addGovCloud(rates: ModelRates, model: ModelEntry): void {
  if (!GOV_PROVIDERS.test(model.modelId) && model.isInGovCloud !== true) return;
  const { rows } = rates;
  const isByGlobal = model.modelId.startsWith('anthropic.') && rows.some(({ scope }) => scope === 'global');
  const scope = isByGlobal ? 'global' : 'regional';
  const note = `us-east-1, ${scope} × ${GOVCLOUD_FACTOR}`;
  const bases = rows.filter((row) => ['us-east-1', '*'].includes(row.region) && row.scope === scope);
  for (const region of GOV_REGIONS) {
    if (rows.some((row) => row.region === region && row.tier === 'standard')) continue;
    for (const row of bases) {
      const key = { ...row, region, scope: 'regional' } as const;
      for (const [dimension, rate] of row.rates) {
        if (rate.usdPer1000.isZero()) continue;
        rates.set(key, dimension, scaled(rate, GOVCLOUD_FACTOR, 'govcloud-factor', note));
      }
    }
  }
}

function rowKey(rate: Omit<RowKey, 'contextSize' | 'effectiveFrom'> & Partial<RowKey>, day: string): RowKey {
  const { region, scope, tier, contextSize = 'standard' } = rate;
  return { region, scope, tier, contextSize, effectiveFrom: day };
}

function isSamePlace(row: RowKey, offer: Omit<RowKey, 'effectiveFrom'>): boolean {
  return (
    (row.region === offer.region || row.region === '*') &&
    row.scope === offer.scope &&
    row.tier === offer.tier &&
    row.contextSize === offer.contextSize
  );
}
