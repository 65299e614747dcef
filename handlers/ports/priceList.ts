/** The AWS Price List API. */
export interface PriceList {
  /** All products of a service in a Region, each as parsed JSON, page by page. */
  products(serviceCode: string, region: string, attribute?: PriceListFilter): AsyncIterable<readonly unknown[]>;
}

/** Narrows products to those with an attribute of this value. */
export interface PriceListFilter {
  readonly field: string;
  readonly value: string;
}

/** The services under which Amazon Bedrock is billed; each has its own shapes of rows. */
export const SERVICE_CODES = ['AmazonBedrock', 'AmazonBedrockFoundationModels', 'AmazonBedrockService'] as const;
