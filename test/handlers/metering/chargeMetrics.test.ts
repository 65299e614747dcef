import { expect } from 'chai';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { usdToString } from '../../../domain/money.js';
import { meterDeliveries } from '../../../handlers/metering/meterDeliveries.js';
import type { SummedMetric } from '../../../handlers/contracts/metrics.js';
import type { ChargeAnswer, UsageLedger } from '../../../handlers/ports/usageLedger.js';
import { ACCOUNT } from '../../domain/invocations/records.js';
import { failureOf } from '../portCalls.js';
import { call, deliveryOf, IN_TIME, MeteringWorld, NOW } from './meteringWorld.js';

type Fields = Readonly<Record<string, unknown>>;

const AMOUNTS = [
  'SpendUsd',
  'ProvisionalSpendUsd',
  'LateSpendUsd',
  'UnenforceableSpendUsd',
  'UnattributedSpendUsd',
] as const satisfies readonly SummedMetric[];

const COUNTS = [
  'InvocationsCharged',
  'InvocationsDuplicate',
  'InputTokens',
  'OutputTokens',
  'CacheReadTokens',
  'CacheWriteTokens',
] as const satisfies readonly SummedMetric[];

/** What is not zero of what a charge counts; amounts with all their digits. */
function told({ telemetry }: MeteringWorld): Fields {
  const amounts = AMOUNTS.map((name) => [name, usdToString(telemetry.totalUsd(name))] as const);
  const counts = COUNTS.map((name) => [name, telemetry.total(name)] as const);
  const all: readonly (readonly [string, unknown])[] = [...amounts, ...counts];
  return Object.fromEntries(all.filter(([, value]) => value !== '0' && value !== 0));
}

const UNATTRIBUTED = { SpendUsd: '0.00098', UnenforceableSpendUsd: '0.00049', UnattributedSpendUsd: '0.00049' };
const OF_ONE = { InvocationsCharged: 1, InputTokens: 10_000, OutputTokens: 1000 };
const OF_TWO = { InvocationsCharged: 2, InputTokens: 20_000, OutputTokens: 2000 };

const caller = (arn: string | undefined): Fields => ({ identity: { arn } });
const SSO = caller(`arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/jane`);
const FOREIGN = caller('arn:aws:iam::111122223333:user/mallory');
const NOBODY = caller(undefined);
const HOURLY = { modelId: `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/p1` };
const CACHED = {
  input: { inputTokenCount: 10_000, cacheReadInputTokenCount: 4000, cacheWriteInputTokenCount: 500 },
};

/** A ledger that gives some answers, or throws what is no answer, before it does what it is asked. */
function hesitant(world: MeteringWorld, answers: readonly (ChargeAnswer | Error | undefined)[]): UsageLedger {
  const waiting = [...answers];
  return {
    ...world.ports().ledger,
    charge: (change, entries) => {
      const answer = waiting.shift();
      if (answer instanceof Error) return Promise.reject(answer);
      return answer === undefined ? world.tables.charge(change, entries) : Promise.resolve(answer);
    },
  };
}

