import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { usd, usdToString } from '../../../domain/money.js';
import type { ModelPrices, PriceBookData } from '../../../domain/pricing/priceBookData.js';
import { classifyProduct, type PriceListRate } from '../../../domain/priceList/priceList.js';
import { priceListIndex, priceRowsOf } from '../../../domain/priceList/priceRows.js';
import { REAL_PRODUCTS } from './priceListRows.js';

const { models } = JSON.parse(readFileSync('prices/priceBook.json', 'utf8')) as PriceBookData;
const real = Object.values(REAL_PRODUCTS)
  .flat()
  .flatMap((product) => classifyProduct(product, Date.UTC(2026, 10, 24)))
  .flatMap((entry) => (entry.kind === 'rate' ? [entry.rate] : []));

function model(change: Partial<ModelPrices>): ModelPrices {
  return { modelId: 'x.y', name: 'Y', provider: 'x', modality: 'text', rows: [], ...change };
}

function rate(change: Partial<Omit<PriceListRate, 'usdPer1000'>> & { readonly price?: string } = {}): PriceListRate {
  const { price = '1', ...rest } = change;
  return {
    offer: 'Y',
    region: 'us-east-1',
    scope: 'regional',
    dimension: 'inputTokens',
    tier: 'standard',
    contextSize: 'standard',
    usdPer1000: usd(price),
    effectiveFrom: '2026-11-01',
    sku: 'S',
    usageType: 'USE1-Y-input-tokens',
    source: 'AmazonBedrock-2026-11-20',
    ...rest,
  };
}

describe('priceRowsOf on the rows that AWS publishes', () => {
  const found = priceRowsOf(real, priceListIndex(models));

  it('finds a model for every rate', () => {
    expect(real).to.have.length(74);
    expect(found.unused).to.deep.equal([]);
  });

  it('makes one row for each model and scope', () => {
    const shown = found.rows.map(({ modelId, scope, rates }) => `${modelId} ${scope} ${rates.length}`);
    expect(shown).to.have.members([
      'anthropic.claude-opus-5 regional 7',
      'anthropic.claude-opus-5 global 7',
      'anthropic.claude-sonnet-4-20250514-v1:0 regional 6',
      'anthropic.claude-sonnet-4-20250514-v1:0 global 10',
      'anthropic.claude-haiku-4-5-20251001-v1:0 regional 7',
      'anthropic.claude-haiku-4-5-20251001-v1:0 global 7',
      'openai.gpt-oss-120b-1:0 regional 8',
      'anthropic.claude-3-haiku-20240307-v1:0 regional 1',
      'amazon.nova-micro-v1:0 regional 5',
      'anthropic.claude-opus-4-7 regional 5',
      'anthropic.claude-opus-4-7 global 5',
    ]);
  });

  it('names both services that a row comes from', () => {
    const row = found.rows.find(({ modelId, scope }) => modelId.includes('sonnet-4-2025') && scope === 'global');
    expect(row?.source).to.equal('AmazonBedrockFoundationModels-2026-07-28, AmazonBedrockService-2026-07-29');
  });
});

describe('priceListIndex', () => {
  it('finds every model of the book by some name, but for those whose live rates are not read', () => {
    const named = new Set([...priceListIndex(models).values()].flat());
    expect(models.filter((each) => !named.has(each)).map(({ modelId }) => modelId)).to.deep.equal([
      'amazon.bedrock-guardrails',
      'anthropic.claude-3-5-sonnet-20240620-v1:0',
      'anthropic.claude-3-5-sonnet-20241022-v2:0',
    ]);
  });

  it('knows every name of the on-demand list, but for models that are not in the book', () => {
    const text = readFileSync('prices/sources/pricelist-ondemand-all-regions.2026-08-20.json', 'utf8');
    const { rows } = JSON.parse(text) as { readonly rows: readonly { readonly m: string }[] };
    const names = new Set(rows.map(({ m }) => m.replace(/ \((クロスリージョン|バッチ)\)$/, '')));
    const index = priceListIndex(models);
    expect([...names].filter((name) => !index.has(name))).to.have.members([
      'Claude 3.5 Sonnet',
      'Claude 3.5 Sonnet v2',
      'Llama 3.3 70B Custom',
    ]);
  });

  it('knows the models of one name by intent only', () => {
    const shared = [...priceListIndex(models)].filter(([, of]) => of.length > 1).map(([name]) => name);
    expect(shared).to.have.members(['TitanEmbeddingsG1-Text', 'Nova Reel']);
  });

  it('goes by the names in the Price List alone where there are any', () => {
    const index = priceListIndex([model({ priceListNames: ['A', 'B'] })]);
    expect([...index.keys()]).to.deep.equal(['A', 'B']);
  });
});

describe('priceRowsOf', () => {
  const index = priceListIndex([model({})]);
  const priced = (...rates: readonly PriceListRate[]): readonly string[] =>
    priceRowsOf(rates, index).rows.flatMap((row) =>
      row.rates.map(({ usdPer1000, effectiveFrom }) => `${usdToString(usdPer1000)} from ${effectiveFrom}`),
    );

  const table: readonly (readonly [string, readonly PriceListRate[], string])[] = [
    ['two of the same value', [rate(), rate()], '1 from 2026-11-01'],
    ['the dearer one', [rate(), rate({ price: '2' })], '2 from 2026-11-01'],
    ['the dearer one first', [rate({ price: '2' }), rate()], '2 from 2026-11-01'],
    ['the later one', [rate({ price: '2' }), rate({ effectiveFrom: '2026-11-15' })], '1 from 2026-11-15'],
    ['the later one first', [rate({ effectiveFrom: '2026-11-15' }), rate({ price: '2' })], '1 from 2026-11-15'],
  ];
  for (const [what, rates, expected] of table) {
    it(`takes one of several rates of the same meaning: ${what}`, () => {
      expect(priced(...rates)).to.deep.equal([expected]);
    });
  }

  it('keeps apart what differs in meaning', () => {
    const { rows } = priceRowsOf(
      [rate(), rate({ tier: 'batch' }), rate({ contextSize: 'long' }), rate({ dimension: 'images' })].concat([
        rate({ scope: 'global' }),
        rate({ region: 'eu-west-1' }),
      ]),
      index,
    );
    expect(rows.map(({ region, scope, rates }) => `${region} ${scope} ${rates.length}`)).to.deep.equal([
      'us-east-1 regional 4',
      'us-east-1 global 1',
      'eu-west-1 regional 1',
    ]);
  });

  it('gives a rate to all models of its name', () => {
    const both = priceListIndex([model({}), model({ modelId: 'x.z' })]);
    expect(priceRowsOf([rate()], both).rows.map(({ modelId }) => modelId)).to.deep.equal(['x.y', 'x.z']);
  });

  it('names a rate that no model has, or that the log cannot be billed by', () => {
    const unpricedReason = 'billed by size';
    const of = priceListIndex([model({ unpricedReason })]);
    const { rows, unused } = priceRowsOf([rate(), rate({ offer: 'Jurassic-2' })], of);
    expect(rows).to.deep.equal([]);
    expect(unused.map(({ reason, rate: { offer } }) => `${offer}: ${reason}`)).to.deep.equal([
      'Y: billed by size',
      'Jurassic-2: no model of this name',
    ]);
  });
});
