import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parseLogMessage } from '../../../domain/invocations/invocationLog.js';
import { readSubscriptionPayload } from '../../../handlers/firehose/subscriptionPayload.js';
import { ACCOUNT } from '../../domain/invocations/records.js';
import { base64, controlPayload, gzipped, logEvent, LOG_GROUP, payloadOf } from './deliveries.js';

const PLACE = { logGroup: LOG_GROUP, owner: ACCOUNT, logStream: 'aws/bedrock/modelinvocations' };

const data = (events: readonly unknown[], unreadable: readonly string[] = []): unknown => ({
  kind: 'data',
  ...PLACE,
  events,
  unreadable,
});

describe('readDelivery', () => {
  const one = logEvent(1);
  const two = logEvent(2, 'Permissions are correctly set for Amazon Bedrock logs.');
  const hostile = logEvent(3, { note: '}{"\\"}{ \\\\" é😀 \u2028' });
  const both = payloadOf([one, hostile]);
  const text = JSON.stringify(both);

  const read: readonly (readonly [string, string, unknown])[] = [
    ['gzip with many log events', gzipped(payloadOf([one, two, hostile])), data([one, two, hostile])],
    ['plain JSON', base64(text), data([one, hostile])],
    ['a payload without log events', gzipped(payloadOf([])), data([])],
    ['several gzip members in one record', gzipped(both, payloadOf([two])), data([one, hostile, two])],
    ['several plain payloads, a line each', base64(`${text}\n${text}\n`), data([one, hostile, one, hostile])],
    ['a control message', gzipped(controlPayload()), { kind: 'control' }],
    ['control messages alone', gzipped(controlPayload(), controlPayload()), { kind: 'control' }],
    ['a control message before data', gzipped(controlPayload(), payloadOf([one])), data([one])],
    [
      'the rest where log events are none',
      gzipped(
        payloadOf([one, { ...two, message: 5 }, null, { ...two, id: undefined }, { ...two, timestamp: 'x' }, hostile]),
      ),
      data(
        [one, hostile],
        [
          'logEvents[1].message: not a string',
          'logEvents[2]: not an object',
          'logEvents[3].id: not a string',
          'logEvents[4].timestamp: not a whole number',
        ],
      ),
    ],
    [
      'the rest where a log event of a later payload is none',
      gzipped(payloadOf([one]), payloadOf([[], two])),
      data([one, two], ['[1].logEvents[0]: not an object']),
    ],
  ];
  for (const [name, delivery, expected] of read) {
    it(`reads ${name}`, () => {
      expect(readSubscriptionPayload(delivery)).to.deep.equal(expected);
    });
  }

  const whole = Buffer.from(gzipped(both), 'base64');
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 20, 40);
  const wrongSum = Buffer.from(whole);
  wrongSum.fill(0, wrongSum.length - 8, wrongSum.length - 4);
  const undecodable: readonly (readonly [string, string, string | RegExp])[] = [
    ['nothing', '', 'empty'],
    ['blanks', base64(' \n'), 'empty'],
    ['what is not base64', '????', 'empty'],
    ['text', base64('secret prompt'), 'not JSON'],
    ['gzip of text', gzipSync('secret prompt').toString('base64'), 'not JSON'],
    ['truncated JSON', base64(text.slice(0, -5)), 'not JSON'],
    ['a truncated second payload', base64(text + text.slice(0, -5)), 'not JSON'],
    ['text between payloads', base64(`${text} and ${text}`), 'not JSON'],
    ['truncated gzip', whole.subarray(0, -12).toString('base64'), 'not gzip: Z_BUF_ERROR'],
    ['damaged gzip', damaged.toString('base64'), /^not gzip: Z_(DATA|BUF)_ERROR$/],
    ['gzip whose checksum is wrong', wrongSum.toString('base64'), 'not gzip: Z_DATA_ERROR'],
    ['two bytes of gzip', Buffer.from([0x1f, 0x8b]).toString('base64'), 'not gzip: Z_BUF_ERROR'],
    ['a JSON array', base64('[1]'), 'not a JSON object'],
    ['null', base64('null'), 'not a JSON object'],
    ['an empty object', gzipped({}), 'messageType: not DATA_MESSAGE or CONTROL_MESSAGE'],
    [
      'another message',
      gzipped(payloadOf([], { messageType: 'X' })),
      'messageType: not DATA_MESSAGE or CONTROL_MESSAGE',
    ],
    ['no log group', gzipped(payloadOf([], { logGroup: undefined })), 'logGroup: not a string'],
    ['no owner', gzipped(payloadOf([], { owner: 444455556666 })), 'owner: not a string'],
    ['no log stream', gzipped(payloadOf([], { logStream: null })), 'logStream: not a string'],
    ['no log events', gzipped(payloadOf(undefined)), 'logEvents: not an array'],
    ['a later payload without', gzipped(both, payloadOf({})), '[1].logEvents: not an array'],
    [
      'payloads of two log groups',
      gzipped(both, payloadOf([two], { logGroup: '/other' })),
      'payloads of several log streams',
    ],
    ['payloads of two accounts', gzipped(both, payloadOf([two], { owner: '1' })), 'payloads of several log streams'],
    ['payloads of two streams', gzipped(both, payloadOf([two], { logStream: 'x' })), 'payloads of several log streams'],
  ];
  for (const [name, delivery, reason] of undecodable) {
    it(`cannot decode ${name}`, () => {
      const answer = readSubscriptionPayload(delivery);
      expect(answer.kind).to.equal('undecodable');
      expect(answer.kind === 'undecodable' ? answer.reason : '').to.match(
        typeof reason === 'string' ? new RegExp(`^${reason.replace(/[[\]]/g, '\\$&')}$`) : reason,
      );
    });
  }

  it('cannot decode a gzip bomb, and survives it', () => {
    const bomb = gzipSync(Buffer.alloc(130 * 1024 * 1024, 0x20));
    expect(bomb.length).to.be.below(1024 * 1024);
    expect(readSubscriptionPayload(bomb.toString('base64'))).to.deep.equal({
      kind: 'undecodable',
      reason: 'gunzips to more than 128 MB',
    });
  });

  it('survives nesting without end', () => {
    const nested = gzipSync('{"a":'.repeat(200_000)).toString('base64');
    expect(readSubscriptionPayload(nested)).to.deep.equal({ kind: 'undecodable', reason: 'not JSON' });
  });

  it('throws for no bytes whatever', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isZipped) => {
        const content = isZipped ? gzipSync(bytes) : Buffer.from(bytes);
        expect(readSubscriptionPayload(content.toString('base64')).kind).to.equal('undecodable');
      }),
    );
  });

  it('gives back all log events of any number of payloads, gzipped or plain', () => {
    const event = fc.record({ id: fc.string(), timestamp: fc.maxSafeNat(), message: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(
        fc.array(fc.array(event, { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (lists, isZipped) => {
          const payloads = lists.map((list) => payloadOf(list));
          const plain = payloads.map((payload) => JSON.stringify(payload)).join('');
          const delivery = readSubscriptionPayload(isZipped ? gzipped(...payloads) : base64(plain));
          expect(delivery).to.deep.equal(data(lists.flat()));
        },
      ),
    );
  });
});

describe('a Firehose event', () => {
  interface Transformation {
    readonly records: readonly { readonly recordId: string; readonly data: string }[];
  }

  it('holds records that the handlers can read', () => {
    const { records } = JSON.parse(readFileSync('test/events/firehose/transformation.json', 'utf8')) as Transformation;
    const deliveries = records.map((record) => readSubscriptionPayload(record.data));
    expect(deliveries.map(({ kind }) => kind)).to.deep.equal(['data', 'control', 'data', 'undecodable']);
    const events = deliveries.flatMap((delivery) => (delivery.kind === 'data' ? delivery.events : []));
    expect(events.map(({ message }) => parseLogMessage(message).kind)).to.deep.equal([
      'invocation',
      'ignored',
      'invocation',
      'ignored',
      'invalid',
    ]);
  });
});
