import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import sinon from 'sinon';
import { DAY_MS } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import type { PriceBookData } from '../../../domain/pricing/priceBookData.js';
import type { PriceKey } from '../../../domain/priceList/priceTable.js';
import { OutOfTimeError, ServiceError } from '../../../handlers/runtime/errors.js';
import type { BusEvent } from '../../../handlers/ports/eventBus.js';
import { createPricingManager, type PricesRefreshed } from '../../../handlers/functions/pricingManager.js';
import { MemoryPriceList } from '../../../local/memory/memoryPriceList.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { settingsOf } from '../stubs.js';
import { productOf, REAL_PRODUCTS, type ProductParts } from '../../domain/priceList/priceListRows.js';

const NOW = Date.UTC(2026, 10, 24, 1);
const data = JSON.parse(readFileSync('prices/priceBook.json', 'utf8')) as PriceBookData;
const book = createPriceBook(data);
const SETTINGS = settingsOf({ usageRetentionDays: '100' });
const NOVA: PriceKey = { modelId: 'amazon.nova-micro-v1:0', region: 'us-east-1', scope: 'regional' };

interface World {
  readonly prices: MemoryPriceTable;
  readonly published: BusEvent[];
  readonly counts: Record<string, number>;
  readonly logs: readonly (readonly unknown[])[];
  readonly reprice: sinon.SinonStub<[number], Promise<void>>;
  readonly publish: sinon.SinonStub<[readonly BusEvent[]], Promise<void>>;
  readonly run: (products: readonly unknown[], change?: Change) => Promise<PricesRefreshed>;
  readonly inUse: (key?: PriceKey) => Promise<Readonly<Record<string, string>>>;
}

interface Change {
  readonly regions?: readonly string[];
  readonly now?: number;
  /** Service and Region whose second page fails. */
  readonly failing?: string;
  readonly remainingMs?: () => number;
  readonly event?: unknown;
}

function world(): World {
  const prices = new MemoryPriceTable();
  const published: BusEvent[] = [];
  const counts: Record<string, number> = {};
  const logs: unknown[][] = [];
  const log = (...line: unknown[]): void => void logs.push(line);
  const publish = sinon.stub<[readonly BusEvent[]], Promise<void>>().callsFake((events) => {
    published.push(...events);
    return Promise.resolve();
  });
  const reprice = sinon.stub<[number], Promise<void>>().resolves();
  const telemetry = {
    info: log,
    warn: log,
    error: log,
    count: (metric: string, value: unknown): void => void (counts[metric] = (counts[metric] ?? 0) + Number(value)),
    record: (metric: string): void => void expect.fail(`${metric} is not this function’s`),
    flush: (): void => void (counts['flushed'] = (counts['flushed'] ?? 0) + 1),
  };
  const run: World['run'] = (products, change = {}) => {
    const { regions = ['us-east-1'], now = NOW, failing, remainingMs = () => 60_000, event = {} } = change;
    const clock = { now: () => now, sleep: () => Promise.resolve(), random: () => 0 };
    const priceList = failing === undefined ? new MemoryPriceList(products) : failingAt(products, failing);
    const ports = {
      priceList,
      prices,
      bus: { publish },
      clock,
      telemetry,
      book,
      settings: () => Promise.resolve(SETTINGS),
      models: data.models,
      regions,
      reprice,
    };
    return createPricingManager(ports)(event, { awsRequestId: 'r', getRemainingTimeInMillis: remainingMs });
  };
  const inUse: World['inUse'] = async (key = NOVA) => {
    const [row] = await prices.read([key], NOW);
    const rates = row?.rates ?? [];
    return Object.fromEntries(rates.map((rate) => [`${rate.dimension} ${rate.tier}`, usdToString(rate.usdPer1000)]));
  };
  return { prices, published, counts, logs, reprice, publish, run, inUse };
}

function failingAt(products: readonly unknown[], failing: string): MemoryPriceList {
  const list = new MemoryPriceList(products, 1);
  const read = list.products.bind(list);
  list.products = async function* (service, region) {
    for await (const page of read(service, region)) {
      yield page;
      if (failing === `${service} ${region}`) throw new Error('throttled');
    }
  };
  return list;
}

async function thrown(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  );
}

const nova = (usdPer1000: string, parts: ProductParts = {}): unknown => productOf({ usd: usdPer1000, ...parts });
const IRELAND = { regionCode: 'eu-west-1', usagetype: 'EUW1-NovaMicro-input-tokens' };
const inIreland = (price: string): unknown => nova(price, { attributes: IRELAND });
const opus = (price: string): unknown =>
  productOf({
    sku: 'SKU9',
    serviceCode: 'AmazonBedrockFoundationModels',
    unit: 'Units',
    usd: price,
    attributes: {
      model: '',
      servicename: 'Claude Opus 4.7 (Amazon Bedrock Edition)',
      usagetype: 'USE1-MP:USE1_input_tokens_standard-Units',
    },
  });
const OPUS: PriceKey = { modelId: 'anthropic.claude-opus-4-7', region: 'us-east-1', scope: 'regional' };

