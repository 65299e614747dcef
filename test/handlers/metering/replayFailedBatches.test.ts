import { expect } from 'chai';
import sinon from 'sinon';
import { gzipSync } from 'node:zlib';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { OutOfTimeError, ServiceError, UnreadableEventError } from '../../../handlers/runtime/errors.js';
import { replayFailedBatches } from '../../../handlers/metering/replayFailedBatches.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import { call, deliveryOf, IN_TIME, MeteringWorld, NOW } from './meteringWorld.js';

const BUCKET = 'usage-archive';
const KEY = 'processing-failed/2026/09/10/08/usage logs-1';
const PLACE = `s3://${BUCKET}/${KEY}`;
const REPLAYED = `replayed/${KEY}`;

/** As S3 notifies, with the key encoded. */
function notificationOf(...keys: readonly string[]): unknown {
  return {
    Records: keys.map((key) => ({
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: BUCKET }, object: { key: encodeURIComponent(key).replaceAll('%20', '+') } },
    })),
  };
}

/** A line as Firehose writes it after its last retry. */
function failedLine(rawData: string): string {
  return JSON.stringify({
    attemptsMade: 4,
    arrivalTimestamp: NOW,
    errorCode: 'Lambda.FunctionError',
    errorMessage: 'The Lambda function was successfully invoked but it returned an error result.',
    attemptEndingTimestamp: NOW + MINUTE_MS,
    rawData,
  });
}

const LINES = [
  failedLine(deliveryOf('a', [call('1'), call('2')]).data),
  '{"rawData": 7}',
  failedLine('bm8gbG9ncw=='),
  '',
  failedLine(deliveryOf('b', [call('2'), call('3'), '{"cut off']).data),
];

const UNDECODABLE = [`${PLACE}:2`, `${PLACE}:3`];

async function worldWith(content: string | Uint8Array, key = KEY): Promise<MeteringWorld> {
  const world = new MeteringWorld();
  await world.objects.write(BUCKET, key, Buffer.from(content));
  return world;
}

async function replayed(world: MeteringWorld, key = REPLAYED): Promise<readonly string[]> {
  const text = Buffer.from(await world.objects.read(BUCKET, key)).toString();
  expect(text.endsWith('\n')).to.equal(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly requestId: string }).requestId);
}

