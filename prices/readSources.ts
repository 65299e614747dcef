import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt } from '../domain/json.js';
import type { PriceBookData } from '../domain/pricing/priceBookData.js';
import { classifyProduct, productsOfOffer, type PriceListRate } from '../domain/priceList/priceList.js';
import type { PublishedEntry, Sources } from './assemble.js';
import type { ModelEntry } from './modelRates.js';
import { ratesOfList, type ListRow } from './onDemandList.js';
import { priceBookOf } from './priceBookOf.js';

const OFFERS = [
  'bulk_offer_AmazonBedrockFoundationModels_us-east-1_trimmed.json',
  'bulk_offer_AmazonBedrockService_us-east-1_trimmed.json',
  'bulk_offer_AmazonBedrock_us-east-1_trimmed.json',
];
const REPLIES = ['getproducts_ab-nova-micro-use1.json', 'getproducts_fm-opus-4-7-use1.json'];
const LIST = 'pricelist-ondemand-all-regions.2026-08-20.json';

/** The day on which the sources were last compared. */
const AS_OF = '2026-11-28';
const AS_OF_INSTANT = Date.parse(AS_OF);

const TIER_FACTORS = {
  batch: { factor: '0.5', source: 'tier-factors' },
  flex: { factor: '0.5', source: 'tier-factors' },
  priority: { factor: '1.75', source: 'tier-factors' },
  'latency-optimized': { factor: '1.25', source: 'tier-factors' },
} as const;

/** Builds the price book from a folder of AWS price data and the hand-kept files beside this one. */
export function readPriceBook(folder: string): PriceBookData {
  const models = readJson(join('prices', 'models.json')) as {
    readonly cacheFactors: Sources['cacheFactors'];
    readonly models: readonly ModelEntry[];
  };
  const published = readJson(join('prices', 'publishedRates.json')) as {
    readonly sources: PriceBookData['sources'];
    readonly entries: readonly PublishedEntry[];
  };
  const list = readJson(join(folder, LIST)) as { readonly publicationDate: string; readonly rows: readonly ListRow[] };
  const products = [
    ...OFFERS.flatMap((name) => productsOfOffer(readJson(join(folder, name)))),
    ...REPLIES.flatMap((name) => productsOfReply(readJson(join(folder, name)))),
  ];
  const offers = products.flatMap(ratesOfProduct);
  const sources: Sources = {
    list: { publicationDate: list.publicationDate.slice(0, 10), rates: ratesOfList(list.rows) },
    offers,
    published: published.entries,
    cacheFactors: models.cacheFactors,
    tierFactors: TIER_FACTORS,
  };
  const titles = Object.fromEntries(offers.map(({ source }) => [source, sourceOfOffer(source)]));
  const book = priceBookOf(models.models, sources, {
    asOf: AS_OF,
    sources: { ...published.sources, ...titles },
    tierFactors: TIER_FACTORS,
  });
  return { ...book, sources: usedSources(book) };
}

/** A GetProducts reply contains products as JSON strings. */
function productsOfReply(reply: unknown): readonly unknown[] {
  return arrayAt(reply, 'PriceList').map((text): unknown => JSON.parse(String(text)));
}

function ratesOfProduct(product: unknown): readonly PriceListRate[] {
  const entries = classifyProduct(product, AS_OF_INSTANT);
  return entries.flatMap((entry) => (entry.kind === 'rate' ? [entry.rate] : []));
}

/** The sources of rates in the book, without those that only confirm others. Factors price what has no row. */
function usedSources({ sources, models }: PriceBookData): PriceBookData['sources'] {
  const rates = models.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.rates)));
  const used = new Set(['tier-factors', 'govcloud-factor', ...rates.map(({ source }) => source)]);
  return Object.fromEntries(Object.entries(sources).filter(([key]) => used.has(key)));
}

function sourceOfOffer(source: string): { readonly title: string; readonly published: string } {
  return { title: `AWS Price List, offer ${source.slice(0, -11)}, us-east-1`, published: source.slice(-10) };
}

function readJson(path: string): unknown {
  if (!existsSync(path)) throw new Error(`${path} is missing; name the folder that holds the price data by --from`);
  return JSON.parse(readFileSync(path, 'utf8'));
}
