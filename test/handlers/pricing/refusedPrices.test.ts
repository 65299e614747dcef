import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import sinon from 'sinon';
import { DAY_MS } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import type { PriceBookData } from '../../../domain/pricing/priceBookData.js';
import { withPriceRows, type PriceKey, type PriceRow } from '../../../domain/priceList/priceTable.js';
import type { BusEvent } from '../../../handlers/ports/eventBus.js';
import { createPricingManager } from '../../../handlers/functions/pricingManager.js';
import { MemoryPriceList } from '../../../local/memory/memoryPriceList.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { productOf, type ProductParts } from '../../domain/priceList/priceListRows.js';
import { clockAt, settingsOf, StubTelemetry } from '../stubs.js';

const NOW = Date.UTC(2026, 10, 24, 1);
const data = JSON.parse(readFileSync('prices/priceBook.json', 'utf8')) as PriceBookData;
const book = createPriceBook(data);
const NOVA: PriceKey = { modelId: 'amazon.nova-micro-v1:0', region: 'us-east-1', scope: 'regional' };

/** Refreshes one table day by day. */
class Refreshes {
  readonly prices = new MemoryPriceTable();
  readonly telemetry = new StubTelemetry();
  readonly warn = sinon.spy(this.telemetry, 'warn');
  readonly #published: BusEvent[] = [];
  #day = 0;

  get now(): number {
    return NOW + this.#day * DAY_MS;
  }

