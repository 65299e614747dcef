import { expect } from 'chai';
import sinon from 'sinon';
import { usd } from '../../../domain/money.js';
import type { PriceKey, PriceRow } from '../../../domain/priceList/priceTable.js';
import { createPriceLookUp } from '../../../handlers/pricing/priceLookUp.js';
import { PRICE_RETENTION_MS } from '../../../handlers/ports/priceTable.js';
import { MemoryPriceList } from '../../../local/memory/memoryPriceList.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { clockAt, StubTelemetry } from '../stubs.js';
import { failureOf } from '../portCalls.js';
import { NOW, TEST_BOOK } from '../metering/meteringWorld.js';

const NOVA: PriceKey = { modelId: 'amazon.nova-micro-v1:0', region: 'us-east-1', scope: 'regional' };
const OPUS: PriceKey = { modelId: 'anthropic.claude-opus-4-6-v1', region: 'eu-west-1', scope: 'global' };

type Attributes = Readonly<Record<string, string>>;

/** An item of a GetProducts reply. */
function product(serviceCode: string, attributes: Attributes, unit: string, price: string): unknown {
  const sku = attributes['usagetype'] ?? '';
  const term = {
    effectiveDate: '2026-09-01T00:00:00Z',
    priceDimensions: { [`${sku}.R`]: { unit, beginRange: '0', endRange: 'Inf', pricePerUnit: { USD: price } } },
  };
  return {
    product: { sku, attributes: { ...attributes, locationType: 'AWS Region', operation: '' } },
    serviceCode,
    publicationDate: '2026-09-05T20:20:25Z',
    terms: { OnDemand: { [`${sku}.T`]: term } },
  };
}

function nova(usagetype: string, price: string, model = 'Nova Micro'): unknown {
  const attributes = { regionCode: 'us-east-1', usagetype, model, feature: 'On-demand Inference' };
  return product('AmazonBedrock', attributes, '1K tokens', price);
}

/** A Marketplace row: units are millions of tokens. */
function opus(kind: string, price: string): unknown {
  const servicename = 'Claude Opus 4.6 (Amazon Bedrock Edition)';
  const attributes = { regionCode: 'eu-west-1', usagetype: `EUW1-MP:EUW1_${kind}-Units`, servicename };
  return product('AmazonBedrockFoundationModels', attributes, 'Units', price);
}

const PRODUCTS = [
  nova('USE1-NovaMicro-input-tokens', '0.00004'),
  nova('USE1-NovaMicro-output-tokens', '0.00016'),
  nova('USE1-NovaMicro-input-tokens-custom-model', '0.9'),
  nova('USE1-NovaLite-input-tokens', '0.00006', 'Nova Lite'),
  opus('input_tokens_standard', '5.6'),
  opus('input_tokens_global_standard', '5.1'),
  opus('output_tokens_global_standard', '25.5'),
];

function setUp(products: readonly unknown[] = PRODUCTS): {
  readonly priceTable: MemoryPriceTable;
  readonly telemetry: StubTelemetry;
  readonly priceList: MemoryPriceList;
  readonly lookUp: (key: PriceKey) => Promise<PriceRow | undefined>;
} {
  const ports = {
    priceList: new MemoryPriceList(products, 2),
    priceTable: new MemoryPriceTable(),
    telemetry: new StubTelemetry(),
    clock: clockAt(NOW),
  };
  return { ...ports, lookUp: createPriceLookUp(ports, TEST_BOOK) };
}

/** `DIMENSION USD_PER_1000` of each rate. */
function ratesOf(row: PriceRow | undefined): readonly string[] | undefined {
  return row?.rates.map(({ dimension, usdPer1000 }) => `${dimension} ${usdPer1000.toFixed()}`);
}

