import { readFileSync } from 'node:fs';
import { arrayAt } from '../../../domain/json.js';
import { productsOfOffer } from '../../../domain/priceList/priceList.js';

const SOURCES = 'prices/sources/';

function parsed(name: string): unknown {
  return JSON.parse(readFileSync(`${SOURCES}${name}.json`, 'utf8')) as unknown;
}

/** The real rows at hand, as items of GetProducts replies, by where they come from. */
export const REAL_PRODUCTS = {
  marketplace: productsOfOffer(parsed('bulk_offer_AmazonBedrockFoundationModels_us-east-1_trimmed')),
  service: productsOfOffer(parsed('bulk_offer_AmazonBedrockService_us-east-1_trimmed')),
  bedrock: productsOfOffer(parsed('bulk_offer_AmazonBedrock_us-east-1_trimmed')),
  novaMicroReply: ofReply('getproducts_ab-nova-micro-use1'),
  opusReply: ofReply('getproducts_fm-opus-4-7-use1'),
} as const;

function ofReply(name: string): readonly unknown[] {
  return arrayAt(parsed(name), 'PriceList').map((text) => JSON.parse(String(text)) as unknown);
}

export interface ProductParts {
  readonly sku?: string;
  readonly serviceCode?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly effectiveDate?: string;
  readonly unit?: string;
  readonly usd?: unknown;
  readonly price?: unknown;
}

/** A made-up product in the shape of a GetProducts item: Nova Micro's input tokens unless said otherwise. */
export function productOf(parts: ProductParts = {}): unknown {
  const { sku = 'SKU1', serviceCode = 'AmazonBedrock', effectiveDate = '2026-11-01T00:00:00Z' } = parts;
  const { unit = '1K tokens', usd = '0.0000350000' } = parts;
  const price = parts.price ?? { unit, beginRange: '0', endRange: 'Inf', pricePerUnit: { USD: usd } };
  return {
    product: {
      sku,
      attributes: {
        usagetype: 'USE1-NovaMicro-input-tokens',
        regionCode: 'us-east-1',
        model: 'Nova Micro',
        ...parts.attributes,
      },
    },
    serviceCode,
    publicationDate: '2026-11-20T10:00:00Z',
    terms: { OnDemand: { [`${sku}.T`]: { effectiveDate, priceDimensions: { [`${sku}.T.P`]: price } } } },
  };
}
