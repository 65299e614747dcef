import { expect } from 'chai';
import { costOf, type Cost } from '../../../domain/pricing/cost.js';
import { usdToString } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import { TEST_PRICES } from './prices.js';
import { invocationOf, withCounts } from '../invocations/records.js';

const book = createPriceBook(TEST_PRICES);

function cost(overrides: Readonly<Record<string, unknown>>): Cost {
  return costOf(invocationOf(overrides), book);
}

/** A call whose trace shows two text units of the content filter. */
function withGuardrail(
  input: Readonly<Record<string, unknown>>,
  output?: number,
  stopReason = 'end_turn',
): Record<string, unknown> {
  const assessment = { invocationMetrics: { usage: { contentPolicyUnits: 2, wordPolicyUnits: 9 } } };
  return withCounts(input, output, { stopReason, trace: { guardrail: { inputAssessment: { g1: assessment } } } });
}

describe('what guardrails cost', () => {
  const table: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
    [
      'guardrails in a Region without a rate',
      { region: 'mars-east-1', ...withGuardrail({ inputTokenCount: 40 }, 8) },
      'provisional',
      '0.00030252',
    ],
    [
      'guardrails beside what is billed by the hour',
      { modelId: 'arn:aws:bedrock:us-east-1:1:provisioned-model/x', ...withGuardrail({}, 8) },
      'priced',
      '0.0003',
    ],
    [
      'guardrails alone',
      { modelId: 'amazon.nova-canvas-v1:0', ...withGuardrail({}, undefined, 'guardrail_intervened') },
      'priced',
      '0.0003',
    ],
    ['guardrails beside a model', withGuardrail({ inputTokenCount: 40 }, 8), 'priced', '0.00030252'],
    ['guardrails of a call that counts nothing', { region: undefined, ...withGuardrail({}) }, 'provisional', '0.0003'],
  ];
  for (const [name, overrides, status, costUsd] of table) {
    it(`makes ${name} ${status} at ${costUsd} USD`, () => {
      const priced = cost(overrides);
      expect([priced.status, usdToString(priced.costUsd)]).to.deep.equal([status, costUsd]);
    });
  }

  it('says beside the price of guardrails that the model is billed by the hour, and nothing of one that was blocked', () => {
    const hourly = cost({ modelId: 'arn:aws:bedrock:us-east-1:1:provisioned-model/x', ...withGuardrail({}, 8) });
    expect(hourly.notes).to.deep.equal(['provisioned-model/x is billed by the hour']);
    expect(cost(withGuardrail({}, undefined, 'guardrail_intervened')).notes).to.deep.equal([]);
  });
});
