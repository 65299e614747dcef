import { expect } from 'chai';
import fc from 'fast-check';
import { createMeter, addedUsd, type MeteredRecord } from '../../cli/metering/meter.js';
import { ChargedCalls } from '../../cli/metering/chargedCalls.js';
import { Tally } from '../../cli/metering/tally.js';
import { costJson } from '../../cli/output/costJson.js';
import { costLine } from '../../cli/output/costLine.js';
import { remarks } from '../../cli/output/tables.js';
import { loadFallbackPriceBook } from '../../cli/fallbackPriceBook.js';
import { parseInvocationRecord } from '../../domain/invocations/invocationLog.js';
import { addUsd, parseExactUsd, usdToString, ZERO_USD } from '../../domain/money.js';
import { NO_USAGE } from '../../domain/invocations/usage.js';
import { ALICE, converseRecord } from '../domain/invocations/records.js';

const BOOK = loadFallbackPriceBook();

type Json = Readonly<Record<string, unknown>>;

function told(input: number, output: number, overrides: Json = {}): Json {
  const counts = { input: { inputTokenCount: input }, output: { outputTokenCount: output } };
  return converseRecord({ ...counts, ...overrides });
}

function metered(records: readonly Json[]): readonly MeteredRecord[] {
  const meter = createMeter(BOOK);
  return records.map((content) => meter({ location: 'log:1', content, parsed: parseInvocationRecord(content) }));
}

function tallied(records: readonly Json[]): Tally {
  const tally = new Tally();
  for (const one of metered(records)) tally.add(one);
  return tally;
}

const SMALL = told(1, 0);
const LARGE = told(100_000, 1000);

describe('ChargedCalls', () => {
  it('keeps the largest of each id with every digit', () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 34n });
    const amount = digits.map((n) => parseExactUsd(`${n / 10n ** 20n}.${String(n % 10n ** 20n).padStart(20, '0')}`));
    const count = fc.nat(1_000_000_000);
    const usage = fc.record(
      Object.fromEntries(Object.keys(NO_USAGE).map((name) => [name, count])) as Record<
        keyof typeof NO_USAGE,
        typeof count
      >,
    );
    const call = fc.record({
      principal: fc.constantFrom('a', 'b').map((principalId) => ({ principalId, accountType: 'iam_user' as const })),
      model: fc.constantFrom('m', 'm|priced'),
      status: fc.constantFrom('priced' as const, 'provisional' as const, 'hourly' as const),
      reasons: fc.array(fc.constantFrom('one', 'two words'), { maxLength: 2 }),
      usage,
      unknownTtlTokens: count,
      costUsd: amount,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), call), { maxLength: 40 }), (calls) => {
        const charged = new ChargedCalls();
        const largest = new Map<number, (typeof calls)[number][1]>();
        for (const [id, one] of calls) {
          const before = largest.get(id);
          const isMore = before === undefined || one.costUsd.greaterThan(before.costUsd);
          const expected = before === undefined ? 'nothing' : isMore ? { less: before } : 'enough';
          expect(charged.charge(`id-${id}`, one)).to.deep.equal(expected);
          if (isMore) largest.set(id, one);
        }
      }),
      { seed: 20261128 },
    );
  });
});

describe('several records of one request', () => {
  it('are lines that add up to the largest, each with what was charged before', () => {
    const lines = metered([SMALL, LARGE, SMALL, LARGE]).map((one) => costJson(one) as Json);
    expect(lines.map(({ status, costUsd, chargedBeforeUsd }) => [status, costUsd, chargedBeforeUsd])).to.deep.equal([
      ['priced', '0.000000035', undefined],
      ['priced', '0.003639965', '0.000000035'],
      ['duplicate', '0', undefined],
      ['duplicate', '0', undefined],
    ]);
  });

  it('are told to people', () => {
    const [, line] = metered([SMALL, LARGE]).map(costLine);
    expect(line).to.include('$0.003639965  (beside $0.000000035 for a smaller record of this requestId)');
    expect(remarks(tallied([SMALL, LARGE, LARGE]))).to.deep.equal([
      '1 calls, $0.00364 in all at list price',
      '2 duplicates, counted once',
      '1 of them charged until a larger record of the same request came, which counts',
    ]);
  });

  const record = fc
    .record({
      id: fc.nat(3),
      input: fc.nat(3).map((n) => n * 1000),
      output: fc.nat(3).map((n) => n * 100),
      modelId: fc.constantFrom('amazon.nova-micro-v1:0', 'amazon.nova-pro-v1:0', 'acme.rocket-v1:0'),
      arn: fc.constantFrom(ALICE, `${ALICE}-2`),
      cacheWrite: fc.nat(1),
    })
    .map(({ id, input, output, modelId, arn, cacheWrite }) =>
      told(input, output, {
        requestId: `r-${id}`,
        modelId,
        identity: { arn },
        input: { inputTokenCount: input, cacheWriteInputTokenCount: cacheWrite },
      }),
    );

  it('leave a tally as if only the largest had been there', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), (records) => {
        const all = metered(records);
        const last = new Map<string, number>();
        for (const [index, one] of all.entries()) if (one.kind === 'charged') last.set(one.invocation.requestId, index);
        const largest = tallied(records.filter((_, index) => [...last.values()].includes(index)));
        const tally = tallied(records);
        expect(tally.principals).to.deep.equal(largest.principals);
        expect(tally.models).to.deep.equal(largest.models);
        expect(tally.unknownTtlTokens).to.equal(largest.unknownTtlTokens);
        const { ignored, duplicate, ...charged } = tally.counts;
        expect({ ...charged, ignored: 0, duplicate: 0 }).to.deep.equal(largest.counts);
        expect(ignored + duplicate + last.size).to.equal(records.length);
        const added = all.map((one) => (one.kind === 'charged' ? addedUsd(one) : ZERO_USD)).reduce(addUsd, ZERO_USD);
        expect(usdToString(added)).to.equal(usdToString(tally.total.spentUsd));
      }),
      { seed: 20261128 },
    );
  });
});
