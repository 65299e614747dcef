import { GetProductsCommand, type Filter, type GetProductsCommandOutput, PricingClient } from '@aws-sdk/client-pricing';
import { arrayAt } from '../../domain/json.js';
import { ServiceError } from '../runtime/errors.js';
import type { PriceList, PriceListFilter } from '../ports/priceList.js';

const SERVICE = 'AWS Price List';

/** The most that GetProducts gives at once. */
const PAGE_SIZE = 100;

/** The Price List by its query API, which has endpoints in us-east-1, eu-central-1 and ap-south-1 only. */
export class AwsPriceList implements PriceList {
  readonly #client: PricingClient;

  constructor(client: PricingClient) {
    this.#client = client;
  }

  /** Throws ServiceError, and what the client throws. */
  async *products(
    serviceCode: string,
    region: string,
    attribute?: PriceListFilter,
  ): AsyncGenerator<readonly unknown[], void, undefined> {
    const filters = [{ field: 'regionCode', value: region }, ...(attribute === undefined ? [] : [attribute])];
    let token: string | undefined;
    do {
      const reply: GetProductsCommandOutput = await this.#client.send(
        new GetProductsCommand({
          ServiceCode: serviceCode,
          FormatVersion: 'aws_v1',
          MaxResults: PAGE_SIZE,
          Filters: filters.map(filterOf),
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      yield arrayAt(reply, 'PriceList').map((text) => parse(String(text), `${serviceCode} in ${region}`));
      if (reply.NextToken === token && token !== undefined)
        throw new ServiceError(SERVICE, 'gives the same page again');
      token = reply.NextToken;
    } while (token !== undefined && token !== '');
  }
}

/** The Price List API answers in three Regions only, for all of them. */
export function connectPriceList(limits: object): AwsPriceList {
  return new AwsPriceList(new PricingClient({ region: 'us-east-1', ...limits }));
}

function filterOf({ field, value }: PriceListFilter): Filter {
  return { Type: 'TERM_MATCH', Field: field, Value: value };
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ServiceError(SERVICE, `a product of ${where} is not JSON`, { cause: error });
  }
}