describe('createPricingManager on the first fill', () => {
  it('writes what AWS publishes, and holds nothing, for the book says the same', async () => {
    const { run, prices, counts, published, inUse } = world();
    expect(await run(Object.values(REAL_PRODUCTS).flat())).to.deep.equal({ rowsWritten: 11, ratesHeld: 0 });
    expect(counts).to.deep.equal({ PricesWritten: 11, PricesHeld: 0, flushed: 1 });
    expect(published).to.deep.equal([]);
    expect(await inUse()).to.deep.include({ 'cacheReadTokens standard': '0.00000875' });
    expect(await inUse({ ...OPUS, scope: 'global' })).to.deep.include({ 'cacheWrite1hTokens standard': '0.01' });
    expect(await prices.refreshedAt()).to.equal(NOW);
    expect(prices.rows.map(({ expiresAt }) => expiresAt)).to.deep.equal(Array(11).fill(NOW + 35 * DAY_MS));
  });

  it('tells what it skipped by reason, in one line', async () => {
    const { run, logs } = world();
    await run(Object.values(REAL_PRODUCTS).flat());
    expect(logs).to.deep.equal([
      [
        'price list rows skipped',
        {
          region: 'us-east-1',
          'reserved capacity, billed by the hour': 8,
          'the mantle endpoint, beside the row of the model itself': 16,
          'a custom model': 4,
          'a price of zero': 1,
          'customization of a model': 2,
          'provisioned throughput, billed by the hour': 3,
        },
      ],
    ]);
  });

  it('names what it cannot read and what stands for no model', async () => {
    const [{ run, logs, counts }, region] = [world(), 'us-east-1'];
    await run([
      nova('0.000035'),
      nova('0.00003', { effectiveDate: 'soon' }),
      nova('0.0125', { attributes: { model: 'Jurassic-3 Mid' } }),
    ]);
    expect(logs).to.deep.equal([
      ['price list names not used', { region, reason: 'no model of this name', count: 1, names: 'Jurassic-3 Mid' }],
      [
        'price list rows that cannot be read',
        { region, count: 1, first: 'SKU1: terms.OnDemand.*.effectiveDate: not an instant' },
      ],
    ]);
    expect(counts).to.deep.include({ PriceLookupsFailed: 1, PricesWritten: 1 });
  });

  it('holds a rate far from the one in the book, writes no row of it, and says so once', async () => {
    const { run, published, inUse, counts } = world();
    expect(await run([nova('0.035')])).to.deep.equal({ rowsWritten: 0, ratesHeld: 1 });
    expect(await inUse()).to.deep.equal({});
    expect(counts).to.deep.include({ PricesHeld: 1, PricesWritten: 0 });
    expect(published.map(({ detail }) => detail)).to.deep.equal([
      {
        type: 'PriceChangeQuarantined',
        at: '2026-11-24T01:00:00Z',
        ...NOVA,
        dimension: 'inputTokens',
        tier: 'standard',
        contextSize: 'standard',
        fromUsdPer1000: '0.000035',
        toUsdPer1000: '0.035',
        reason: 'up more than threefold',
        sku: 'SKU1',
        usageType: 'USE1-NovaMicro-input-tokens',
      },
    ]);
  });

  it('says of a rate that nothing compares with that it came from nothing', async () => {
    const { run, published } = world();
    await run([nova('5', { attributes: { usagetype: 'USE1-NovaMicro-input-tokens-long-context' } })]);
    expect(published[0]?.detail).to.not.have.property('fromUsdPer1000');
  });

  it('warns of a Region without any rate', async () => {
    const { run, logs } = world();
    await run([nova('0.000035')], { regions: ['eu-west-9'] });
    expect(logs).to.deep.equal([
      ['prices are missing', { region: 'eu-west-9', reason: 'no service has a rate of this Region' }],
    ]);
  });

  for (const event of [{ source: 'aws.scheduler' }, { 'detail-type': 'PriceRefreshRequested' }, undefined]) {
    it(`asks nothing of the event: ${JSON.stringify(event)}`, async () => {
      expect((await world().run([nova('0.000035')], { event })).rowsWritten).to.equal(1);
    });
  }
});

