import { expect } from 'chai';
import { usd, usdToString } from '../../../domain/money.js';
import { createPriceBook, type KnownRates, type RateKey } from '../../../domain/pricing/priceBook.js';
import { withPriceRows, type PriceRow, type TableRate } from '../../../domain/priceList/priceTable.js';
import { tableRate as rate, TEST_PRICES } from '../pricing/prices.js';

const NOON = Date.UTC(2026, 10, 24, 12);
const book = createPriceBook(TEST_PRICES);
const KEY: RateKey = {
  modelId: 'anthropic.claude-opus-4-6-v1',
  region: 'us-east-1',
  scope: 'regional',
  tier: 'standard',
  contextSize: 'standard',
};

function row(...rates: readonly TableRate[]): PriceRow {
  return { modelId: KEY.modelId, region: KEY.region, scope: KEY.scope, rates, source: 'live' };
}

function shown(rates: KnownRates): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...rates].map(([dimension, { usdPer1000, source }]) => [dimension, `${usdToString(usdPer1000)} ${source}`]),
  );
}

const OF_BOOK = {
  inputTokens: '0.0055 list',
  outputTokens: '0.0275 list',
  cacheReadTokens: '0.00055 list',
  cacheWrite5mTokens: '0.006875 list',
  cacheWrite1hTokens: '0.011 list',
};

describe('withPriceRows', () => {
  const given = (...rates: readonly TableRate[]): ReturnType<typeof withPriceRows> =>
    withPriceRows(book, () => row(...rates));

  it('is the book where there is no row', () => {
    expect(withPriceRows(book, () => undefined).rates(KEY, NOON)).to.equal(book.rates(KEY, NOON));
  });

  it('takes the rates of a row and leaves the others to the book', () => {
    const rates = given(rate('0.006'), rate('0.007', { dimension: 'cacheWrite5mTokens' })).rates(KEY, NOON);
    expect(shown(rates)).to.deep.equal({ ...OF_BOOK, inputTokens: '0.006 live', cacheWrite5mTokens: '0.007 live' });
  });

  it('leaves other tiers and context sizes to themselves', () => {
    const live = given(rate('0.003', { tier: 'batch' }), rate('0.009', { contextSize: 'long' }));
    expect(shown(live.rates(KEY, NOON))).to.deep.equal(OF_BOOK);
    expect(shown(live.rates({ ...KEY, tier: 'batch' }, NOON))).to.deep.equal({ inputTokens: '0.003 live' });
    expect(shown(live.rates({ ...KEY, contextSize: 'long' }, NOON))).to.deep.equal({ inputTokens: '0.009 live' });
  });

  it('leaves a call before the first day of a rate to the book', () => {
    const live = given(rate('0.006', { effectiveFrom: '2026-11-24' }));
    expect(shown(live.rates(KEY, NOON))).to.deep.include({ inputTokens: '0.006 live' });
    expect(shown(live.rates(KEY, Date.UTC(2026, 10, 23, 23, 59)))).to.deep.equal(OF_BOOK);
  });

  it('prices a call by the rate in force on its day', () => {
    const earlier = [
      { usdPer1000: usd('0.007'), effectiveFrom: '2026-11-10' },
      { usdPer1000: usd('0.008'), effectiveFrom: '2026-11-01' },
    ];
    const live = given(
      rate('0.006', { effectiveFrom: '2026-11-24', earlier }),
      rate('50', { dimension: 'images', effectiveFrom: '2026-11-24', earlier }),
    );
    const on = (month: number, day: number): Readonly<Record<string, string>> =>
      shown(live.rates(KEY, Date.UTC(2026, month - 1, day, 23, 59)));
    expect(on(11, 24)).to.include({ inputTokens: '0.006 live', images: '50 live' });
    expect(on(11, 23)).to.include({ inputTokens: '0.007 live', images: '0.007 live' });
    expect(on(11, 10)).to.include({ inputTokens: '0.007 live' });
    expect(on(11, 9)).to.include({ inputTokens: '0.008 live' });
    expect(on(10, 31)).to.include({ inputTokens: '0.0055 list', images: '0.008 live' });
  });

  it('takes a later rate over none at all', () => {
    const live = given(rate('40', { dimension: 'images', effectiveFrom: '2026-12-01' }));
    expect(shown(live.rates(KEY, NOON))).to.deep.include({ images: '40 live' });
  });

  it('takes a rate whose first day cannot be read', () => {
    expect(shown(given(rate('0.006', { effectiveFrom: '' })).rates(KEY, NOON))).to.include({
      inputTokens: '0.006 live',
    });
  });

  it('answers the same question with the same answer, until the row, the day or the book changes', () => {
    let current = row(rate('0.006'));
    const live = withPriceRows(book, () => current);
    const first = live.rates(KEY, NOON);
    expect(live.rates(KEY, NOON + 1)).to.equal(first);
    expect(live.rates(KEY, Date.UTC(2026, 10, 25))).to.not.equal(first);
    current = row(rate('0.007'));
    expect(shown(live.rates(KEY, NOON))).to.deep.include({ inputTokens: '0.007 live' });
  });

  it('sees a rate of the book that begins', () => {
    const key = { ...KEY, modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0' };
    const live = withPriceRows(book, () => row(rate('7', { dimension: 'images' })));
    expect(shown(live.rates(key, Date.UTC(2025, 10, 30)))).to.include({ inputTokens: '0.003 list' });
    expect(shown(live.rates(key, Date.UTC(2025, 11, 1)))).to.include({ inputTokens: '0.006 list' });
  });

  it('keeps everything else of the book', () => {
    expect(given().model('cohere.rerank-v3-5:0')?.name).to.equal('Rerank 3.5');
  });
});
