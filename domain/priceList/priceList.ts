import { codeProblemOf, type CodeProblem } from './billingCodes.js';
import { formatInstant, parseInstant, type Instant } from '../instant.js';
import { objectAt, stringAt, type JsonObject } from '../json.js';
import { readListedPrice, type PriceProblem } from './listedPrice.js';
import type { Usd } from '../money.js';
import { readUsageType, type OtherUsage, type UsageType } from './priceListUsageType.js';

/** A rate as the AWS Price List states it. */
export interface PriceListRate extends UsageType {
  /** What stands for the model: attribute `model` or `titanModel`, or the Marketplace service's name. */
  readonly offer: string;
  readonly region: string;
  readonly usdPer1000: Usd;
  /** `YYYY-MM-DD`; AWS often moves it to the first of the month without another price. */
  readonly effectiveFrom: string;
  readonly sku: string;
  readonly usageType: string;
  /** Service and day of publication: `AmazonBedrock-2026-07-23`. */
  readonly source: string;
}

/** What a row would be the rate of, if its price could be used. */
export interface RateClaim extends UsageType {
  readonly offer: string;
  readonly region: string;
  /** What is wrong, as the row has it: `0`, `1 CNY`, `hour`, `APN1`. */
  readonly found: string;
}

/** Why a price is no rate that a call could be billed by today. */
export type SkipReason =
  | OtherUsage
  | CodeProblem
  | 'no name of a model'
  | 'no on-demand price'
  | 'in force later'
  | 'a discount from some volume on'
  | PriceProblem;

export interface SkippedRow {
  readonly kind: 'skipped';
  readonly reason: SkipReason;
  readonly usageType: string;
  readonly sku: string;
  /** Where the row is one of an on-demand rate, of whatever model. */
  readonly claim?: RateClaim;
}

export type PriceListEntry =
  | { readonly kind: 'rate'; readonly rate: PriceListRate }
  | SkippedRow
  /** Not of the shape that AWS documents; `path` names the first part that is not. */
  | { readonly kind: 'invalid'; readonly path: string; readonly reason: string; readonly sku: string | undefined };

/** The products of a bulk offer file, each in the shape of an item of a GetProducts reply. */
export function productsOfOffer(offer: unknown): readonly unknown[] {
  const terms = objectAt(objectAt(offer, 'terms'), 'OnDemand');
  const serviceCode = stringAt(offer, 'offerCode');
  const publicationDate = stringAt(offer, 'publicationDate');
  return Object.entries(objectAt(offer, 'products')).map(([sku, product]) => ({
    product,
    serviceCode,
    publicationDate,
    terms: { OnDemand: terms[sku] },
  }));
}

/**
 * Classifies every price of a product as of an instant: one entry for each, or one for the whole product. Never empty,
 * never throws. The product is an item of a GetProducts reply, as parsed JSON.
 */
export function classifyProduct(item: unknown, at: Instant): readonly PriceListEntry[] {
  const row = readRow(item);
  if (row.kind !== 'row') return [row];
  const skipped = (reason: SkipReason): PriceListEntry => ({ kind: 'skipped', reason, ...idOf(row) });
  const usage = readUsageType(row);
  if (usage.kind === 'other') return [skipped(usage.reason)];
  if (row.offer === undefined) return [skipped('no name of a model')];
  const { region, source, usageType } = row;
  const place = { ...usageOf(usage), offer: row.offer, region, source, usageType };
  const problem = codeProblemOf(usageType, region, row.offer);
  if (problem !== undefined) return [refused(row, place, { reason: problem.reason, found: problem.code })];
  const terms = Object.values(objectAt(objectAt(item, 'terms'), 'OnDemand'));
  const entries = terms.flatMap((term) => classifyTerm(row, place, term, at));
  return entries.length === 0 ? [skipped('no on-demand price')] : entries;
}

