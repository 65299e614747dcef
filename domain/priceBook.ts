import { parseDay, type Instant } from './instant.js';
import { isMoreThan, parseUsd, type Usd } from './money.js';
import type { ContextSize, Modality, ModelPrices, PriceBookData, RateRow, Scope, Tier } from './priceBookData.js';
import { remembered } from './remembered.js';
import { DIMENSIONS, type Dimension } from './usage.js';

/** A rate with what proves it. */
export interface KnownRate {
  readonly usdPer1000: Usd;
  readonly source: string;
  /** First day of the rate, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
}

/** One set of a model's rates: everything that changes them, but for the day. */
export interface RateKey {
  readonly modelId: string;
  readonly region: string;
  readonly scope: Scope;
  readonly tier: Tier;
  readonly contextSize: ContextSize;
}

export interface PriceBook {
  readonly asOf: string;
  /** By id or alias; a Claude model also by its name with another date or version, a name being one price. */
  model(modelId: string): ModelPrices | undefined;
  /** The rates in force at an instant, by dimension; the oldest ones for anything before them. */
  rates(key: RateKey, at: Instant): KnownRates;
  /** The highest rate ever of a model in any commercial Region and scope at the standard tier. */
  dearestOfModel(modelId: string, dimension: Dimension): KnownRate | undefined;
  /** The highest standard-tier rate of a provider's models of one modality, else of that modality, else of all. */
  dearest(provider: string, modality: Modality, dimension: Dimension): KnownRate;
  tierFactor(tier: Exclude<Tier, 'standard'>): { readonly factor: Usd; readonly source: string };
}

export type KnownRates = ReadonlyMap<Dimension, KnownRate>;

type DatedRates = { readonly from: Instant; readonly rates: KnownRates };

/** The rates of one model by place, newest first, so that the first row not after an instant is the one in force. */
type ModelRates = ReadonlyMap<string, readonly DatedRates[]>;

const NO_RATES: KnownRates = new Map();

const NOT_COMMERCIAL = /^(us-gov|cn|us-iso[a-z]*|eu-iso[a-z]*|eusc)-/;

/**
 * Makes a price book of data. A model's rows are read when it is first asked for, for a function starts cold and prices
 * few models. Throws RangeError, on first use of a model, naming the first of its rows that is not fit to bill by.
 */
export function createPriceBook(data: PriceBookData): PriceBook {
  const models = indexModels(data.models);
  const names = indexClaudeNames(data.models);
  const rowsOfModel = (modelId: string): readonly RateRow[] => models.get(modelId)?.rows ?? [];
  const ratesOf = remembered((modelId) => ratesOfModel(rowsOfModel(modelId), modelId));
  const dearestOf = remembered((modelId) => dearestRates(rowsOfModel(modelId), modelId));
  const dearestOfAll = remembered(() => dearestStandIns(data.models, dearestOf));

  return {
    asOf: data.asOf,
    model: (modelId) =>
      models.get(modelId) ?? models.get(modelId.replace(/:\d+$/, '')) ?? names.get(claudeName(modelId) ?? ''),
    rates: (key, at) => ratesAt(rowsOf(ratesOf(key.modelId), key), at),
    dearestOfModel: (modelId, dimension) => dearestOf(modelId).get(dimension),
    dearest: (provider, modality, dimension) => {
      const standIns = dearestOfAll('');
      const rate =
        standIns.get(join(provider, modality, dimension)) ??
        standIns.get(join(modality, dimension)) ??
        standIns.get(dimension);
      return required(rate, `${dimension}: no model has a rate for it`);
    },
    tierFactor: (tier) => {
      const { factor, source } = data.tierFactors[tier];
      return { factor: required(parseUsd(factor), `tierFactors.${tier}: ${factor} is not a factor`), source };
    },
  };
}

function indexModels(models: readonly ModelPrices[]): ReadonlyMap<string, ModelPrices> {
  const index = new Map<string, ModelPrices>();
  for (const model of models) {
    for (const id of [model.modelId, ...(model.aliases ?? [])]) {
      if (index.has(id)) throw new RangeError(`price book: ${id} stands twice`);
      index.set(id, model);
    }
  }
  return index;
}

/** Names that two models share, such as the versions of Claude 3.5 Sonnet, tell nothing. */
function indexClaudeNames(models: readonly ModelPrices[]): ReadonlyMap<string, ModelPrices> {
  const names = models.map((model) => claudeName(model.modelId));
  return new Map(
    models.flatMap((model, index) => {
      const name = names[index];
      return name === undefined || names.indexOf(name) !== names.lastIndexOf(name) ? [] : [[name, model] as const];
    }),
  );
}

/** `anthropic.claude-opus-4-5` of `anthropic.claude-opus-4-5-20251101-v1:0`. */
function claudeName(modelId: string): string | undefined {
  return /^(anthropic\.claude-.+?)(?:-\d{8})?(?:-v\d+)?(?::\d+)?$/.exec(modelId)?.[1];
}

function readRates(modelId: string, row: RateRow): DatedRates {
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

function ratesOfModel(rows: readonly RateRow[], modelId: string): ModelRates {
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

/** By dimension, at the standard tier, in any commercial Region and scope. */
function dearestRates(rows: readonly RateRow[], modelId: string): KnownRates {
  const dearest = new Map<Dimension, KnownRate>();
  for (const row of rows) {
    if (row.tier !== 'standard' || !row.regions.some(isCommercial)) continue;
    for (const [dimension, rate] of readRates(modelId, row).rates) keepDearer(dearest, dimension, rate);
  }
  return dearest;
}

function dearestStandIns(
  models: readonly ModelPrices[],
  dearestOf: (modelId: string) => KnownRates,
): ReadonlyMap<string, KnownRate> {
  const dearest = new Map<string, KnownRate>();
  for (const { modelId, provider, modality } of models) {
    for (const [dimension, rate] of dearestOf(modelId)) {
      for (const key of [join(provider, modality, dimension), join(modality, dimension), dimension]) {
        keepDearer(dearest, key, rate);
      }
    }
  }
  return dearest;
}

function keepDearer<Key>(dearest: Map<Key, KnownRate>, key: Key, rate: KnownRate): void {
  const best = dearest.get(key);
  if (best === undefined || isMoreThan(rate.usdPer1000, best.usdPer1000)) dearest.set(key, rate);
}

function rowsOf(rates: ModelRates, key: RateKey): readonly DatedRates[] {
  const exact = rates.get(placeOf(key));
  if (exact !== undefined) return exact;
  const everywhere = isCommercial(key.region) ? rates.get(placeOf({ ...key, region: '*' })) : undefined;
  return everywhere ?? [];
}

function isCommercial(region: string): boolean {
  return !NOT_COMMERCIAL.test(region);
}

function ratesAt(dated: readonly DatedRates[], at: Instant): KnownRates {
  return (dated.find((entry) => entry.from <= at) ?? dated.at(-1))?.rates ?? NO_RATES;
}

function placeOf({ region, scope, tier, contextSize }: Omit<RateKey, 'modelId'>): string {
  return `${region}|${scope}|${tier}|${contextSize}`;
}

function join(...parts: readonly string[]): string {
  return parts.join('|');
}

function required<T>(value: T | undefined, problem: string): T {
  if (value === undefined) throw new RangeError(problem);
  return value;
}
