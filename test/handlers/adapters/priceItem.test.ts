import { expect } from 'chai';
import { DAY_MS, formatInstant } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import type { PriceRow } from '../../../domain/priceList/priceTable.js';
import { MAX_EARLIER } from '../../../domain/priceList/rateHistory.js';
import { MODEL_DIMENSIONS } from '../../../domain/invocations/usage.js';
import type { Item } from '../../../handlers/adapters/attributes.js';
import { priceItem, priceRowOf } from '../../../handlers/adapters/priceItem.js';
import { CorruptRowError } from '../../../handlers/runtime/errors.js';

const KEY: Item = { model_id: { S: 'x.y' }, region: { S: 'us-east-1#global' } };

/** As the version before this one wrote it. */
const OLD: Item = {
  ...KEY,
  input_tokens_per_1000: { N: '0.003' },
  input_tokens_per_1000_batch_long_context: { N: '0.002' },
  effective_from: { M: { input_tokens_per_1000: { S: '2026-10-01' } } },
  data_source: { S: 'AmazonBedrock-2026-10-20' },
  last_updated: { S: '2026-10-21T01:00:00Z' },
  ttl: { N: '1795000000' },
};

describe('priceRowOf', () => {
  it('reads a row of an earlier version', () => {
    const { rates, ...row } = priceRowOf(OLD);
    expect(row).to.deep.equal({
      modelId: 'x.y',
      region: 'us-east-1',
      scope: 'global',
      source: 'AmazonBedrock-2026-10-20',
    });
    expect(rates.map((rate) => ({ ...rate, usdPer1000: usdToString(rate.usdPer1000) }))).to.deep.equal([
      {
        dimension: 'inputTokens',
        tier: 'standard',
        contextSize: 'standard',
        usdPer1000: '0.003',
        effectiveFrom: '2026-10-01',
      },
      { dimension: 'inputTokens', tier: 'batch', contextSize: 'long', usdPer1000: '0.002', effectiveFrom: '' },
    ]);
  });

  it('reads what a person has approved where nothing else is known', () => {
    const item = {
      ...KEY,
      approved_output_tokens_per_1000: { M: { usd_per_1000: { N: '1E-7' }, on: { S: '2026-11-28' } } },
    };
    const { approvals = [], rates, source } = priceRowOf(item);
    expect([rates, source]).to.deep.equal([[], 'no source']);
    expect(approvals.map((each) => ({ ...each, usdPer1000: usdToString(each.usdPer1000) }))).to.deep.equal([
      {
        dimension: 'outputTokens',
        tier: 'standard',
        contextSize: 'standard',
        usdPer1000: '0.0000001',
        on: '2026-11-28',
      },
    ]);
  });

  const N = { N: '0.001' };
  const broken: readonly (readonly [string, Item, string])[] = [
    [
      'an approval that is a number',
      { approved_input_tokens_per_1000: N },
      'approved_input_tokens_per_1000: on: not a text',
    ],
    ['an approval without a day', { approved_input_tokens_per_1000: { M: { usd_per_1000: N } } }, 'on: not a text'],
    [
      'an approval on no day',
      { approved_input_tokens_per_1000: { M: { usd_per_1000: N, on: { S: 'today' } } } },
      'not a day',
    ],
    [
      'an approval without an amount',
      { approved_input_tokens_per_1000: { M: { on: { S: '2026-11-28' } } } },
      'usd_per_1000: not an amount',
    ],
    [
      'an earlier rate without a day',
      { history: { M: { input_tokens_per_1000: { L: [{ M: { usd_per_1000: N } }] } } } },
      'from: not a text',
    ],
    [
      'an earlier rate that is no map',
      { history: { M: { input_tokens_per_1000: { L: [N] } } } },
      'usd_per_1000: not an amount',
    ],
    [
      'an anchor that is a text',
      { anchors: { M: { input_tokens_per_1000: { S: '1' } } } },
      'input_tokens_per_1000: not an amount',
    ],
  ];
  for (const [what, change, message] of broken) {
    it(`names ${what}`, () => {
      expect(() => priceRowOf({ ...OLD, ...change })).to.throw(CorruptRowError, message);
    });
  }
});

describe('priceItem', () => {
  it('stays far below what an item may hold, with every rate there is and a full history of each', () => {
    const start = Date.UTC(2016, 0, 1);
    const dated = Array.from({ length: MAX_EARLIER }, (_, index) => ({
      usdPer1000: usd('0.000000123456789'),
      effectiveFrom: formatInstant(start - index * DAY_MS).slice(0, 10),
    }));
    const tiers = ['standard', 'batch', 'flex', 'priority', 'latency-optimized'] as const;
    const rates = MODEL_DIMENSIONS.flatMap((dimension) =>
      tiers.flatMap((tier) =>
        (['standard', 'long'] as const).map((contextSize) => {
          const place = { dimension, tier, contextSize };
          return {
            ...place,
            usdPer1000: usd('1.5'),
            effectiveFrom: '2026-11-01',
            earlier: dated,
            anchorUsdPer1000: usd('2'),
          };
        }),
      ),
    );
    const row: PriceRow = { modelId: 'x.y', region: 'us-east-1', scope: 'regional', rates, source: 'live' };
    const item = priceItem(row, start, start);
    expect(priceRowOf(item)).to.deep.equal(row);
    // DynamoDB counts names and values without JSON's marks, so its size is smaller still.
    expect(JSON.stringify(item).length).to.be.lessThan(300_000);
  });
});