interface Row {
  readonly kind: 'row';
  readonly sku: string;
  readonly usageType: string;
  readonly region: string;
  readonly offer: string | undefined;
  readonly feature: string | undefined;
  readonly inferenceType: string | undefined;
  readonly serviceTier: string | undefined;
  readonly source: string;
}

type Place = Omit<PriceListRate, 'usdPer1000' | 'effectiveFrom' | 'sku'>;

type Invalid = Extract<PriceListEntry, { readonly kind: 'invalid' }>;

function readRow(item: unknown): Row | Invalid {
  const product = objectAt(item, 'product');
  const attributes = objectAt(product, 'attributes');
  const sku = stringAt(product, 'sku');
  const usageType = stringAt(attributes, 'usagetype');
  const region = stringAt(attributes, 'regionCode');
  const serviceCode = stringAt(item, 'serviceCode');
  const published = stringAt(item, 'publicationDate');
  if (sku === undefined) return missing('product.sku', sku);
  if (usageType === undefined) return missing('product.attributes.usagetype', sku);
  if (region === undefined) return missing('product.attributes.regionCode', sku);
  if (serviceCode === undefined) return missing('serviceCode', sku);
  if (published === undefined) return missing('publicationDate', sku);
  return {
    kind: 'row',
    sku,
    usageType,
    region,
    offer: offerOf(attributes),
    feature: stringAt(attributes, 'feature'),
    inferenceType: stringAt(attributes, 'inferenceType'),
    serviceTier: stringAt(attributes, 'service_tier'),
    source: `${serviceCode}-${published.slice(0, 10)}`,
  };
}

/** Only in the Marketplace is the name of the service the one of the model. */
function offerOf(attributes: JsonObject): string | undefined {
  const model = stringAt(attributes, 'model') ?? stringAt(attributes, 'titanModel');
  const service = stringAt(attributes, 'servicename')?.replace(/ \(Amazon Bedrock Edition\)$/, '');
  return model ?? (service?.startsWith('Amazon Bedrock') === true ? undefined : service);
}

function classifyTerm(row: Row, place: Place, term: unknown, at: Instant): readonly PriceListEntry[] {
  const from = parseInstant(stringAt(term, 'effectiveDate') ?? '');
  if (from === undefined) return [invalid('terms.OnDemand.*.effectiveDate', 'not an instant', row.sku)];
  if (from > at) return [{ kind: 'skipped', reason: 'in force later', ...idOf(row) }];
  const effectiveFrom = formatInstant(from).slice(0, 10);
  return Object.values(objectAt(term, 'priceDimensions')).map((price) => {
    const answer = readListedPrice(price, place.dimension, row.usageType);
    if (answer.kind === 'invalid') return invalid(answer.path, answer.reason, row.sku);
    if (answer.kind === 'discount') return { kind: 'skipped', reason: DISCOUNT, ...idOf(row) };
    if (answer.kind === 'refused') return refused(row, place, answer);
    return { kind: 'rate', rate: { ...place, usdPer1000: answer.usdPer1000, effectiveFrom, sku: row.sku } };
  });
}

const DISCOUNT = 'a discount from some volume on';

function refused(
  row: Row,
  place: Place,
  { reason, found }: { readonly reason: SkipReason; readonly found: string },
): SkippedRow {
  const { offer, region } = place;
  return { kind: 'skipped', reason, ...idOf(row), claim: { ...usageOf(place), offer, region, found } };
}

function usageOf({ dimension, scope, tier, contextSize }: UsageType): UsageType {
  return { dimension, scope, tier, contextSize };
}

function idOf({ usageType, sku }: Row): Pick<Row, 'usageType' | 'sku'> {
  return { usageType, sku };
}

function missing(path: string, sku: string | undefined): Invalid {
  return invalid(path, 'missing', sku);
}

function invalid(path: string, reason: string, sku: string | undefined): Invalid {
  return { kind: 'invalid', path, reason, sku };
}
