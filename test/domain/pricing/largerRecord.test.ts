import { expect } from 'chai';
import { isLarger, replacementOf } from '../../../domain/pricing/largerRecord.js';
import { usd } from '../../../domain/money.js';
import { NO_USAGE } from '../../../domain/invocations/usage.js';
import type { UsageRecord } from '../../../domain/pricing/usageRecord.js';

const EARLIER: UsageRecord = {
  principalId: 'arn:aws:iam::444455556666:user/alice',
  timestamp: 0,
  requestId: 'r-1',
  modelId: 'amazon.nova-micro-v1:0',
  loggedModelId: 'amazon.nova-micro-v1:0',
  region: 'us-east-1',
  scope: 'regional',
  tier: 'standard',
  usage: { ...NO_USAGE, inputTokens: 40, outputTokens: 8 },
  costUsd: usd('0.5'),
  priceStatus: 'priced',
  priceSource: 'list',
  priceDate: '2026-08-20',
  doubts: [],
  unknownTtlTokens: 0,
  reasons: [],
};

const MORE = { ...EARLIER.usage, outputTokens: 9 };
const LESS = { ...EARLIER.usage, outputTokens: 7 };
const OTHER = { ...EARLIER.usage, inputTokens: 1, outputTokens: 9 };
const DEARER = usd('0.500000000000001');
const CHEAPER = usd('0.499999999999999');

describe('isLarger', () => {
  const cases: readonly (readonly [string, Partial<UsageRecord>, boolean])[] = [
    ['the same record again', {}, false],
    ['more usage that costs more', { usage: MORE, costUsd: DEARER }, true],
    ['more of one and less of another that costs more', { usage: OTHER, costUsd: DEARER }, true],
    ['more of one and less of another that costs less', { usage: OTHER, costUsd: CHEAPER }, false],
    ['more usage at the same cost', { usage: MORE }, false],
    ['more usage that is cheaper, priced by what is known by now', { usage: MORE, costUsd: CHEAPER }, false],
    ['the same record at a dearer price of another day', { costUsd: DEARER }, false],
    ['less usage at a dearer price of another day', { usage: LESS, costUsd: DEARER }, false],
    ['the same record at a stand-in price', { costUsd: DEARER, priceStatus: 'provisional', scope: 'global' }, false],
    ['a dearer tier', { tier: 'priority', costUsd: DEARER }, true],
    ['a dearer tier that is not known', { unknownTier: 'turbo', costUsd: DEARER }, true],
    ['a dearer Region', { region: 'eu-west-1', costUsd: DEARER }, true],
    ['a dearer model', { loggedModelId: 'amazon.nova-pro-v1:0', costUsd: DEARER }, true],
    ['a cheaper model', { loggedModelId: 'amazon.nova-lite-v1:0', costUsd: CHEAPER }, false],
  ];
  for (const [what, change, expected] of cases) {
    it(`${expected ? 'is true' : 'is false'} for ${what}`, () => {
      expect(isLarger({ ...EARLIER, ...change }, EARLIER)).to.equal(expected);
    });
  }
});

describe('replacementOf', () => {
  const provisional: UsageRecord = {
    ...EARLIER,
    priceStatus: 'provisional',
    priceSource: 'stand-in',
    reasons: ['why'],
  };
  const kept = { ...provisional, usage: MORE };
  const cases: readonly (readonly [string, UsageRecord, Partial<UsageRecord>, UsageRecord | undefined])[] = [
    ['a larger record', EARLIER, { usage: MORE, costUsd: DEARER }, { ...EARLIER, usage: MORE, costUsd: DEARER }],
    ['more usage that is cheaper than at the stand-in price', provisional, { usage: MORE, costUsd: CHEAPER }, kept],
    ['more usage at what the stand-in price came to', provisional, { usage: MORE }, kept],
    ['more usage that is cheaper by a change of prices', EARLIER, { usage: MORE, costUsd: CHEAPER }, undefined],
    ['the same usage that is cheaper than at the stand-in price', provisional, { costUsd: CHEAPER }, undefined],
    ['more of one and less of another that is cheaper', provisional, { usage: OTHER, costUsd: CHEAPER }, undefined],
    ['more usage of a cheaper tier', provisional, { usage: MORE, costUsd: CHEAPER, tier: 'flex' }, undefined],
  ];
  for (const [what, earlier, change, expected] of cases) {
    it(`answers ${what}`, () => {
      expect(replacementOf({ ...EARLIER, ...change }, earlier)).to.deep.equal(expected);
    });
  }
});