  /** What was announced, each event once, as people are told. */
  get told(): readonly BusEvent['detail'][] {
    return [...new Map(this.#published.map(({ eventId, detail }) => [eventId, detail])).values()];
  }

  get reasons(): readonly string[] {
    return this.told.map((detail) => `${detail.type}: ${String('reason' in detail ? detail['reason'] : '')}`);
  }

  async run(products: readonly unknown[], regions: readonly string[] = ['us-east-1']): Promise<void> {
    this.#day += 1;
    const manager = createPricingManager({
      priceList: new MemoryPriceList(products),
      prices: this.prices,
      bus: {
        publish: (events) => {
          this.#published.push(...events);
          return Promise.resolve();
        },
      },
      clock: clockAt(this.now),
      telemetry: this.telemetry,
      settings: () => Promise.resolve(settingsOf({ usageRetentionDays: '60' })),
      book,
      models: data.models,
      regions,
      reprice: () => Promise.resolve(),
    });
    await manager({}, { awsRequestId: 'r', getRemainingTimeInMillis: () => 60_000 });
  }

  async row(key: PriceKey = NOVA): Promise<PriceRow | undefined> {
    return (await this.prices.read([key], this.now))[0];
  }

  async inUse(): Promise<readonly string[]> {
    const rates = (await this.row())?.rates ?? [];
    return rates.map(({ dimension, usdPer1000 }) => `${dimension} ${usdToString(usdPer1000)}`);
  }

  /** Per 1,000 input tokens of a call on a day. */
  async priceOn(day: string): Promise<string> {
    const row = await this.row();
    const rates = withPriceRows(book, () => row).rates(
      { ...NOVA, tier: 'standard', contextSize: 'standard' },
      Date.parse(day),
    );
    return usdToString(rates.get('inputTokens')?.usdPer1000 ?? usd('0'));
  }
}

const nova = (price: string, parts: ProductParts = {}): unknown => productOf({ usd: price, ...parts });

describe('a refresh refuses and announces', () => {
  const GOOD = nova('0.00014', { sku: 'GOOD', attributes: { usagetype: 'USE1-NovaMicro-output-tokens' } });
  const cny = { unit: '1K tokens', pricePerUnit: { CNY: '0.0003' } };
  const table: readonly (readonly [string, ProductParts, string])[] = [
    ['a price of zero', { usd: '0.0000000000' }, 'a price of zero'],
    ['another currency', { price: cny }, 'no price in USD'],
    ['an unknown unit', { unit: '1G tokens' }, 'a unit that is not known'],
    [
      'the price of another Region',
      { attributes: { usagetype: 'APN1-NovaMicro-input-tokens' } },
      'a code of another Region',
    ],
    ['a price that is none', { usd: 'N/A' }, 'a price that cannot be read'],
    ['the batch price', { usd: '0.0000175' }, 'exactly the price of the batch tier'],
    ['a price far above', { usd: '0.035' }, 'up more than threefold'],
    [
      'a long-context price below the standard one',
      { usd: '0.00003', attributes: { usagetype: 'USE1-NovaMicro-input-tokens-long-context' } },
      'a long-context rate below the one of standard context',
    ],
  ];
  for (const [what, parts, reason] of table) {
    it(what, async () => {
      const refreshes = new Refreshes();
      await refreshes.run([nova('0.0000350000'), GOOD]);
      const before = await refreshes.inUse();
      await refreshes.run([productOf(parts), GOOD]);
      expect(new Set(await refreshes.inUse())).to.deep.equal(new Set(before));
      expect(refreshes.reasons).to.deep.equal([`PriceChangeQuarantined: ${reason}`]);
      expect(refreshes.told[0]).to.include({ modelId: NOVA.modelId, region: 'us-east-1', sku: 'SKU1' });
      expect(refreshes.telemetry.counts).to.include({ PricesHeld: 1 });
      expect(await refreshes.prices.refreshedAt()).to.equal(refreshes.now);
      const line = refreshes.warn.args.find(([message]) => message === 'price not taken over');
      expect(line?.[1]).to.include({ sku: 'SKU1', reason, modelId: NOVA.modelId });
    });
  }

  for (const [what, usagetype, price, reason] of [
    [
      'far from its price in all others',
      'MXC1-NovaMicro-input-tokens',
      '0.000006',
      'more than threefold away from what the model costs elsewhere',
    ],
    [
      'that is the batch price of others',
      'MXC1-NovaMicro-input-tokens',
      '0.0000175',
      'exactly the price of the batch tier',
    ],
  ] as const) {
    it(`the first price of a model in a Region, ${what}`, async () => {
      const refreshes = new Refreshes();
      await refreshes.run(
        [GOOD, nova(price, { attributes: { usagetype, regionCode: 'mx-central-1' } })],
        ['us-east-1', 'mx-central-1'],
      );
      expect(refreshes.reasons).to.deep.equal([`PriceChangeQuarantined: ${reason}`]);
      expect(await refreshes.row({ ...NOVA, region: 'mx-central-1' })).to.equal(undefined);
    });
  }

  it('of what is no model of the book nothing', async () => {
    const refreshes = new Refreshes();
    const unknown = { model: 'Nobody Large' };
    await refreshes.run([
      GOOD,
      nova('0', { attributes: unknown }),
      productOf({ price: cny, attributes: unknown }),
      productOf({ unit: '1G tokens', attributes: unknown }),
      nova('1', { attributes: { ...unknown, usagetype: 'APX9-Jurassic-input-tokens' } }),
    ]);
    expect(refreshes.told).to.deep.equal([]);
  });

  it('a row without a usable price once, and a price out of bounds every day', async () => {
    const refreshes = new Refreshes();
    for (let day = 0; day < 3; day += 1)
      await refreshes.run([nova('0'), nova('9', { attributes: { usagetype: 'USE1-NovaMicro-output-tokens' } })]);
    const zero = refreshes.reasons.filter((reason) => reason.includes('zero'));
    expect([zero.length, refreshes.reasons.length]).to.deep.equal([1, 4]);
  });

  it('a code of no known Region once, however many rows have it', async () => {
    const refreshes = new Refreshes();
    const coded = (name: string): unknown => nova('0.00004', { attributes: { usagetype: `APX9-NovaMicro-${name}` } });
    await refreshes.run([GOOD, coded('input-tokens'), coded('output-tokens')]);
    await refreshes.run([GOOD, coded('input-tokens')]);
    expect(refreshes.reasons).to.deep.equal(['PricesMissing: the code APX9 stands for no known Region']);
    expect(await refreshes.inUse()).to.deep.equal(['outputTokens 0.00014']);
    expect(await refreshes.prices.refreshedAt()).to.equal(refreshes.now);
  });

  it('three steps that together go too far', async () => {
    const refreshes = new Refreshes();
    for (const price of ['0.00009', '0.00018', '0.0004']) await refreshes.run([nova(price)]);
    expect(await refreshes.inUse()).to.deep.equal(['inputTokens 0.00009']);
    expect(refreshes.reasons).to.deep.equal(Array(2).fill('PriceChangeQuarantined: up more than threefold'));
  });
});

describe('a refresh that comes back with nothing', () => {
  const service = { serviceCode: 'AmazonBedrockService' } as const;
  const output = nova('0.00014', { ...service, attributes: { usagetype: 'USE1-NovaMicro-output-tokens' } });

  it('from all services does not count, and what is known stays', async () => {
    const refreshes = new Refreshes();
    await refreshes.run([nova('0.00004')]);
    const { now } = refreshes;
    await refreshes.run([]);
    expect(await refreshes.prices.refreshedAt()).to.equal(now);
    expect(await refreshes.inUse()).to.deep.equal(['inputTokens 0.00004']);
    expect(refreshes.reasons).to.deep.equal(['PricesMissing: no service has a rate of this Region']);
    expect(refreshes.telemetry.counts).to.include({ PriceGapsFound: 1 });
  });

  it('from a service that gave rates before does not count, until it gives some again', async () => {
    const refreshes = new Refreshes();
    await refreshes.run([nova('0.00004'), output]);
    const { now } = refreshes;
    await refreshes.run([nova('0.00005')]);
    await refreshes.run([nova('0.00005')]);
    expect(await refreshes.prices.refreshedAt()).to.equal(now);
    expect(await refreshes.inUse()).to.include('inputTokens 0.00005');
    expect(refreshes.reasons).to.deep.equal(
      Array(2).fill('PricesMissing: AmazonBedrockService has no rate any more and had some before'),
    );
    await refreshes.run([nova('0.00005'), output]);
    expect(await refreshes.prices.refreshedAt()).to.equal(refreshes.now);
  });

  it('but products that are no rates does not count either', async () => {
    const refreshes = new Refreshes();
    await refreshes.run([nova('1', { attributes: { usagetype: 'USE1-Guardrail-Units' } })]);
    expect(await refreshes.prices.refreshedAt()).to.equal(undefined);
  });

  it('from a service that never gave any counts', async () => {
    const refreshes = new Refreshes();
    await refreshes.run([output]);
    expect(await refreshes.prices.refreshedAt()).to.equal(refreshes.now);
    expect(refreshes.told).to.deep.equal([]);
  });

  it('from one Region of several does not count', async () => {
    const refreshes = new Refreshes();
    await refreshes.run([nova('0.00004')], ['us-east-1', 'eu-west-1']);
    expect(await refreshes.prices.refreshedAt()).to.equal(undefined);
    expect(await refreshes.inUse()).to.deep.equal(['inputTokens 0.00004']);
    expect(refreshes.told[0]).to.include({ type: 'PricesMissing', region: 'eu-west-1' });
  });
});

describe('a call that arrives late', () => {
  const from = (price: string, day: string): unknown => nova(price, { effectiveDate: `${day}T00:00:00Z` });

  it('is priced by the rate of its day, there and back', async () => {
    const refreshes = new Refreshes();
    await refreshes.run([from('0.00004', '2026-10-01')]);
    await refreshes.run([from('0.00004', '2026-11-01')]);
    await refreshes.run([from('0.00006', '2026-11-10')]);
    await refreshes.run([from('0.00004', '2026-11-20')]);
    const days = ['2026-09-30', '2026-10-01', '2026-11-09', '2026-11-10', '2026-11-19', '2026-11-20', '2026-11-28'];
    expect(await Promise.all(days.map((day) => refreshes.priceOn(day)))).to.deep.equal([
      '0.000035',
      '0.00004',
      '0.00004',
      '0.00006',
      '0.00006',
      '0.00004',
      '0.00004',
    ]);
  });

  it('finds no rate that was out of force before the retention', async () => {
    const refreshes = new Refreshes();
    for (const [price, day] of [
      ['0.00004', '2026-06-01'],
      ['0.00005', '2026-07-01'],
      ['0.00006', '2026-11-10'],
    ] as const)
      await refreshes.run([from(price, day)]);
    const [rate] = (await refreshes.row())?.rates ?? [];
    expect(rate?.earlier?.map(({ effectiveFrom }) => effectiveFrom)).to.deep.equal(['2026-07-01']);
  });
});