describe('replayFailedBatches', () => {
  for (const [form, content] of [
    ['plain', LINES.join('\n')],
    ['gzipped', gzipSync(LINES.join('\n'))],
  ] as const) {
    it(`charges the calls of a ${form} object once and writes their usage lines`, async () => {
      const world = await worldWith(content);
      for (let delivery = 1; delivery <= 2; delivery += 1) {
        await replayFailedBatches(world.ports(), notificationOf(KEY), IN_TIME);
        expect(world.spent()).to.deep.equal(['0.00147', '0.00147']);
        expect(world.tables.entries.map(({ record }) => record.requestId)).to.deep.equal(['1', '2', '3']);
        expect(await replayed(world)).to.deep.equal(['1', '2', '3']);
      }
      expect(world.telemetry.total('InvocationsCharged')).to.equal(3);
    });
  }

  it('sets lines aside that it cannot decode, by their place in the object', async () => {
    const world = await worldWith(LINES.join('\n'));
    await replayFailedBatches(world.ports(), notificationOf(KEY), IN_TIME);
    const kept = world.quarantine.kept.map(({ id, source }) => [id, source]);
    expect(kept).to.deep.equal([
      [UNDECODABLE[0], 'processing-failed'],
      ['b-event-2', '/aws/bedrock/invocations'],
      [UNDECODABLE[1], 'processing-failed'],
    ]);
    expect(world.quarantine.kept.map(({ reason }) => reason)).to.deep.equal([
      'rawData: not text, or empty',
      'not JSON',
      'not JSON',
    ]);
    expect(world.telemetry.total('RecordsQuarantined')).to.equal(3);
    expect(world.telemetry.total('DeliveriesUndecodable')).to.equal(1);
  });

  it('does not charge what Firehose has charged in the end', async () => {
    const world = await worldWith(LINES.join('\n'));
    await world.meter([call('1'), call('3')]);
    await replayFailedBatches(world.ports(), notificationOf(KEY), IN_TIME);
    expect(world.spent()).to.deep.equal(['0.00147', '0.00147']);
    expect(world.telemetry.total('InvocationsDuplicate')).to.equal(3);
  });

  it('takes every object of a notification', async () => {
    const other = 'processing-failed/2026/09/10/09/usage-2';
    const world = await worldWith(LINES.join('\n'));
    await world.objects.write(BUCKET, other, Buffer.from(failedLine(deliveryOf('c', [call('4')]).data)));
    await replayFailedBatches(world.ports(), notificationOf(KEY, other), IN_TIME);
    expect(await replayed(world, `replayed/${other}`)).to.deep.equal(['4']);
    expect(world.tables.entries).to.have.length(4);
  });

  it('writes no object where there is no line, and does nothing at a test message', async () => {
    const world = await worldWith(`${LINES[1] ?? ''}\n`);
    await replayFailedBatches(world.ports(), notificationOf(KEY), IN_TIME);
    await replayFailedBatches(world.ports(), { Event: 's3:TestEvent' }, IN_TIME);
    expect(await failureOf(world.objects.read(BUCKET, REPLAYED))).to.be.instanceOf(ServiceError);
    expect(world.quarantine.kept.map(({ id }) => id)).to.deep.equal([`${PLACE}:1`]);
  });

  for (const [event, problem] of [
    [{}, 'Records: not an array'],
    ['text', 'not an object'],
    [{ Records: [{ eventSource: 'aws:sqs' }] }, 'Records[0].eventSource: not aws:s3'],
    [notificationOf('', KEY), 'Records[0].s3.object.key: not text, or empty'],
  ] as const) {
    it(`fails on a notification that it cannot read: ${problem}`, async () => {
      const world = await worldWith(LINES.join('\n'));
      const error = await failureOf(replayFailedBatches(world.ports(), event, IN_TIME));
      expect(error).to.be.instanceOf(UnreadableEventError).with.property('message', `S3 notification: ${problem}`);
      expect(world.tables.entries).to.deep.equal([]);
    });
  }

  it('fails where the object is not there', async () => {
    const world = await worldWith('', 'another');
    const error = await failureOf(replayFailedBatches(world.ports(), notificationOf(KEY), IN_TIME));
    expect(error).to.be.instanceOf(ServiceError);
  });

  it('meters a large object in parts, and stops between them when time is over', async () => {
    const filler = 'x'.repeat(3_100_000);
    const large = ['1', '2', '3'].map((id) => {
      const input = { inputTokenCount: 10_000, inputBodyJson: { filler } };
      const message = JSON.stringify(call(id, { input }));
      const logEvents = [{ id, timestamp: NOW, message }];
      const payload = { messageType: 'DATA_MESSAGE', owner: 'o', logGroup: 'g', logStream: 's', logEvents };
      return failedLine(Buffer.from(JSON.stringify(payload)).toString('base64'));
    });
    const world = await worldWith(large.join('\n'));
    const charge = world.tables.charge.bind(world.tables);
    sinon.stub(world.tables, 'charge').callsFake(async (change, entries) => {
      const answer = await charge(change, entries);
      await world.clock.sleep(MINUTE_MS);
      return answer;
    });
    const replay = (deadline: number): Promise<void> =>
      replayFailedBatches(world.ports(), notificationOf(KEY), deadline);
    const error = await failureOf(replay(NOW + MINUTE_MS));
    expect(error).to.be.instanceOf(OutOfTimeError).with.property('message', `${PLACE}: the rest is left for a retry`);
    expect(world.tables.entries.map(({ record }) => record.requestId)).to.deep.equal(['1']);
    await replay(NOW + DAY_MS);
    expect(await replayed(world)).to.deep.equal(['1', '2', '3']);
    expect(world.spent()).to.deep.equal(['0.00147', '0.00147']);
  });

  for (const crash of CRASHES) {
    it(`comes to the same end when a run ${crash} any of its calls and is repeated`, async () => {
      const faults = await playEachCrash(crash, async (calls) => {
        const world = await worldWith(LINES.join('\n'));
        await failureOf(replayFailedBatches(world.ports(calls), notificationOf(KEY), IN_TIME));
        await replayFailedBatches(world.ports(), notificationOf(KEY), IN_TIME);
        expect(world.spent()).to.deep.equal(['0.00147', '0.00147']);
        expect(await replayed(world)).to.deep.equal(['1', '2', '3']);
        expect(new Set(world.quarantine.kept.map(({ id }) => id))).to.deep.equal(
          new Set(['b-event-2', ...UNDECODABLE]),
        );
      });
      expect(faults).to.be.at.least(7);
    });
  }
});
