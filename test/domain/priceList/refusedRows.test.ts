import { expect } from 'chai';
import { usd, usdToString } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import { classifyProduct } from '../../../domain/priceList/priceList.js';
import { priceListIndex } from '../../../domain/priceList/priceRows.js';
import type { PriceRow } from '../../../domain/priceList/priceTable.js';
import { quarantinedRow, refusedRows } from '../../../domain/priceList/refusedRows.js';
import { productOf, type ProductParts } from './priceListRows.js';
import { tableRate, TEST_PRICES } from '../pricing/prices.js';

const NOW = Date.UTC(2026, 10, 24);
const book = createPriceBook(TEST_PRICES);
const index = priceListIndex(TEST_PRICES.models);

/** `REASON: FOUND, IN_USE -> TO` of each refusal. */
function refusals(parts: ProductParts, current?: PriceRow): readonly string[] {
  const skipped = classifyProduct(productOf(parts), NOW).flatMap((entry) => (entry.kind === 'skipped' ? [entry] : []));
  return refusedRows(skipped, index).flatMap((refused) => {
    const held = quarantinedRow(refused, current, book, NOW);
    if (held === undefined) return [];
    const [from, to] = [held.fromUsdPer1000, held.toUsdPer1000].map((each) =>
      each === undefined ? '-' : usdToString(each),
    );
    return [`${held.modelId} ${held.dimension} ${held.reason}: ${held.found ?? ''}, ${from ?? ''} -> ${to ?? ''}`];
  });
}

describe('a row that cannot be used', () => {
  const NOVA = 'amazon.nova-micro-v1:0 inputTokens';
  const cacheWrite = { usagetype: 'USE1-NovaMicro-cache-write-input-token-count' };
  const tableOfParts: readonly (readonly [string, ProductParts, readonly string[]])[] = [
    ['a price of zero', { usd: '0.0000000000' }, [`${NOVA} a price of zero: 0, 0.000035 -> 0`]],
    ['zero for what is free', { usd: '0', attributes: cacheWrite }, []],
    [
      'zero for what is free in other Regions',
      { usd: '0', attributes: { usagetype: 'EUW1-NovaMicro-cache-write-input-token-count', regionCode: 'eu-west-1' } },
      [],
    ],
    [
      'zero for what costs in other Regions',
      { usd: '0', attributes: { usagetype: 'EUW1-NovaMicro-input-tokens', regionCode: 'eu-west-1' } },
      [`${NOVA} a price of zero: 0, - -> 0`],
    ],
    [
      'zero for what nothing is known of',
      { usd: '0', unit: 'image', attributes: { usagetype: 'USE1-NovaMicro-created_image' } },
      ['amazon.nova-micro-v1:0 images a price of zero: 0, - -> 0'],
    ],
    [
      'zero for a tier that goes by its factor',
      { usd: '0', attributes: { usagetype: 'USE1-NovaMicro-output-tokens-flex' } },
      ['amazon.nova-micro-v1:0 outputTokens a price of zero: 0, 0.00007 -> 0'],
    ],
    [
      'zero for a custom model',
      { usd: '0', attributes: { usagetype: 'USE1-NovaMicro-input-tokens-custom-model' } },
      [],
    ],
    ['zero for a model that is not known', { usd: '0', attributes: { model: 'Jurassic-2 Mid' } }, []],
    ['zero for a model without a rate per token', { usd: '0', attributes: { model: 'Nova Reel' } }, []],
    [
      'another currency',
      { price: { unit: '1K tokens', pricePerUnit: { CNY: '1.5' } } },
      [`${NOVA} no price in USD: 1.5 CNY, 0.000035 -> -`],
    ],
    [
      'another currency without an amount',
      { price: { unit: '1K tokens', pricePerUnit: { CNY: {}, JPY: '1' } } },
      [`${NOVA} no price in USD: ? CNY, 1 JPY, 0.000035 -> -`],
    ],
    [
      'another currency for a model that is not known',
      { attributes: { model: 'X' }, price: { unit: '1K tokens', pricePerUnit: { CNY: '1' } } },
      [],
    ],
    ['no price at all', { price: { unit: '1K tokens' } }, [`${NOVA} no price in USD: no price, 0.000035 -> -`]],
    ['an unknown unit', { unit: '1G tokens' }, [`${NOVA} a unit that is not known: 1G tokens, 0.000035 -> -`]],
    [
      'no unit',
      { price: { pricePerUnit: { USD: '1' } } },
      [`${NOVA} a unit that is not known: no unit, 0.000035 -> -`],
    ],
    ['an unknown unit of an unknown model', { unit: '1G tokens', attributes: { model: 'X' } }, []],
    [
      'a code of another Region',
      { attributes: { usagetype: 'USW2-NovaMicro-input-tokens' } },
      [`${NOVA} a code of another Region: USW2, 0.000035 -> -`],
    ],
    [
      'a code of no known Region',
      { attributes: { usagetype: 'APX9-NovaMicro-input-tokens' } },
      [`${NOVA} a code of no known Region: APX9, 0.000035 -> -`],
    ],
    [
      'a code of another Region on what is no rate',
      { attributes: { usagetype: 'USW2-NovaMicro-input-tokens-custom-model' } },
      [],
    ],
    ['a usable rate', {}, []],
  ];
  for (const [what, parts, expected] of tableOfParts) {
    it(`is ${expected.length === 0 ? 'no' : 'a'} refusal: ${what}`, () => {
      expect(refusals(parts)).to.deep.equal(expected);
    });
  }

  it('is compared with the row in use', () => {
    const key = { modelId: 'amazon.nova-micro-v1:0', region: 'us-east-1', scope: 'regional', source: 'live' } as const;
    const cost = tableRate('0.1', { dimension: 'cacheWrite5mTokens' });
    expect(refusals({ usd: '0', attributes: cacheWrite }, { ...key, rates: [cost] })).to.deep.equal([
      'amazon.nova-micro-v1:0 cacheWrite5mTokens a price of zero: 0, 0.1 -> 0',
    ]);
    expect(
      refusals({ usd: '0', attributes: cacheWrite }, { ...key, rates: [{ ...cost, usdPer1000: usd('0') }] }),
    ).to.deep.equal([]);
  });
});
