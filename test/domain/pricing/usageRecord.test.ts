import { expect } from 'chai';
import { costOf } from '../../../domain/pricing/cost.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import {
  invocationOf as invocationOfRecord,
  usageRecordOf,
  type UsageRecord,
} from '../../../domain/pricing/usageRecord.js';
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

  it('names every source once', () => {
    const rows = TEST_PRICES.models.map((model) => ({
      ...model,
      rows: model.rows.map((row) => ({
        ...row,
        rates: Object.fromEntries(
          Object.entries(row.rates).map(([name, rate]) => [
            name,
            name === 'outputTokens' ? { ...rate, source: 'offer' } : rate,
          ]),
        ),
      })),
    }));
    const invocation = invocationOf();
    const cost = costOf(invocation, createPriceBook({ ...TEST_PRICES, models: rows }));
    expect(usageRecordOf(invocation, cost, 'priced').priceSource).to.equal('list, offer');
  });

  it('has no source where nothing is billed per call', () => {
    const modelId = 'arn:aws:bedrock:us-east-1:444455556666:provisioned-model/p1';
    expect(recordOf({ modelId })).to.include({ priceStatus: 'hourly', priceSource: '', priceDate: '' });
  });
});

describe('the invocation of a usage record', () => {
  for (const [name, overrides] of [
    ['a known model', {}],
    ['a global profile', { modelId: 'global.anthropic.claude-opus-4-6-v1' }],
    [
      'a tier without a known price',
      withCounts({ inputTokenCount: 4, inputBodyJson: { serviceTier: { type: 'turbo' } } }, 8),
    ],
  ] as const) {
    it(`costs the same again: ${name}`, () => {
      const record = recordOf(overrides);
      const again = costOf(invocationOfRecord(record, new Map()), BOOK);
      expect(again.costUsd.toFixed()).to.equal(record.costUsd.toFixed());
      expect([again.status, again.reasons]).to.deep.equal([record.priceStatus, record.reasons]);
    });
  }

  it('is of the model behind its profile once that is known', () => {
    const record = recordOf({ modelId: PROFILE });
    expect(record.priceStatus).to.equal('provisional');
    const profiles = new Map([[PROFILE, 'amazon.nova-micro-v1:0']]);
    expect(costOf(invocationOfRecord(record, profiles), BOOK).status).to.equal('priced');
  });
});
