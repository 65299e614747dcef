import { expect } from 'chai';
import sinon from 'sinon';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import type { Invocation } from '../../../domain/invocations/invocationLog.js';
import { usd } from '../../../domain/money.js';
import type { PriceKey, PriceRow } from '../../../domain/priceList/priceTable.js';
import { LivePrices } from '../../../handlers/pricing/livePrices.js';
import { PRICE_RETENTION_MS } from '../../../handlers/ports/priceTable.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { MemoryTelemetry } from '../../../local/memory/memoryTelemetry.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { ACCOUNT, invocationOf } from '../../domain/invocations/records.js';
import { NOW, TEST_BOOK } from '../metering/meteringWorld.js';

const NOVA: PriceKey = { modelId: 'amazon.nova-micro-v1:0', region: 'us-east-1', scope: 'regional' };
const CALL = invocationOf();
const HALF_HOUR = 30 * MINUTE_MS;
const PROFILES = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile`;

/** What AWS charges today, where the book says 0.000035. */
function rowOf(key: PriceKey, usdPer1000: string): PriceRow {
  const rate = { dimension: 'inputTokens', tier: 'standard', contextSize: 'standard' } as const;
  return { ...key, source: 'table', rates: [{ ...rate, usdPer1000: usd(usdPer1000), effectiveFrom: '2026-09-01' }] };
}

/** Calls of Nova Micro in so many Regions. */
function callsInRegions(count: number): readonly Invocation[] {
  return Array.from({ length: count }, (_, index) => invocationOf({ region: `eu-west-${index + 1}` }));
}

/** One container's prices, and how often each source was asked. */
class Container {
  readonly priceTable = new MemoryPriceTable();
  readonly telemetry = new MemoryTelemetry();
  readonly clock = new VirtualClock(NOW);
  readonly read = sinon.spy(this.priceTable, 'read');
  readonly readProfiles = sinon.spy(this.priceTable, 'readProfiles');
  readonly writeProfiles = sinon.spy(this.priceTable, 'writeProfiles');
  readonly lookUp = sinon.stub<[PriceKey], Promise<PriceRow | undefined>>().resolves(undefined);
  readonly modelBehind = sinon.stub<[string], Promise<string | undefined>>().resolves(undefined);
  prices = this.anew();

  anew(): LivePrices {
    const profileDirectory = { modelBehind: this.modelBehind };
    const { priceTable, lookUp, clock, telemetry } = this;
    return new LivePrices({ priceTable, lookUp, profileDirectory, clock, telemetry }, TEST_BOOK);
  }

  async write(row: PriceRow): Promise<void> {
    await this.priceTable.write([row], NOW, NOW + PRICE_RETENTION_MS);
  }

  /** The rate of Nova Micro's input that a batch of these calls is priced by. */
  async rate(calls: readonly Invocation[] = [CALL]): Promise<string | undefined> {
    const book = await this.prices.bookFor(calls);
    const key = { ...NOVA, tier: 'standard', contextSize: 'standard' } as const;
    return book.rates(key, NOW).get('inputTokens')?.usdPer1000.toFixed();
  }

  get asked(): readonly [table: number, priceList: number] {
    return [this.read.callCount, this.lookUp.callCount];
  }
}

describe('LivePrices', () => {
  describe('when a batch is priced', () => {
    it('goes by the Pricing table, and asks it once in 15 minutes', async () => {
      const container = new Container();
      await container.write(rowOf(NOVA, '0.00004'));
      expect(await container.rate([CALL, CALL])).to.equal('0.00004');
      await container.write(rowOf(NOVA, '0.00005'));
      container.clock.set(NOW + 15 * MINUTE_MS - 1);
      expect(await container.rate()).to.equal('0.00004');
      expect(container.asked).to.deep.equal([1, 0]);
      container.clock.set(NOW + 15 * MINUTE_MS);
      expect(await container.rate()).to.equal('0.00005');
      expect(container.asked).to.deep.equal([2, 0]);
      expect(container.read.firstCall.args[0]).to.deep.equal([NOVA]);
    });

    it('goes by the Price List where the table has nothing', async () => {
      const container = new Container();
      container.lookUp.resolves(rowOf(NOVA, '0.00003'));
      expect([await container.rate(), await container.rate()]).to.deep.equal(['0.00003', '0.00003']);
      expect(container.asked).to.deep.equal([1, 1]);
      expect(container.lookUp.firstCall.args).to.deep.equal([NOVA]);
    });

    it('goes by the book where neither has anything, and looks again after an hour', async () => {
      const container = new Container();
      expect([await container.rate(), await container.rate()]).to.deep.equal(['0.000035', '0.000035']);
      container.clock.set(NOW + 60 * MINUTE_MS - 1);
      expect(await container.rate()).to.equal('0.000035');
      expect(container.asked).to.deep.equal([1, 1]);
      container.clock.set(NOW + 60 * MINUTE_MS);
      container.lookUp.resolves(rowOf(NOVA, '0.00003'));
      expect(await container.rate()).to.equal('0.00003');
      expect(container.asked).to.deep.equal([2, 2]);
    });

    it('asks nobody about a model that the book does not know, and nothing about a call without a Region', async () => {
      const container = new Container();
      const unknown = invocationOf({ modelId: 'anthropic.claude-haiku-9-v1:0' });
      const hidden = invocationOf({ modelId: `${PROFILES}/a1` });
      expect(await container.rate([unknown, hidden, { ...CALL, region: '' }])).to.equal('0.000035');
      expect(container.asked).to.deep.equal([0, 0]);
    });

    it('looks up at most five models a batch, and the others in later ones', async () => {
      const container = new Container();
      const calls = callsInRegions(12);
      const looked: number[] = [];
      for (let batch = 1; batch <= 4; batch += 1) {
        await container.rate(calls);
        looked.push(container.lookUp.callCount);
      }
      expect(looked).to.deep.equal([5, 10, 12, 12]);
      expect(new Set(container.lookUp.args.map(([{ region }]) => region)).size).to.equal(12);
      expect(container.read.args.map(([keys]) => keys.length)).to.deep.equal([12, 7, 2]);
    });
  });

  it('asks once for a model that goes by two names', async () => {
    const container = new Container();
    const spellings = [
      'anthropic.claude-opus-4-6-v1',
      'anthropic.claude-opus-4-6',
      'us.anthropic.claude-opus-4-6-v1:0',
    ];
    await container.prices.bookFor(spellings.map((modelId) => invocationOf({ modelId })));
    const key = { modelId: 'anthropic.claude-opus-4-6-v1', region: 'us-east-1', scope: 'regional' };
    expect(container.read.args.map(([keys]) => keys)).to.deep.equal([[key]]);
    expect(container.lookUp.args).to.deep.equal([[key]]);
  });

  describe('when a source fails', () => {
    it('prices by the book while the table is down, and counts it', async () => {
      const container = new Container();
      await container.write(rowOf(NOVA, '0.00004'));
      container.read.restore();
      const down = sinon.stub(container.priceTable, 'read').rejects(new Error('throttled'));
      expect(await container.rate()).to.equal('0.000035');
      expect(container.telemetry.total('PriceLookupsFailed')).to.equal(1);
      expect(container.telemetry.entries.map(({ level }) => level)).to.deep.equal(['error']);
      expect(down.callCount).to.equal(1);
    });

    it('goes on with a rate that is out of date while the table is down', async () => {
      const container = new Container();
      await container.write(rowOf(NOVA, '0.00004'));
      await container.rate();
      container.clock.set(NOW + HALF_HOUR);
      container.read.restore();
      sinon.stub(container.priceTable, 'read').rejects(new Error('throttled'));
      container.lookUp.rejects(new Error('throttled'));
      expect(await container.rate()).to.equal('0.00004');
      expect(container.telemetry.total('PriceLookupsFailed')).to.equal(2);
    });

    it('asks the others of a batch when the Price List fails on one, and that one again after a while', async () => {
      const container = new Container();
      container.lookUp.onFirstCall().rejects(new Error('throttled'));
      await container.rate(callsInRegions(3));
      expect(container.lookUp.callCount).to.equal(3);
      expect(container.telemetry.total('PriceLookupsFailed')).to.equal(1);
      await container.rate(callsInRegions(3));
      expect(container.lookUp.callCount).to.equal(3);
      container.clock.set(NOW + HALF_HOUR);
      await container.rate(callsInRegions(3));
      expect(container.lookUp.args[3]).to.deep.equal([{ ...NOVA, region: 'eu-west-1' }]);
      expect(container.lookUp.callCount).to.equal(4);
    });
  });

  describe('when calls go by application inference profiles', () => {
    const [first, second] = [`${PROFILES}/a1`, `${PROFILES}/b2`];

    it('learns what stands behind them and keeps it in the table for the next container', async () => {
      const container = new Container();
      container.modelBehind.withArgs(first).resolves(NOVA.modelId);
      await container.prices.learnProfiles([first, second, first, NOVA.modelId]);
      await container.prices.learnProfiles([first, second]);
      expect(container.prices.profiles).to.deep.equal(new Map([[first, NOVA.modelId]]));
      expect(container.modelBehind.args).to.deep.equal([[first], [second]]);
      expect(container.readProfiles.args).to.deep.equal([[[first, second], NOW]]);
      const row = { profileArn: first, modelId: NOVA.modelId };
      expect(container.writeProfiles.args).to.deep.equal([[[row], NOW, NOW + PRICE_RETENTION_MS]]);

      const next = container.anew();
      await next.learnProfiles([first]);
      expect(next.profiles).to.deep.equal(new Map([[first, NOVA.modelId]]));
      expect(container.modelBehind.callCount).to.equal(2);
    });

    it('asks again after an hour, and keeps what it knew where it learns nothing', async () => {
      const container = new Container();
      container.modelBehind.resolves(NOVA.modelId);
      await container.prices.learnProfiles([first]);
      container.clock.set(NOW + PRICE_RETENTION_MS + DAY_MS);
      container.modelBehind.resolves(undefined);
      await container.prices.learnProfiles([first]);
      expect(container.modelBehind.callCount).to.equal(2);
      expect(container.prices.profiles).to.deep.equal(new Map([[first, NOVA.modelId]]));
    });

    it('asks about at most five in a batch', async () => {
      const container = new Container();
      const arns = Array.from({ length: 7 }, (_, index) => `${PROFILES}/p${index}`);
      await container.prices.learnProfiles(arns);
      expect(container.modelBehind.callCount).to.equal(5);
      await container.prices.learnProfiles(arns);
      expect(container.modelBehind.callCount).to.equal(7);
    });

    it('lets no failure of Bedrock or of the table out, and counts each', async () => {
      const container = new Container();
      container.modelBehind.onFirstCall().rejects(new Error('denied')).onSecondCall().resolves(NOVA.modelId);
      for (const method of ['readProfiles', 'writeProfiles'] as const) {
        container[method].restore();
        sinon.stub(container.priceTable, method).rejects(new Error('throttled'));
      }
      await container.prices.learnProfiles([first, second]);
      expect(container.prices.profiles).to.deep.equal(new Map([[second, NOVA.modelId]]));
      expect(container.telemetry.total('PriceLookupsFailed')).to.equal(3);
    });
  });
});
