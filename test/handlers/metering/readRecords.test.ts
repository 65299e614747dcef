import { expect } from 'chai';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { quarantined, readRecords } from '../../../handlers/metering/readRecords.js';
import { ACCOUNT, ALICE, converseRecord } from '../../domain/invocations/records.js';
import { call, deliveryOf, LOG_GROUP } from './meteringWorld.js';

const CONTROL = { messageType: 'CONTROL_MESSAGE', logEvents: [{ id: '', timestamp: 0, message: 'CWL CONTROL' }] };

function encoded(payload: unknown): string {
  return gzipSync(JSON.stringify(payload)).toString('base64');
}

describe('readRecords', () => {
  it('reads the calls of several deliveries, each with its place', () => {
    const messages = ['1', '2', '3'].map((requestId) => call(requestId));
    const deliveries = [deliveryOf('a', messages.slice(0, 2)), deliveryOf('b', messages.slice(2))];
    const read = readRecords(deliveries);
    const calls = read.calls.map(({ delivery, eventId, logGroup, message, call: read }) => [
      delivery,
      eventId,
      logGroup,
      read.requestId,
      message,
    ]);
    expect(calls).to.deep.equal([
      [0, 'a-event-0', LOG_GROUP, '1', JSON.stringify(messages[0])],
      [0, 'a-event-1', LOG_GROUP, '2', JSON.stringify(messages[1])],
      [1, 'b-event-0', LOG_GROUP, '3', JSON.stringify(messages[2])],
    ]);
    expect(read).to.deep.include({ unreadable: [], undecodable: new Map(), ignored: 0 });
  });

  it('names what it cannot read and goes on with the rest', () => {
    const broken = call('2', { timestamp: 'noon' });
    const error = call('3', { errorCode: 'ThrottlingException', output: {} });
    const deliveries = [
      deliveryOf('a', ['{"cut off', broken, error, call('4')]),
      { id: 'b', data: 'bm8gbG9ncw==' },
      { id: 'c', data: encoded(CONTROL) },
      deliveryOf('d', [call('5')]),
    ];
    const read = readRecords(deliveries);
    expect(read.calls.map(({ call: { requestId } }) => requestId)).to.deep.equal(['4', '5']);
    expect(read.unreadable.map(({ id, source, bytes }) => [id, source, bytes])).to.deep.equal([
      ['a-event-0', LOG_GROUP, 9],
      ['a-event-1', LOG_GROUP, Buffer.byteLength(JSON.stringify(broken))],
    ]);
    expect(read.unreadable[0]).to.not.have.property('record');
    expect(read.unreadable[0]?.reason).to.equal('not JSON');
    expect(read.unreadable[1]?.reason).to.match(/^timestamp: /);
    expect([...read.undecodable.keys()]).to.deep.equal([1]);
    expect(read.ignored).to.equal(1);
  });

  it('names log events that are none by their place, and goes on with the others', () => {
    const message = JSON.stringify(call('1'));
    const logEvents = [{ id: 'e-0', timestamp: 'noon', message }, 'text', { id: 'e-2', timestamp: 1, message }];
    const data = encoded({ messageType: 'DATA_MESSAGE', owner: ACCOUNT, logGroup: 'g', logStream: 's', logEvents });
    const read = readRecords([{ id: 'record-1', data }]);
    expect(read.calls.map(({ eventId }) => eventId)).to.deep.equal(['e-2']);
    const reasons = ['logEvents[0].timestamp: not a whole number', 'logEvents[1]: not an object'];
    expect(read.unreadable).to.deep.equal(
      reasons.map((reason) => ({ id: `record-1:${reason}`, source: 'g', reason, bytes: 0 })),
    );
  });
});

describe('quarantined', () => {
  it('keeps who, when, which model and how many', () => {
    const message = JSON.stringify(converseRecord({ inferenceRegion: 'us-east-2', errorMessage: 'a long story' }));
    expect(quarantined('event-1', LOG_GROUP, message, 'region: missing')).to.deep.equal({
      id: 'event-1',
      source: LOG_GROUP,
      reason: 'region: missing',
      bytes: message.length,
      record: {
        timestamp: '2026-09-10T08:30:00Z',
        accountId: ACCOUNT,
        region: 'us-east-1',
        requestId: '0b6e1a5e-7f0c-4b5e-9d53-2f5a0f7d9a01',
        operation: 'Converse',
        modelId: 'amazon.nova-micro-v1:0',
        identity: { arn: ALICE },
        input: { inputTokenCount: 40 },
        output: { outputTokenCount: 8 },
      },
    });
  });

  it('counts bytes, not characters, and leaves out what is too long to be an id', () => {
    const message = JSON.stringify({ region: 'é', modelId: 'x'.repeat(2049), identity: { arn: 'x'.repeat(2049) } });
    const { bytes, record } = quarantined('1', 'g', message, 'r');
    expect(bytes).to.equal(message.length + 1);
    expect(record).to.deep.equal({ region: 'é', input: undefined, output: undefined });
  });

  /** What people write, recognisable: nothing else in a record begins so. */
  const written = fc.string({ maxLength: 40 }).map((text) => `§${text}`);

  const body = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      written,
      fc.integer(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(written, places()), tie('value'), { maxKeys: 6 }),
    ),
  })).value;

  /** Keys that the reader of bodies looks for, so that it also meets text where a count should be. */
  function places(): fc.Arbitrary<string> {
    const known = ['usage', 'inputTokens', 'outputTokens', 'input_tokens', 'service_tier', 'serviceTier', 'trace'];
    const others = ['chunk', 'amazon-bedrock-invocationMetrics', 'results', 'images', 'model', 'modelId', 'identity'];
    return fc.constantFrom(...known, ...others, 'requestId', 'inputTokenCount', 'promptRouter', 'invokedModelId');
  }

  const defects: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.constantFrom(
    {},
    { timestamp: 'noon' },
    { requestId: undefined },
    { modelId: undefined },
    { identity: {} },
    { schemaType: 'Other' },
  );

  it('holds nothing of what the bodies say', () => {
    let unreadable = 0;
    fc.assert(
      fc.property(body, body, defects, fc.boolean(), (inputBodyJson, outputBodyJson, defect, isCut) => {
        const record = call('1', {
          input: { inputBodyJson, inputTokenCount: 'many' },
          output: { outputBodyJson, outputTokenCount: 8 },
          ...defect,
        });
        const text = JSON.stringify(record);
        const message = isCut ? text.slice(0, -1) : text;
        const read = readRecords([deliveryOf('a', [message])]);
        unreadable += read.unreadable.length;
        expect(JSON.stringify(read.unreadable)).to.not.include('§');
        expect(JSON.stringify(quarantined('1', 'g', message, 'r'))).to.not.include('§');
      }),
    );
    expect(unreadable).to.be.at.least(150);
  });

  it('holds nothing of the bodies where the counts are left to them', () => {
    fc.assert(
      fc.property(body, body, defects, (inputBodyJson, outputBodyJson, defect) => {
        const record = call('1', { input: { inputBodyJson }, output: { outputBodyJson }, ...defect });
        const { unreadable } = readRecords([deliveryOf('a', [record])]);
        expect(JSON.stringify(unreadable)).to.not.include('§');
      }),
    );
  });
});