describe('createPricingManager over a table in use', () => {
  it('keeps the old rate where it holds a new one, and goes on', async () => {
    const { run, inUse, published } = world();
    const output = (price: string): unknown =>
      nova(price, { attributes: { usagetype: 'USE1-NovaMicro-output-tokens' } });
    await run([nova('0.00004'), output('0.00014')]);
    await run([nova('0.0004'), output('0.0002')]);
    expect(await inUse()).to.deep.equal({ 'inputTokens standard': '0.00004', 'outputTokens standard': '0.0002' });
    expect(published.map(({ detail }) => detail['fromUsdPer1000'])).to.deep.equal(['0.00004']);
  });

  it('keeps the old rate where the new one is zero', async () => {
    const { run, inUse } = world();
    await run([nova('0.00004')]);
    await run([nova('0.0000000000'), nova('0.00014', { attributes: { usagetype: 'USE1-NovaMicro-output-tokens' } })]);
    expect(await inUse()).to.deep.equal({ 'inputTokens standard': '0.00004', 'outputTokens standard': '0.00014' });
  });

  it('gives a held rate the same event id within a day, and another one else', async () => {
    const { run, published } = world();
    await run([nova('0.035')]);
    await run([nova('0.035')], { now: NOW + 3_600_000 });
    await run([nova('0.036')]);
    await run([nova('0.035')], { now: NOW + DAY_MS });
    const [first, again, ...others] = published.map(({ eventId }) => eventId);
    expect(first).to.match(/^[0-9a-f]{32}$/);
    expect(again).to.equal(first);
    expect(new Set([first, ...others]).size).to.equal(3);
  });

  it('calls for pricing again even if nothing changed, within what is left of the time', async () => {
    const { run, reprice } = world();
    await run([]);
    expect(reprice.args).to.deep.equal([[NOW + 50_000]]);
  });
});

describe('createPricingManager when something fails', () => {
  it('refreshes the other services and Regions, prices usage again, and throws', async () => {
    const { run, inUse, prices, reprice, counts } = world();
    const products = [opus('5.5'), nova('0.00004'), nova('0.00005'), inIreland('0.00006')];
    const error = await thrown(
      run(products, { regions: ['us-east-1', 'eu-west-1'], failing: 'AmazonBedrock us-east-1' }),
    );
    expect(error).to.be.instanceOf(ServiceError);
    expect(error).to.have.property('message', 'prices: not refreshed: us-east-1 AmazonBedrock');
    expect(error).to.have.nested.property('cause.message', 'throttled');
    expect(await inUse()).to.deep.equal({});
    expect(await inUse(OPUS)).to.deep.equal({ 'inputTokens standard': '0.0055' });
    expect(await inUse({ ...NOVA, region: 'eu-west-1' })).to.deep.equal({ 'inputTokens standard': '0.00006' });
    expect(await prices.refreshedAt()).to.equal(undefined);
    expect(reprice.callCount).to.equal(1);
    expect(counts).to.deep.include({ PriceLookupsFailed: 1, flushed: 1 });
  });

  it('writes the same again after a crash between two writes', async () => {
    const crashed = world();
    const write = sinon.stub(crashed.prices, 'write');
    write.onFirstCall().callsFake((rows, at, until) => {
      return write.wrappedMethod.call(crashed.prices, rows.slice(0, 3), at, until).then(() => {
        throw new Error('connection lost');
      });
    });
    write.callThrough();
    const products = Object.values(REAL_PRODUCTS).flat();
    expect(await thrown(crashed.run(products))).to.be.instanceOf(ServiceError);
    expect(crashed.prices.rows).to.have.length(3);
    await crashed.run(products);
    const whole = world();
    await whole.run(products);
    expect(new Set(crashed.prices.rows)).to.deep.equal(new Set(whole.prices.rows));
  });

  it('announces a held rate on the next run where the bus failed', async () => {
    const { run, publish, published, prices } = world();
    publish.onFirstCall().rejects(new Error('bus'));
    expect(await thrown(run([nova('0.035')]))).to.be.instanceOf(ServiceError);
    expect(await prices.refreshedAt()).to.equal(undefined);
    await run([nova('0.035')]);
    expect(published).to.have.length(1);
  });

  it('stops in time, with whole Regions done and none counted as refreshed', async () => {
    const { run, prices, reprice, counts } = world();
    let calls = 0;
    const remainingMs = (): number => (++calls > 4 ? 10_000 : 60_000);
    const products = [nova('0.00004'), inIreland('0.00006')];
    const error = await thrown(run(products, { regions: ['us-east-1', 'eu-west-1'], remainingMs }));
    expect(error).to.be.instanceOf(OutOfTimeError);
    expect(prices.rows.map(({ row }) => row.region)).to.deep.equal(['us-east-1']);
    expect(await prices.refreshedAt()).to.equal(undefined);
    expect(reprice.callCount).to.equal(0);
    expect(counts).to.deep.equal({ PricesWritten: 1, PricesHeld: 0, flushed: 1 });
  });

  it('hands on what pricing again throws; the prices count as refreshed', async () => {
    const { run, prices, reprice } = world();
    reprice.rejects(new OutOfTimeError('usage left'));
    expect(await thrown(run([nova('0.000035')]))).to.be.instanceOf(OutOfTimeError);
    expect(await prices.refreshedAt()).to.equal(NOW);
  });

  it('does not take an expired row for one in use', async () => {
    const { run, prices, inUse } = world();
    const rates = [{ dimension: 'inputTokens', tier: 'standard', contextSize: 'standard' } as const];
    const old = rates.map((rate) => ({ ...rate, usdPer1000: usd('9'), effectiveFrom: '2026-01-01' }));
    await prices.write([{ ...NOVA, rates: old, source: 'old' }], 0, NOW);
    await run([nova('0.00004')]);
    expect(await inUse()).to.deep.equal({ 'inputTokens standard': '0.00004' });
  });
});