describe('what a charge counts', () => {
  const cases: readonly (readonly [string, readonly Fields[], Fields])[] = [
    ['a plain call', [call('1')], { ...OF_ONE, SpendUsd: '0.00049' }],
    [
      'a call with a cache',
      [call('1', CACHED)],
      { ...OF_ONE, SpendUsd: '0.000525', CacheReadTokens: 4000, CacheWriteTokens: 500 },
    ],
    [
      'a call of an unknown model beside a plain one',
      [call('1'), call('2', { modelId: 'anthropic.claude-haiku-9-v1:0' })],
      { ...OF_TWO, SpendUsd: '0.09049', ProvisionalSpendUsd: '0.09' },
    ],
    [
      'a role of Identity Center beside a user',
      [call('1'), call('2', SSO)],
      { ...OF_TWO, SpendUsd: '0.00098', UnenforceableSpendUsd: '0.00049' },
    ],
    ['a caller that the log does not name', [call('1'), call('2', NOBODY)], { ...OF_TWO, ...UNATTRIBUTED }],
    ['a caller of another account', [call('1'), call('2', FOREIGN)], { ...OF_TWO, ...UNATTRIBUTED }],
    ['capacity that is billed by the hour', [call('1', HOURLY)], OF_ONE],
    [
      'a call that comes twice in a batch',
      [call('1'), call('1')],
      { ...OF_ONE, SpendUsd: '0.00049', InvocationsDuplicate: 1 },
    ],
    ['a call that AWS does not bill', [call('1', { errorCode: 'ThrottlingException', output: undefined })], {}],
  ];
  for (const [what, records, expected] of cases) {
    it(`is right for ${what}`, async () => {
      const world = new MeteringWorld();
      await world.meter(records);
      expect(told(world)).to.deep.equal(expected);
    });
  }

  it('is right for a call whose period had closed', async () => {
    const world = new MeteringWorld();
    world.clock.set(NOW + 31 * DAY_MS);
    await world.meter([call('1', { timestamp: '2026-10-11T08:59:00Z' })]);
    await world.meter([call('2')]);
    expect(told(world)).to.deep.equal({ ...OF_TWO, SpendUsd: '0.00098', LateSpendUsd: '0.00049' });
    expect(world.telemetry.recorded('DetectionSeconds')).to.deep.equal([60, (31 * DAY_MS) / 1000 + 1800]);
  });

  it('adds up every digit of many calls, and of none that comes again', async () => {
    const world = new MeteringWorld();
    const records = Array.from({ length: 250 }, (_, index) => call(String(index)));
    for (let delivery = 1; delivery <= 2; delivery += 1) await world.meter(records);
    expect(told(world)).to.deep.equal({
      SpendUsd: '0.1225',
      InvocationsCharged: 250,
      InvocationsDuplicate: 250,
      InputTokens: 2_500_000,
      OutputTokens: 250_000,
    });
    expect(world.telemetry.recorded('DetectionSeconds')).to.deep.equal([1800]);
  });

  const REFUSED: ChargeAnswer = { kind: 'refused', isStale: true, duplicates: [] };
  const tries: readonly (readonly [string, readonly (ChargeAnswer | Error | undefined)[]])[] = [
    ['the tables are busy', [{ kind: 'busy' }, { kind: 'busy' }]],
    ['somebody else has written the budget', [REFUSED]],
    ['the first write fails, and the batch comes again', [new Error('throttled')]],
    ['the second write fails, and the batch comes again', [undefined, new Error('throttled')]],
  ];
  for (const [what, answers] of tries) {
    it(`is counted once when ${what}`, async () => {
      const world = new MeteringWorld();
      const ports = { ...world.ports(), ledger: hesitant(world, answers) };
      const batch = [
        deliveryOf(
          'd',
          Array.from({ length: 120 }, (_, index) => call(String(index))),
        ),
      ];
      if ((await failureOf(meterDeliveries(ports, batch, IN_TIME))) !== undefined) {
        await meterDeliveries(ports, batch, IN_TIME);
      }
      const { InvocationsDuplicate: _, ...charged } = told(world);
      expect(charged).to.deep.equal({
        SpendUsd: '0.0588',
        InvocationsCharged: 120,
        InputTokens: 1_200_000,
        OutputTokens: 120_000,
      });
    });
  }
});

describe('the time until a charge', () => {
  const at = (instant: number): Fields => ({ timestamp: new Date(instant).toISOString() });

  it('is told for each principal of a batch, by its oldest call', async () => {
    const world = new MeteringWorld();
    const [young, old] = [at(NOW - 5000), at(NOW - MINUTE_MS - 250)];
    await world.meter([
      call('1', young),
      call('2', old),
      call('3', { ...young, ...SSO }),
      call('4', { ...young, ...SSO }),
    ]);
    expect(world.telemetry.recorded('DetectionSeconds')).to.deep.equal([60.25, 5]);
  });

  it('is told of calls that are charged, not of those that come again', async () => {
    const world = new MeteringWorld();
    await world.meter([call('1', at(NOW - MINUTE_MS))]);
    await world.meter([call('1', at(NOW - MINUTE_MS)), call('2', at(NOW - 1000))]);
    await world.meter([call('2', at(NOW - 1000))]);
    expect(world.telemetry.recorded('DetectionSeconds')).to.deep.equal([60, 1]);
  });

  it('is never negative, whatever the stamp of the call', async () => {
    const world = new MeteringWorld();
    await world.meter([call('1', at(NOW + MINUTE_MS))]);
    expect(world.telemetry.recorded('DetectionSeconds')).to.deep.equal([0]);
  });
});