describe('createPriceLookUp', () => {
  it('answers with the rates of the model in its Region, and keeps them in the table', async () => {
    const { lookUp, priceTable, telemetry } = setUp();
    const row = await lookUp(NOVA);
    expect(ratesOf(row)).to.deep.equal(['inputTokens 0.00004', 'outputTokens 0.00016']);
    expect(row).to.include({ ...NOVA, source: 'AmazonBedrock-2026-09-05' });
    expect(priceTable.rows).to.deep.equal([{ row, updatedAt: NOW, expiresAt: NOW + PRICE_RETENTION_MS }]);
    expect(telemetry.counts).to.deep.equal({ PricesWritten: 1, PricesHeld: 0 });
  });

  it('finds a Marketplace model by its service, keeps both scopes, and answers with the one asked for', async () => {
    const { lookUp, priceTable, telemetry } = setUp();
    expect(ratesOf(await lookUp(OPUS))).to.deep.equal(['inputTokens 0.0051', 'outputTokens 0.0255']);
    expect(ratesOf(await lookUp({ ...OPUS, scope: 'regional' }))).to.deep.equal(['inputTokens 0.0056']);
    expect(priceTable.rows.map(({ row }) => row.scope)).to.have.members(['global', 'regional']);
    expect(telemetry.counts.PricesWritten).to.equal(4);
  });

  it('asks each service by the name it goes by there', async () => {
    const { lookUp, priceList } = setUp();
    const products = sinon.spy(priceList, 'products');
    await lookUp(NOVA);
    expect(products.args).to.deep.equal([
      ['AmazonBedrock', 'us-east-1', { field: 'model', value: 'Nova Micro' }],
      ['AmazonBedrockService', 'us-east-1', { field: 'model', value: 'Nova Micro' }],
      [
        'AmazonBedrockFoundationModels',
        'us-east-1',
        { field: 'servicename', value: 'Nova Micro (Amazon Bedrock Edition)' },
      ],
    ]);
  });

  it('holds back a rate beyond the guard, so that the book stands in for it', async () => {
    const { lookUp, priceTable, telemetry } = setUp([
      nova('USE1-NovaMicro-input-tokens', '0.00035'),
      nova('USE1-NovaMicro-output-tokens', '0.00016'),
    ]);
    expect(ratesOf(await lookUp(NOVA))).to.deep.equal(['outputTokens 0.00016']);
    expect(priceTable.rows.map(({ row }) => ratesOf(row))).to.deep.equal([['outputTokens 0.00016']]);
    expect(telemetry.counts).to.deep.equal({ PricesWritten: 1, PricesHeld: 1 });
  });

  it('keeps what a row of the table holds and the Price List does not: a refresh wrote it', async () => {
    const { lookUp, priceTable } = setUp();
    const rate = { dimension: 'cacheReadTokens', tier: 'standard', contextSize: 'standard' } as const;
    const rates = [{ ...rate, usdPer1000: usd('0.00057'), effectiveFrom: '2026-08-01' }];
    await priceTable.write([{ ...OPUS, scope: 'regional', source: 'refresh', rates }], NOW, NOW + PRICE_RETENTION_MS);
    await lookUp(OPUS);
    const regional = priceTable.rows.find(({ row }) => row.scope === 'regional');
    expect(ratesOf(regional?.row)).to.deep.equal(['inputTokens 0.0056', 'cacheReadTokens 0.00057']);
  });

  for (const [what, key, products] of [
    ['all of its rates are held', NOVA, [nova('USE1-NovaMicro-input-tokens', '0.35')]],
    ['the Price List has no rate for it', { ...NOVA, region: 'eu-west-1' }, PRODUCTS],
    ['the Price List says something of another shape', NOVA, [{ product: {} }, 'x', nova('USE1-NovaMicro', 'free')]],
    ['the book does not know the model', { ...NOVA, modelId: 'amazon.nova-lite-v1:0' }, PRODUCTS],
  ] as const) {
    it(`answers nothing and writes nothing where ${what}`, async () => {
      const { lookUp, priceTable } = setUp(products);
      expect(await lookUp(key)).to.equal(undefined);
      expect(priceTable.rows).to.deep.equal([]);
    });
  }

  it('fails as the table does', async () => {
    const { lookUp, priceTable } = setUp();
    const down = new Error('throttled');
    sinon.stub(priceTable, 'write').rejects(down);
    expect(await failureOf(lookUp(NOVA))).to.equal(down);
  });
});
