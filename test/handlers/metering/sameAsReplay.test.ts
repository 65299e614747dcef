import { expect } from 'chai';
import fc from 'fast-check';
import { addedUsd, createMeter } from '../../../cli/metering/meter.js';
import { Tally } from '../../../cli/metering/tally.js';
import { BudgetReplay } from '../../../cli/replay/budgetReplay.js';
import { DAY_MS } from '../../../domain/instant.js';
import { parseLogMessage } from '../../../domain/invocations/invocationLog.js';
import { addUsd, usdToString } from '../../../domain/money.js';
import { EXAMPLE_ACCOUNT, invocationRecord } from '../../../local/world/logs/invocationRecord.js';
import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { BOOK, deliver, firehoseEvent, meteringRig, NOW, settings } from './meteringRig.js';

const START = NOW - 40 * DAY_MS;

const IDENTITIES = [
  `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/alice`,
  `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/ci/session-1`,
  `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/ci/session-2`,
  `arn:aws:iam::${EXAMPLE_ACCOUNT}:root`,
];

/** Calls of all kinds: cached, throttled, of unknown models, without usage, with few ids so that many are repeated. */
const call: fc.Arbitrary<string> = fc
  .record({
    second: fc.integer({ min: 0, max: 40 * 86_400 }),
    id: fc.integer({ min: 0, max: 60 }),
    identityArn: fc.constantFrom(...IDENTITIES),
    modelId: fc.constantFrom(
      'global.anthropic.claude-opus-4-7',
      'us.amazon.nova-micro-v1:0',
      'amazon.titan-embed-text-v2:0',
      'someone.new-model',
      'arn:aws:bedrock:us-east-1:444455556666:provisioned-model/p1',
    ),
    input: fc.integer({ min: 0, max: 5000 }),
    output: fc.integer({ min: 0, max: 900 }),
    cacheWrite: fc.option(fc.integer({ min: 0, max: 9000 }), { nil: undefined }),
    isSame: fc.boolean(),
    errorCode: fc.option(fc.constant('ThrottlingException'), { nil: undefined, freq: 6 }),
  })
  .map(({ second, id, cacheWrite, errorCode, isSame, ...rest }) => {
    const requestId = `00000000-0000-4000-a000-${String(id).padStart(12, '0')}`;
    const at = new Date(START + second * 1000);
    const made = { ...rest, at, requestId, operation: 'Converse', ...(cacheWrite === undefined ? {} : { cacheWrite }) };
    return JSON.stringify({ ...invocationRecord(made), isSame, ...(errorCode === undefined ? {} : { errorCode }) });
  });

type Logged = Readonly<Record<string, unknown>>;

/** The same id is the same call: its record comes again as it was, or as a stream tells it with other counts. */
const messages = fc.array(call, { maxLength: 120 }).map((all) => {
  const firstOfId = new Map<string, string>();
  return all.map((message) => {
    const own = JSON.parse(message) as Logged & { readonly requestId: string };
    const first = firstOfId.get(own.requestId) ?? message;
    firstOfId.set(own.requestId, first);
    const { input, output } = own;
    return own['isSame'] === true ? first : JSON.stringify({ ...(JSON.parse(first) as Logged), input, output });
  });
});

describe('the usage-calculator and a replay of the same records', () => {
  it('charge the same calls the same amounts, however they are cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(messages, fc.integer({ min: 1, max: 40 }), async (all, size) => {
        const tables = new MemoryBudgetTables();
        const rig = meteringRig({ budgets: tables, ledger: tables });
        for (let from = 0; from < all.length; from += size) {
          const batch = all.slice(from, from + size);
          await deliver(rig, firehoseEvent([batch.slice(0, size / 2), batch.slice(size / 2)]));
        }
        const tally = replayed(all);
        const charged = tables.records.map(({ budget }) => [
          budget.principalId,
          usdToString(addUsd(budget.spentUsd, budget.lateSpentUsd)),
          tables.entries.filter(({ record }) => record.principalId === budget.principalId).length,
        ]);
        const expected = [...tally.principals].map(([id, { spentUsd, calls }]) => [id, usdToString(spentUsd), calls]);
        expect(charged.sort()).to.deep.equal(expected.sort());
        const provisional = tables.entries.filter(({ record }) => record.priceStatus === 'provisional');
        expect(provisional.length).to.equal(tally.counts.provisional);
      }),
    );
  });

  it('leave the same spend in the same period when records come as they are made', async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (all) => {
        const inOrder = [...all].sort((left, right) => instantOf(left) - instantOf(right));
        const tables = new MemoryBudgetTables();
        const clock = new VirtualClock(START);
        const rig = meteringRig({ budgets: tables, ledger: tables }, clock);
        const replay = new BudgetReplay(settings({ budgetLimitUsd: '1000000' }), () => undefined);
        const meter = createMeter(BOOK);
        for (const message of inOrder) {
          clock.set(Math.max(clock.now(), instantOf(message)));
          await deliver(rig, firehoseEvent([[message]]));
          const metered = meter({ location: '', content: '', parsed: parseLogMessage(message) });
          if (metered.kind !== 'charged') continue;
          const { principal, timestamp: at } = metered.invocation;
          replay.record({ principal, at, costUsd: addedUsd(metered) });
        }
        const outcome = replay.finish().principals;
        for (const { budget } of tables.records) {
          const expected = outcome.get(budget.principalId)?.budget;
          if (budget.period.start !== expected?.period.start) continue;
          expect(usdToString(budget.spentUsd)).to.equal(usdToString(expected.spentUsd));
          expect(usdToString(budget.lateSpentUsd)).to.equal('0');
        }
        expect(tables.records).to.have.lengthOf(outcome.size);
      }),
    );
  });
});

function replayed(all: readonly string[]): Tally {
  const tally = new Tally();
  const meter = createMeter(BOOK);
  for (const message of all) tally.add(meter({ location: '', content: '', parsed: parseLogMessage(message) }));
  return tally;
}

function instantOf(message: string): number {
  return Date.parse((JSON.parse(message) as { timestamp: string }).timestamp);
}
