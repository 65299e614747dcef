import { ratesAt, ratesOfModel, required, rowsOf, type RateKey } from './datedRates.js';
import type { KnownRates, TierFactor } from './dearestRates.js';
import type { Instant } from '../instant.js';
import { parseUsd } from '../money.js';
import type { ModelPrices, PriceBookData, RateRow } from './priceBookData.js';
import { memoize } from '../memoize.js';
import { standInsOf, type StandIns } from './standIns.js';
import type { Tier } from '../invocations/serviceTier.js';

export type { RateKey } from './datedRates.js';
export type { KnownRates } from './dearestRates.js';

export interface PriceBook extends StandIns {
  readonly asOf: string;
  /** By id or alias; a Claude model also by its name with another date, a name being one generation at one price. */
  model(modelId: string): ModelPrices | undefined;
  /** The rates in force at an instant, by dimension; the oldest ones for anything before them. */
  rates(key: RateKey, at: Instant): KnownRates;
  tierFactor(tier: Exclude<Tier, 'standard'>): TierFactor;
}

/**
 * Makes a price book of data. A model's rows are read when it is first asked for, for a function starts cold and prices
 * few models. Throws RangeError, on first use of a model, naming the first of its rows that is not fit to bill by.
 */
export function createPriceBook(data: PriceBookData): PriceBook {
  const models = indexModels(data.models);
  const names = indexClaudeNames(data.models);
  const rowsOfModel = (modelId: string): readonly RateRow[] => models.get(modelId)?.rows ?? [];
  const ratesOf = memoize((modelId) => ratesOfModel(rowsOfModel(modelId), modelId));
  const tierFactor = (tier: Exclude<Tier, 'standard'>): TierFactor => {
    const { factor, source } = data.tierFactors[tier];
    return { factor: required(parseUsd(factor), `tierFactors.${tier}: ${factor} is not a factor`), source };
  };

  return {
    asOf: data.asOf,
    model: (modelId) =>
      models.get(modelId) ?? models.get(modelId.replace(/:\d+$/, '')) ?? names.get(claudeName(modelId) ?? ''),
    rates: (key, at) => ratesAt(rowsOf(ratesOf(key.modelId), key), at),
    ...standInsOf(data.models, tierFactor),
    tierFactor,
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

/** `anthropic.claude-opus-4-5` of `anthropic.claude-opus-4-5-20251101-v1:0`; a name without a generation tells nothing. */
function claudeName(modelId: string): string | undefined {
  return /^(anthropic\.claude-[a-z-]*\d.*?)(?:-\d{8})?(?:-v\d+)?(?::\d+)?$/.exec(modelId)?.[1];
}
