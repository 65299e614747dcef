import { expect } from 'chai';
import { usdToString } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import { ratesElsewhere } from '../../../domain/priceList/vouchedRate.js';
import { TEST_PRICES, tableRate } from '../pricing/prices.js';

describe('ratesElsewhere', () => {
  const book = createPriceBook(TEST_PRICES);

  it('has the rates of a model in all Regions and scopes, at the same tier and context', () => {
    const rates = ratesElsewhere('anthropic.claude-opus-4-6-v1', tableRate('1'), book).map(usdToString);
    expect(rates).to.deep.equal(['0.0055', '0.005']);
  });

  it('has none of a model that is not in the book, nor of a dimension without a rate', () => {
    expect(ratesElsewhere('nobody.model', tableRate('1'), book)).to.deep.equal([]);
    expect(ratesElsewhere('amazon.titan-embed-text-v2:0', tableRate('1', { dimension: 'images' }), book)).to.be.empty;
  });
});
