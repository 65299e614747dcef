import { Decimal } from 'decimal.js';
import { classifyUsageType, type UsageType } from './usageType.js';

/** A rate that AWS publishes row by row; the trimmed offers at hand cover us-east-1 and some models. */
export interface OfferRate extends UsageType {
  /** The name that stands for the model: attribute `model`, or the Marketplace service name without its ending. */
  readonly offer: string;
  readonly region: string;
  readonly usdPer1000: Decimal;
  readonly sku: string;
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly effectiveFrom: string;
}

interface Product {
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Term {
  readonly effectiveDate: string;
  readonly priceDimensions: Readonly<
    Record<string, { readonly unit: string; readonly pricePerUnit: { readonly USD: string } }>
  >;
}

type Terms = Readonly<Record<string, Term>>;

export interface BulkOffer {
  readonly offerCode: string;
  readonly publicationDate: string;
  readonly products: Readonly<Record<string, Product>>;
  readonly terms: { readonly OnDemand: Readonly<Record<string, Terms>> };
}

/** A GetProducts reply: its price list holds JSON as strings. */
export interface ProductsReply {
  readonly PriceList: readonly string[];
}

interface PriceListItem {
  readonly product: Product;
  readonly serviceCode: string;
  readonly publicationDate: string;
  readonly terms: { readonly OnDemand: Terms };
}

/** Marketplace rows (`Units`, `1M tokens`) are priced by the million, all others by the thousand. */
const UNITS_IN_THOUSANDS: ReadonlyMap<string, number> = new Map([
  ['1K tokens', 1],
  ['1M tokens', 1000],
  ['Units', 1000],
]);

export function ratesOfOffer(offer: BulkOffer): readonly OfferRate[] {
  const source = `${offer.offerCode}-${offer.publicationDate.slice(0, 10)}`;
  return Object.values(offer.products).flatMap((product) =>
    ratesOfProduct(product, offer.terms.OnDemand[product.sku] ?? {}, source),
  );
}

export function ratesOfReply(reply: ProductsReply): readonly OfferRate[] {
  return reply.PriceList.flatMap((text) => {
    const item = JSON.parse(text) as PriceListItem;
    const source = `${item.serviceCode}-${item.publicationDate.slice(0, 10)}`;
    return ratesOfProduct(item.product, item.terms.OnDemand, source);
  });
}

function ratesOfProduct({ sku, attributes }: Product, terms: Terms, source: string): readonly OfferRate[] {
  const usageType = classifyUsageType(attributes['usagetype'] ?? '');
  const offer = attributes['model'] ?? attributes['servicename']?.replace(/ \(Amazon Bedrock Edition\)$/, '');
  const region = attributes['regionCode'];
  if (usageType === undefined || offer === undefined || region === undefined) return [];
  return Object.values(terms).flatMap(({ effectiveDate, priceDimensions }) =>
    Object.values(priceDimensions).flatMap(({ unit, pricePerUnit }) => {
      const thousands = UNITS_IN_THOUSANDS.get(unit);
      if (thousands === undefined) return [];
      const usdPer1000 = new Decimal(pricePerUnit.USD).dividedBy(thousands);
      return [{ ...usageType, offer, region, usdPer1000, sku, source, effectiveFrom: effectiveDate.slice(0, 10) }];
    }),
  );
}
