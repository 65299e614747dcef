import type { Instant } from '../../domain/instant.js';
import { DIMENSIONS, NO_USAGE, type Dimension } from '../../domain/invocations/usage.js';
import type { QuarantinedRate } from '../../domain/priceList/priceRefresh.js';
import { withPriceRows, type PriceRow } from '../../domain/priceList/priceTable.js';
import { costOf } from '../../domain/pricing/cost.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { ModelPrices } from '../../domain/pricing/priceBookData.js';
import { bookRates, keyOfRate, placesIn, type Rate, type RateOf, type SourcedRate } from './ratePlaces.js';

/** By what a call is priced: a row of the table, the book, a rate made by a factor, or one that stands in. */
export type Winner = 'table' | 'book' | 'factor' | 'stand-in';

/** One rate of a model as each source has it, and the one that calls are priced by. */
export interface ComparedRate extends RateOf {
  readonly table: SourcedRate | undefined;
  readonly list: SourcedRate | undefined;
  readonly book: SourcedRate | undefined;
  /** Undefined for a tier that no call can be told to have. */
  readonly inUse: (SourcedRate & { readonly winner: Winner }) | undefined;
  /** Why the price is provisional; empty where it is not. */
  readonly reasons: readonly string[];
  /** Why the guard refuses the list's rate, so that what is in use stays. */
  readonly held: string | undefined;
}

export interface Compared {
  readonly model: ModelPrices;
  readonly book: PriceBook;
  readonly regions: readonly string[];
  /** Of the Pricing table. */
  readonly rows: readonly PriceRow[];
  /** Of the Price List. */
  readonly listed: readonly Rate[];
  readonly held: readonly QuarantinedRate[];
  readonly now: Instant;
}

/** The model's rates in some Regions, those without any source left out unless calls are charged by a stand-in. */
export function compareRates(compared: Compared): readonly ComparedRate[] {
  const { model, book, regions, rows, listed, held, now } = compared;
  const table = byKey(rows.flatMap(tableRates));
  const list = byKey(listed);
  const own = byKey(bookRates(book, model, regions, now));
  const refusals = new Map(held.map((rate) => [keyOfRate(rate), rate.reason]));
  const merged = withPriceRows(book, ({ region, scope }) =>
    rows.find((row) => row.region === region && row.scope === scope),
  );
  return regions.flatMap(placesIn).flatMap((place) =>
    DIMENSIONS.flatMap((dimension) => {
      const rate = { ...place, dimension };
      const key = keyOfRate(rate);
      const found = { table: table.get(key), list: list.get(key), book: own.get(key) };
      if (!isOfInterest(rate, Object.values(found), compared)) return [];
      return [{ ...rate, ...found, ...pricing(rate, found, merged, compared), held: refusals.get(key) }];
    }),
  );
}

type Found = Pick<ComparedRate, 'table' | 'list' | 'book'>;

function tableRates({ rates, source, region, scope }: PriceRow): readonly Rate[] {
  return rates.map(({ dimension, tier, contextSize, usdPer1000, effectiveFrom }) => {
    return { region, scope, dimension, tier, contextSize, usdPer1000, effectiveFrom, source };
  });
}

function byKey(rates: readonly Rate[]): ReadonlyMap<string, SourcedRate> {
  return new Map(
    rates.map((rate) => {
      const { usdPer1000, source, effectiveFrom } = rate;
      return [keyOfRate(rate), { usdPer1000, source, effectiveFrom }];
    }),
  );
}

/** Rates that somebody states; and at the regional standard, those that the model has elsewhere or always needs. */
function isOfInterest(rate: RateOf, found: readonly unknown[], { model, book }: Compared): boolean {
  if (found.some((one) => one !== undefined)) return true;
  const { scope, tier, contextSize, dimension } = rate;
  if (scope !== 'regional' || tier !== 'standard' || contextSize !== 'standard') return false;
  const isElsewhere = book.dearestOfModel(model.modelId, dimension) !== undefined;
  return isElsewhere || (model.modality === 'text' && (dimension === 'inputTokens' || dimension === 'outputTokens'));
}

/** Many enough for long context. */
const LONG_PROMPT = 100_000_000;

/** As a call would be priced now. */
function pricing(
  { region, scope, tier, contextSize, dimension }: RateOf,
  found: Found,
  book: PriceBook,
  { model: { modelId }, now }: Compared,
): Pick<ComparedRate, 'inUse' | 'reasons'> {
  if (tier === 'ultrafast') return { inUse: undefined, reasons: ['no log tells this tier'] };
  const usage = { ...NO_USAGE, ...(contextSize === 'long' ? { inputTokens: LONG_PROMPT } : {}), [dimension]: 1000 };
  if (contextSize === 'long' && dimension === 'inputTokens') usage.inputTokens = LONG_PROMPT;
  const model = { kind: 'foundation', modelId, scope } as const;
  const call = { timestamp: now, region, model, tier, usage, doubts: [], unknownTtlTokens: 0 };
  const { lines, reasons } = costOf(call, book);
  const line = lines.find((one) => one.dimension === dimension);
  if (line === undefined) return { inUse: undefined, reasons: ['the model is not billed by it'] };
  const about = reasons.filter((reason) => !reason.startsWith('no rate for ') || namesDimension(reason, dimension));
  const { usdPer1000, source, effectiveFrom } = line;
  return { inUse: { usdPer1000, source, effectiveFrom, winner: winnerOf(line, found, about) }, reasons: about };
}

/** In `no rate for inputTokens, images of MODEL in REGION`. */
function namesDimension(reason: string, dimension: Dimension): boolean {
  return reason.split(/[ ,]+/).includes(dimension);
}

function winnerOf(used: SourcedRate, { table, book }: Found, reasons: readonly string[]): Winner {
  const isUsed = (rate: SourcedRate | undefined): boolean =>
    rate !== undefined && rate.source === used.source && rate.usdPer1000.equals(used.usdPer1000);
  if (isUsed(table)) return 'table';
  if (isUsed(book)) return 'book';
  return reasons.length > 0 ? 'stand-in' : 'factor';
}
