import { expect } from 'chai';
import type { InferenceProfiles } from '../../../domain/invocations/modelReference.js';
import { usd } from '../../../domain/money.js';
import { costOf, type Cost, type CostLine } from '../../../domain/pricing/cost.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import { modelOf, repriced, usageRecordOf, type UsageRecord } from '../../../domain/pricing/usageRecord.js';
import { TEST_PRICES } from './prices.js';
import { invocationOf, withCounts } from '../invocations/records.js';

const BOOK = createPriceBook(TEST_PRICES);
const PROFILE = 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/x1';

function recordOf(overrides: Readonly<Record<string, unknown>>): UsageRecord {
  const invocation = invocationOf(overrides);
  const cost = costOf(invocation, BOOK);
  if (cost.status === 'ignored' || cost.status === 'uncounted') throw new Error('nothing to record');
  return usageRecordOf(invocation, cost, cost.status);
}

describe('usageRecordOf', () => {
  it('proves the cost by sources and the oldest first day', () => {
    const record = recordOf(withCounts({ inputTokenCount: 40, cacheReadInputTokenCount: 8 }, 8));
    expect(record).to.include({
      priceStatus: 'priced',
      priceSource: 'list',
      priceDate: '2026-08-20',
      region: 'us-east-1',
    });
    expect(record.costUsd.toFixed()).to.equal('0.00000259');
  });

  for (const days of [
    ['2026-08-20', '2026-09-01', '2026-07-01'],
    ['2026-07-01', '2026-09-01'],
    ['2026-09-01', '2026-07-01'],
  ]) {
    it(`dates the price by the oldest of ${days.join(', ')}`, () => {
      const invocation = invocationOf();
      const cost = costOf(invocation, BOOK);
      const [line] = cost.lines;
      if (line === undefined) throw new Error('no line');
      const lines = days.map((effectiveFrom) => ({ ...line, effectiveFrom }));
      expect(usageRecordOf(invocation, { ...cost, lines }, 'priced').priceDate).to.equal('2026-07-01');
    });
  }

  it('names every source once, also one whose name is a part of another', () => {
    const rateFrom = (source: string): CostLine => ({
      dimension: 'inputTokens',
      amount: 1,
      usdPer1000: usd('1'),
      costUsd: usd('0.001'),
      source,
      effectiveFrom: '2026-08-20',
    });
    const cost = costOf(invocationOf(), BOOK);
    for (const [sources, expected] of [
      [['list', 'list'], 'list'],
      [['list', 'offer', 'list'], 'list, offer'],
      [['list × half', 'list'], 'list × half, list'],
    ] as const) {
      const record = usageRecordOf(invocationOf(), { ...cost, lines: sources.map(rateFrom) }, 'priced');
      expect(record.priceSource).to.equal(expected);
    }
  });

  it('has no source where nothing is billed per call', () => {
    const modelId = 'arn:aws:bedrock:us-east-1:444455556666:provisioned-model/p1';
    expect(recordOf({ modelId })).to.include({ priceStatus: 'hourly', priceSource: '', priceDate: '' });
  });
});

describe('a usage record that is priced again', () => {
  const again = (record: UsageRecord, profiles: InferenceProfiles = new Map()): Cost =>
    costOf({ ...record, model: modelOf(record, profiles) }, BOOK);

  for (const [name, overrides] of [
    ['a known model', {}],
    ['a global profile', { modelId: 'global.anthropic.claude-opus-4-6-v1' }],
    [
      'a tier without a known price',
      withCounts({ inputTokenCount: 4, inputBodyJson: { serviceTier: { type: 'turbo' } } }, 8),
    ],
  ] as const) {
    it(`costs the same: ${name}`, () => {
      const record = recordOf(overrides);
      const cost = again(record);
      expect(cost.costUsd.toFixed()).to.equal(record.costUsd.toFixed());
      expect([cost.status, cost.reasons]).to.deep.equal([record.priceStatus, record.reasons]);
    });
  }

  it('is of the model behind its profile once that is known, and the same call', () => {
    const record = recordOf({ modelId: PROFILE });
    expect(record.priceStatus).to.equal('provisional');
    const profiles = new Map([[PROFILE, 'amazon.nova-micro-v1:0']]);
    const cost = again(record, profiles);
    expect(repriced(record, modelOf(record, profiles), cost, 'priced')).to.deep.equal({
      ...recordOf({}),
      loggedModelId: PROFILE,
      inferenceProfile: PROFILE,
    });
  });
});
