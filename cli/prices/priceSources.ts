import type { Instant } from '../../domain/instant.js';
import { priceListIndex, priceRowsOf } from '../../domain/priceList/priceRows.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { ModelPrices } from '../../domain/pricing/priceBookData.js';
import type { PriceList } from '../../handlers/ports/priceList.js';
import type { PriceTable } from '../../handlers/ports/priceTable.js';
import { judgePrices, pricesFoundIn } from '../../handlers/pricing/judgedPrices.js';
import { entriesOfModel } from '../../handlers/pricing/priceLookUp.js';
import { unansweredBy } from '../doctor/unanswered.js';
import type { Compared } from './rateComparison.js';
import type { Rate } from './ratePlaces.js';

/** What a stack knows of prices, and AWS's list. */
export interface PriceSources {
  readonly prices: Pick<PriceTable, 'read' | 'refreshedAt'>;
  readonly priceList: PriceList;
}

export interface PricesFound extends Compared {
  /** When a refresh of the table last came to its end. */
  readonly refreshedAt: Instant | undefined;
  /** Why one of the sources says nothing. */
  readonly unanswered: readonly string[];
}

interface Asked {
  readonly model: ModelPrices;
  readonly book: PriceBook;
  readonly regions: readonly string[];
  readonly now: Instant;
}

/** Asks the table and AWS's list, one model in each Region. A source that does not answer keeps back no other. */
export async function findPrices(asked: Asked, sources: PriceSources | undefined): Promise<PricesFound> {
  const nothing = { ...asked, rows: [], listed: [], held: [], refreshedAt: undefined, unanswered: [] };
  if (sources === undefined) return nothing;
  const problems: string[] = [];
  const tried = async <T>(source: string, question: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await question();
    } catch (error) {
      problems.push(`${source}: ${unansweredBy(error).problem}`);
      return otherwise;
    }
  };
  const { model, regions, now } = asked;
  const scopes = ['regional', 'global'] as const;
  const keys = regions.flatMap((region) => scopes.map((scope) => ({ modelId: model.modelId, region, scope })));
  const rows = await tried('Pricing table', () => sources.prices.read(keys, now), []);
  const refreshedAt = await tried('Pricing table', () => sources.prices.refreshedAt(), undefined);
  const lists = await tried('Price List', () => listedRates(asked, sources), NO_LIST);
  return { ...asked, rows, refreshedAt, ...lists, unanswered: [...new Set(problems)] };
}

type Listed = Pick<Compared, 'listed' | 'held'>;

const NO_LIST: Listed = { listed: [], held: [] };

async function listedRates({ model, book, regions, now }: Asked, { prices, priceList }: PriceSources): Promise<Listed> {
  const index = priceListIndex([model]);
  const listed: Rate[] = [];
  const held: Listed['held'][number][] = [];
  for (const region of regions) {
    const found = pricesFoundIn(await entriesOfModel({ priceList, clock: { now: () => now } }, model, region));
    for (const { scope, rates, source } of priceRowsOf(found.rates, index).rows.filter(
      (row) => row.region === region,
    )) {
      listed.push(
        ...rates.map(({ dimension, tier, contextSize, usdPer1000, effectiveFrom, sku }) => {
          return {
            region,
            scope,
            dimension,
            tier,
            contextSize,
            usdPer1000,
            effectiveFrom,
            source: withSku(source, sku),
          };
        }),
      );
    }
    held.push(...(await judgePrices({ prices, book, index, now }, found)).held);
  }
  return { listed, held };
}

function withSku(source: string, sku: string | undefined): string {
  return sku === undefined ? source : `${source} ${sku}`;
}
