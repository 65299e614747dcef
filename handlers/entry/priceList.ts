import { PricingClient } from '@aws-sdk/client-pricing';
import { AwsPriceList } from '../adapters/awsPriceList.js';

/** The Price List API answers in three Regions only, for all of them. */
const PRICE_LIST_REGION = 'us-east-1';

export function composePriceList(limits: object): AwsPriceList {
  return new AwsPriceList(new PricingClient({ region: PRICE_LIST_REGION, ...limits }));
}
