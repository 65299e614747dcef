import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { readS3Notification } from '../../../handlers/firehose/s3Notification.js';

type Notice = Readonly<Record<string, unknown>>;

const fixture = (name: string): unknown => JSON.parse(readFileSync(`test/events/s3/${name}.json`, 'utf8'));

const BUCKET = 'budgeteer-dev-usage-444455556666';
const KEY = 'processing-failed/2026/09/10/08/usage-1-2026-09-10-08-30-00-0a b+c=ü';

describe('readS3Notification', () => {
  const s3 = (bucket: unknown, key: unknown): unknown => ({ bucket: { name: bucket }, object: { key } });
  const records = (...entries: readonly unknown[]): Notice => ({ Records: entries });
  const record = (key: unknown, bucket: unknown = BUCKET): Notice => ({ eventSource: 'aws:s3', s3: s3(bucket, key) });
  const created = (overrides: Notice): Notice => ({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: s3(BUCKET, 'key'),
    ...overrides,
  });

  const read: readonly (readonly [string, unknown, readonly unknown[]])[] = [
    ['S3’s own notification', fixture('object-created-put'), [{ bucket: BUCKET, key: KEY }]],
    ['EventBridge’s, whose key is not encoded', fixture('eventbridge-object-created'), [{ bucket: BUCKET, key: KEY }]],
    ['S3’s test message', fixture('test-event'), []],
    [
      'many objects',
      records(record('a'), record('b%2Bc')),
      [
        { bucket: BUCKET, key: 'a' },
        { bucket: BUCKET, key: 'b+c' },
      ],
    ],
    ['none', records(), []],
    [
      'a plus and a percent as they are from EventBridge',
      created({ detail: s3(BUCKET, 'a+b%41%') }),
      [{ bucket: BUCKET, key: 'a+b%41%' }],
    ],
  ];
  for (const [name, event, objects] of read) {
    it(`reads ${name}`, () => {
      expect(readS3Notification(event)).to.deep.equal({ kind: 'objects', objects });
    });
  }

  const invalid: readonly (readonly [unknown, string])[] = [
    [null, 'not an object'],
    ['text', 'not an object'],
    [{}, 'Records: not an array'],
    [{ Records: {} }, 'Records: not an array'],
    [records(record('a'), null), 'Records[1].eventSource: not aws:s3'],
    [records({ ...record('a'), eventSource: 'aws:sqs' }), 'Records[0].eventSource: not aws:s3'],
    [records({ eventSource: 'aws:s3' }), 'Records[0].s3.bucket.name: not text, or empty'],
    [records(record('a', '')), 'Records[0].s3.bucket.name: not text, or empty'],
    [records(record(5)), 'Records[0].s3.object.key: not text, or empty'],
    [records(record('%E0%A4%A')), 'Records[0].s3.object.key: not URL-encoded'],
    [created({ 'detail-type': 'Object Deleted' }), 'detail-type: not Object Created'],
    [created({ detail: undefined }), 'detail.bucket.name: not text, or empty'],
    [created({ detail: s3(BUCKET, '') }), 'detail.object.key: not text, or empty'],
  ];
  for (const [event, reason] of invalid) {
    it(`refuses ${JSON.stringify(event)}`, () => {
      expect(readS3Notification(event)).to.deep.equal({ kind: 'invalid', reason });
    });
  }
});
