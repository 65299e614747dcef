import { expect } from 'chai';
import { seededRandom } from '../../../local/world/logs/invocationRecord.js';
import { createUsageCalculator } from '../../../handlers/functions/usageCalculator.js';
import { withFaults, type Fault } from '../../faults.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import {
  expectExactly,
  rigOn,
  smallerOf,
  untilItSucceeds,
  withThrottles,
  type TablesUnderTest,
} from './exactlyOnce.js';
import { CONTEXT, deliver, firehoseEvent, madeUpMessages, type Rig } from './meteringRig.js';

/** As CloudWatch Logs invokes a function. */
function directEvent(messages: readonly string[]): unknown {
  return { awslogs: { data: firehoseEvent([messages]).records[0]?.data } };
}

export function chargeAtOnce(rig: Rig, messages: readonly string[]): Promise<unknown> {
  return createUsageCalculator(rig)(directEvent(messages), CONTEXT);
}

/** What must hold where each log event comes by the direct path and by Firehose, on any pair of tables. */
export function itChargesOnceOverBothPaths(createTables: () => Promise<TablesUnderTest>): void {
  it('charges each call once that comes by both paths at a time, often, with throttles, conflicts and crashes', async () => {
    const tables = await createTables();
    const messages = madeUpMessages(300, 3);
    const logged = [...messages, ...messages.filter((_, index) => index % 5 === 0).map(smallerOf)];
    const random = seededRandom(20261128);
    const faultAt = (): Fault => {
      const dice = random();
      return dice < 0.1 ? 'before' : dice < 0.2 ? 'after' : undefined;
    };
    const rig = rigOn(
      {
        budgets: withFaults(tables.budgets, faultAt),
        ledger: withThrottles(withFaults(tables.ledger, faultAt), random),
      },
      { arrival: 'again' },
    );
    const once = [...directly(rig, logged, 13, random), ...throughFirehose(rig, logged, 70)];
    const deliveries = [...once, ...once].sort(() => random() - 0.5);
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let next = deliveries.shift(); next !== undefined; next = deliveries.shift()) await next();
      }),
    );
    await expectExactly(tables, messages);
  });

  for (const crash of CRASHES) {
    it(`charges once when the direct path ${crash} any of its calls and is not tried again`, async () => {
      const messages = madeUpMessages(120, 1, 9);
      const faults = await playEachCrash(crash, async (calls) => {
        const tables = await createTables();
        const rig = rigOn({ budgets: calls.through(tables.budgets), ledger: calls.through(tables.ledger) });
        await failureOf(chargeAtOnce(rig, messages));
        await deliver(rigOn(tables, { arrival: 'again' }), firehoseEvent([messages]));
        await expectExactly(tables, messages);
      });
      expect(faults).to.equal(3);
    });

    it(`charges once when Firehose’s path ${crash} any of its calls after half was charged directly`, async () => {
      const messages = madeUpMessages(120, 1, 9);
      const faults = await playEachCrash(crash, async (calls) => {
        const tables = await createTables();
        await chargeAtOnce(rigOn(tables), messages.slice(0, 60).map(smallerOf));
        await chargeAtOnce(rigOn(tables), messages.slice(0, 30));
        const through = { budgets: calls.through(tables.budgets), ledger: calls.through(tables.ledger) };
        await failureOf(deliver(rigOn(through, { arrival: 'again' }), firehoseEvent([messages])));
        await deliver(rigOn(tables, { arrival: 'again' }), firehoseEvent([messages]));
        await chargeAtOnce(rigOn(tables), messages);
        await expectExactly(tables, messages);
      });
      expect(faults).to.be.greaterThan(3);
    });
  }

  it('writes nothing and reads no budget of what was charged directly before', async () => {
    const tables = await createTables();
    const messages = madeUpMessages(250, 3);
    await chargeAtOnce(rigOn(tables), messages);
    const called: string[] = [];
    const noted = (method: string): Fault => {
      called.push(method);
      return undefined;
    };
    const watched = { budgets: withFaults(tables.budgets, noted), ledger: withFaults(tables.ledger, noted) };
    const rig = rigOn(watched, { arrival: 'again' });
    const answer = await deliver(rig, firehoseEvent([messages]));
    expect(called).to.deep.equal(['find']);
    expect(rig.telemetry.total('InvocationsDuplicate')).to.equal(0);
    const alone = await deliver(rigOn(await createTables()), firehoseEvent([messages]));
    expect(answer).to.deep.equal(alone);
    await expectExactly(tables, messages);
  });
}

type Delivery = () => Promise<unknown>;

/** Lambda tries three times; one in eight events does not arrive at all. */
function directly(rig: Rig, logged: readonly string[], size: number, random: () => number): readonly Delivery[] {
  return batchesOf(logged, size)
    .filter(() => random() >= 0.125)
    .map((batch) => async () => {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        if ((await failureOf(chargeAtOnce(rig, batch))) === undefined) return;
      }
    });
}

function throughFirehose(rig: Rig, logged: readonly string[], size: number): readonly Delivery[] {
  return batchesOf(logged, size).map((batch) => () => untilItSucceeds(() => deliver(rig, firehoseEvent([batch]))));
}

function batchesOf(logged: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(logged.length / size) }, (_, index) =>
    logged.slice(index * size, (index + 1) * size),
  );
}
