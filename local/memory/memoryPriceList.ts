import { objectAt, stringAt } from '../../domain/json.js';
import type { PriceList, PriceListFilter } from '../../handlers/ports/priceList.js';

/** A Price List of given products, in the shape of GetProducts items. */
export class MemoryPriceList implements PriceList {
  readonly #products: readonly unknown[];
  readonly #pageSize: number;

  constructor(products: readonly unknown[], pageSize = 100) {
    this.#products = products;
    this.#pageSize = pageSize;
  }

  async *products(
    serviceCode: string,
    region: string,
    attribute?: PriceListFilter,
  ): AsyncGenerator<readonly unknown[], void, undefined> {
    const filters = [{ field: 'regionCode', value: region }, ...(attribute === undefined ? [] : [attribute])];
    const found = this.#products.filter(
      (item) => stringAt(item, 'serviceCode') === serviceCode && matches(item, filters),
    );
    for (let start = 0; start < found.length; start += this.#pageSize) {
      yield await Promise.resolve(found.slice(start, start + this.#pageSize));
    }
  }
}

function matches(item: unknown, filters: readonly PriceListFilter[]): boolean {
  const attributes = objectAt(objectAt(item, 'product'), 'attributes');
  return filters.every(({ field, value }) => attributes[field] === value);
}
