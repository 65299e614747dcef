import { readRates, required } from './datedRates.js';
import {
  dearestAt,
  dearestOfAll,
  dearestOfRows,
  type DearestRates,
  type KnownRate,
  type Place,
  type TierFactor,
} from './dearestRates.js';
import type { ModelPrices } from './priceBookData.js';
import { memoize } from '../memoize.js';
import type { Dimension } from '../invocations/usage.js';
import type { Tier } from '../invocations/serviceTier.js';

/** The rates that stand in where none is known: decision 13. */
export interface StandIns {
  /** What no rate of the model goes beyond, in any Region, scope and context size. */
  dearestOfModel(modelId: string, dimension: Dimension, place?: Place): KnownRate | undefined;
  /** The same of all models of a maker, whatever they answer with. */
  dearestOfMaker(provider: string, dimension: Dimension, place?: Place): KnownRate | undefined;
  /** What an unknown model is charged: the maker's dearest rate, or all makers' where the maker has none above zero. */
  dearest(provider: string, dimension: Dimension, place?: Place): KnownRate;
}

const COMMERCIAL: Place = { region: '', tiers: ['standard'] };

export function standInsOf(
  models: readonly ModelPrices[],
  tierFactor: (tier: Exclude<Tier, 'standard'>) => TierFactor,
): StandIns {
  const makers = makersOf(models);
  const { ofModel, ofMaker, ofAll } = dearestRatesOf(models, makers);
  const at = (rates: DearestRates, dimension: Dimension, place = COMMERCIAL): KnownRate | undefined =>
    dearestAt(rates, dimension, place, (tier) =>
      tier === 'standard' || tier === 'ultrafast' ? undefined : tierFactor(tier),
    );
  const dearestOfMaker: StandIns['dearestOfMaker'] = (provider, dimension, place) =>
    at(ofMaker(makers.get(provider) ?? provider), dimension, place);
  return {
    dearestOfModel: (modelId, dimension, place) => at(ofModel(modelId), dimension, place),
    dearestOfMaker,
    dearest: (provider, dimension, place) => {
      const ofMaker = dearestOfMaker(provider, dimension, place);
      if (ofMaker !== undefined && !ofMaker.usdPer1000.isZero()) return ofMaker;
      return required(at(ofAll(''), dimension, place), `${dimension}: no model has a rate for it`);
    },
  };
}

type DearestRatesOf = (key: string) => DearestRates;

function dearestRatesOf(
  models: readonly ModelPrices[],
  makers: ReadonlyMap<string, string>,
): Readonly<Record<'ofModel' | 'ofMaker' | 'ofAll', DearestRatesOf>> {
  const byId = new Map(models.map((model) => [model.modelId, model]));
  const ofModel = memoize((modelId) =>
    dearestOfRows((byId.get(modelId)?.rows ?? []).map((row) => ({ ...row, rates: readRates(modelId, row).rates }))),
  );
  const ofModels = (wanted: readonly ModelPrices[]): DearestRates =>
    dearestOfAll(wanted.map(({ modelId }) => ofModel(modelId)));
  return {
    ofModel,
    ofMaker: memoize((maker) => ofModels(models.filter(({ provider }) => makers.get(provider) === maker))),
    ofAll: memoize(() => ofModels(models)),
  };
}

/** AWS spells some makers in two ways, such as `moonshot` and `moonshotai`: one model with both ids makes them one. */
function makersOf(models: readonly ModelPrices[]): ReadonlyMap<string, string> {
  const makers = new Map<string, string>();
  for (const { provider } of models) makers.set(provider, provider);
  for (const { provider, aliases = [] } of models) {
    for (const alias of aliases) makers.set(providerOf(alias), provider);
  }
  return makers;
}

/** The first label of a model id: `anthropic`. */
export function providerOf(modelId: string): string {
  return modelId.split('.', 1).join();
}
