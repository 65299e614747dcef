import { expect } from 'chai';
import { createPriceBook, type PriceBook } from '../../../domain/pricing/priceBook.js';
import type { ModelPrices, PriceBookData } from '../../../domain/pricing/priceBookData.js';
import { TEST_PRICES } from './prices.js';

describe('createPriceBook', () => {
  const [first] = TEST_PRICES.models;
  const broken = (change: Partial<ModelPrices>, others = TEST_PRICES.models): PriceBookData => ({
    ...TEST_PRICES,
    models: [{ modelId: 'x.y', name: 'Y', provider: 'x', modality: 'text', rows: [], ...change }, ...others],
  });
  const rows = (usdPer1000: string, effectiveFrom = '2026-01-01'): Partial<ModelPrices> => ({
    rows: [
      {
        regions: ['*'],
        scope: 'regional',
        tier: 'standard',
        contextSize: 'standard',
        effectiveFrom,
        rates: { inputTokens: { usdPer1000, source: 's' } },
      },
    ],
  });

  for (const rate of ['-1', 'NaN', 'Infinity', '1e-8', '']) {
    it(`refuses a rate of ${JSON.stringify(rate)}`, () => {
      const problem = /x\.y regional standard from 2026-01-01: inputTokens/;
      expect(() => anyRate(createPriceBook(broken(rows(rate))), 'x.y')).to.throw(RangeError, problem);
    });
  }

  it('refuses a day that does not exist', () => {
    const book = createPriceBook(broken(rows('1', '2026-02-30')));
    expect(() => anyRate(book, 'x.y')).to.throw(RangeError, /x\.y.*not a day/);
  });

  it('refuses an id that stands twice', () => {
    expect(() => createPriceBook(broken({ aliases: [first?.modelId ?? ''] }))).to.throw(RangeError, /stands twice/);
  });

  it('refuses a book in which some dimension has no rate at all: nothing could stand in', () => {
    const book = createPriceBook(broken(rows('1'), []));
    expect(() => book.dearest('x', 'outputTokens')).to.throw(RangeError, /outputTokens: no model has a rate/);
  });

  it('refuses a tier factor that is no number', () => {
    const tierFactors = { ...TEST_PRICES.tierFactors, flex: { factor: 'half', source: 's' } };
    const book = createPriceBook({ ...TEST_PRICES, tierFactors });
    expect(() => book.tierFactor('flex')).to.throw(RangeError, /tierFactors\.flex/);
  });

  it('does not take one version for another where their name is shared', () => {
    const other = { modelId: 'anthropic.claude-3-5-sonnet-20241022-v2:0', name: 'v2', provider: 'anthropic' };
    const book = createPriceBook(broken(other));
    expect(book.model('anthropic.claude-3-5-sonnet-20250101-v3:0')).to.equal(undefined);
    expect(book.model(other.modelId)?.name).to.equal('v2');
  });

  it('has no rates of a model that it does not know', () => {
    const key = {
      modelId: 'x.y',
      region: 'us-east-1',
      scope: 'regional',
      tier: 'standard',
      contextSize: 'standard',
    } as const;
    const book = createPriceBook(TEST_PRICES);
    expect(book.rates(key, 0).size).to.equal(0);
    expect(book.dearestOfModel('x.y', 'inputTokens')).to.equal(undefined);
  });

  it('tells the day it was put together', () => {
    expect(createPriceBook(TEST_PRICES).asOf).to.equal('2026-11-01');
  });
});

/** Rows are read when their model is first asked for. */
function anyRate(book: PriceBook, modelId: string): unknown {
  return book.dearestOfModel(modelId, 'inputTokens');
}
