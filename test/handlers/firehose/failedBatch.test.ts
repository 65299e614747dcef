import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { readFailedBatch } from '../../../handlers/firehose/failedBatch.js';
import { readSubscriptionPayload } from '../../../handlers/firehose/subscriptionPayload.js';

describe('readFailedBatch', () => {
  const line = (rawData: unknown): string =>
    JSON.stringify({ attemptsMade: 4, errorCode: 'Lambda.FunctionError', rawData });
  const read = (text: string | Uint8Array): readonly unknown[] => [...readFailedBatch(Buffer.from(text))];
  const record = (number: number, rawData: string): unknown => ({ kind: 'record', line: number, rawData });
  const invalid = (number: number, reason: string): unknown => ({ kind: 'invalid', line: number, reason });

  const cases: readonly (readonly [string, string | Uint8Array, readonly unknown[]])[] = [
    ['nothing in an empty object', '', []],
    ['a line', line('QQ=='), [record(1, 'QQ==')]],
    [
      'lines, with or without a line feed at the end',
      `${line('QQ==')}\n${line('Qg==')}\n`,
      [record(1, 'QQ=='), record(2, 'Qg==')],
    ],
    [
      'over blank lines, which it counts',
      `\n${line('QQ==')}\r\n \r\n\n${line('Qg==')}`,
      [record(2, 'QQ=='), record(5, 'Qg==')],
    ],
    ['gzip', gzipSync(`${line('QQ==')}\n${line('Qg==')}`), [record(1, 'QQ=='), record(2, 'Qg==')]],
    [
      'several gzip members',
      Buffer.concat([gzipSync(`${line('QQ==')}\n`), gzipSync(line('Qg=='))]),
      [record(1, 'QQ=='), record(2, 'Qg==')],
    ],
    [
      'on after what it cannot read',
      ['{"rawData":"QQ==', '[]', '{}', line(5), line(''), line('QQ==')].join('\n'),
      [
        invalid(1, 'not JSON'),
        invalid(2, 'not a JSON object'),
        invalid(3, 'rawData: not text, or empty'),
        invalid(4, 'rawData: not text, or empty'),
        invalid(5, 'rawData: not text, or empty'),
        record(6, 'QQ=='),
      ],
    ],
    [
      'nothing of broken gzip, and says so',
      gzipSync(line('QQ==')).subarray(0, 30),
      [invalid(0, 'not gzip: Z_BUF_ERROR')],
    ],
  ];
  for (const [name, content, expected] of cases) {
    it(`reads ${name}`, () => {
      expect(read(content)).to.deep.equal(expected);
    });
  }

  it('reads a part of a larger memory', () => {
    const memory = Buffer.from(`xx${line('QQ==')}xx`);
    const content = new Uint8Array(memory.buffer, memory.byteOffset + 2, memory.length - 4);
    expect([...readFailedBatch(content)]).to.deep.equal([record(1, 'QQ==')]);
  });

  it('reads no further than it is asked to', () => {
    const lines = readFailedBatch(Buffer.from(`${line('QQ==')}\nbroken`));
    expect(lines.next().value).to.deep.equal(record(1, 'QQ=='));
    expect(lines.next().value).to.deep.equal(invalid(2, 'not JSON'));
    expect(lines.next().done).to.equal(true);
  });

  it('gives raw data that reads as a delivery', () => {
    const lines = [...readFailedBatch(readFileSync('test/events/firehose/processing-failed.jsonl'))];
    const kinds = lines.map((one) => (one.kind === 'record' ? readSubscriptionPayload(one.rawData).kind : one.reason));
    expect(kinds).to.deep.equal(['data', 'control']);
  });
});
