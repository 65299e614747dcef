import { expect } from 'chai';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findLogFiles } from '../../cli/input/logFiles.js';
import { readLogRecords, type LogRecord } from '../../cli/input/logRecords.js';
import { UserError } from '../../cli/userError.js';
import { converseRecord } from '../domain/invocations/records.js';
import { temporaryFolder } from './temporaryFolder.js';

async function recordsOf(path: string): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (const file of findLogFiles([path])) {
    for await (const batch of readLogRecords(file, new Map(), () => undefined)) records.push(...batch);
  }
  return records;
}

/** Each record as its request id, or as why it is none. */
function shown({ parsed }: LogRecord): string {
  return parsed.kind === 'invocation' ? parsed.invocation.requestId : `${parsed.kind}: ${parsed.reason}`;
}

describe('readLogRecords', () => {
  const folder = temporaryFolder();
  const a = converseRecord({ requestId: 'a' });
  const b = converseRecord({ requestId: 'b', input: { inputBodyJson: { text: 'x"}]\\n' }, inputTokenCount: 1 } });
  const message = (record: object): object => ({ id: '1', timestamp: 1, message: JSON.stringify(record) });
  const payload = { messageType: 'DATA_MESSAGE', owner: '444455556666', logEvents: [message(a), message(b)] };
  const data = gzipSync(JSON.stringify(payload)).toString('base64');
  const both = ['a', 'b'];
  const broken = 'invalid: not JSON';

  const shapes: readonly (readonly [string, string, readonly string[]])[] = [
    ['JSON lines', `${JSON.stringify(a)}\n${JSON.stringify(b)}\n`, both],
    ['JSON lines without a last line end', `${JSON.stringify(a)}\r\n${JSON.stringify(b)}`, both],
    ['lines behind a byte order mark', `\ufeff${JSON.stringify(a)}\n${JSON.stringify(b)}\n`, both],
    ['a JSON array', JSON.stringify([a, b]), both],
    ['a JSON array over lines', JSON.stringify([a, b], null, 2), both],
    ['an array with a record a line', `[\n${JSON.stringify(a)},\n${JSON.stringify(b)}\n]\n`, both],
    ['an envelope with a record a line', `{"events":[\n${JSON.stringify(message(a))}\n]}\n`, ['a']],
    ['one record over lines', JSON.stringify(a, null, 2), ['a']],
    ['records over lines', `${JSON.stringify(a, null, 2)}\n${JSON.stringify(b, null, 2)}\n`, both],
    [
      'filter-log-events',
      JSON.stringify({ events: [message(a), message(b)], searchedLogStreams: [{ logStreamName: 's' }] }, null, 4),
      both,
    ],
    ['filter-log-events in a line', JSON.stringify({ events: [message(a), message(b)] }), both],
    ['a subscription payload', JSON.stringify(payload), both],
    ['subscription payloads a line each', `${JSON.stringify(payload)}\n${JSON.stringify(payload)}`, [...both, ...both]],
    ['a Lambda event', JSON.stringify({ awslogs: { data } }, null, 2), both],
    ['a Firehose event', JSON.stringify({ invocationId: 'i', records: [{ recordId: '1', data }] }, null, 2), both],
    [
      'a Firehose record that is not gzip',
      JSON.stringify([{ recordId: '1', data: 'AAAA' }]),
      ['invalid: modelId: missing'],
    ],
    [
      'an export to S3',
      `2026-09-10T08:30:00.000Z ${JSON.stringify(a)}\n2026-09-10T08:30:01.000Z ${JSON.stringify(b)}\n`,
      both,
    ],
    [
      'the first line of AWS',
      `Permissions are correctly set for Amazon Bedrock logs.\n${JSON.stringify(a)}\n`,
      ['ignored: a plain-text message of AWS itself', 'a'],
    ],
    ['a broken line', `${JSON.stringify(a)}\n{"modelId":\n${JSON.stringify(b)}\n`, ['a', broken, 'b']],
    ['a broken first line', `{"modelId":\n${JSON.stringify(a)}\n${JSON.stringify(b)}\n`, [broken, ...both]],
    ['a document cut off', JSON.stringify([a, b], null, 2).slice(0, -60), ['a', broken]],
    [
      'lines that are no records',
      '42\n"text"\nnull\n{}\n',
      ['invalid: not a JSON object', broken, 'invalid: not a JSON object', 'invalid: modelId: missing'],
    ],
    ['wrappings without end', `${'{"events":['.repeat(20_000)}1${']}'.repeat(20_000)}`, ['invalid: modelId: missing']],
    ['nothing', '', []],
    ['white space', '\n \n', []],
  ];
  for (const [name, text, expected] of shapes) {
    it(`reads ${name}`, async () => {
      expect((await recordsOf(folder.write('log', text))).map(shown)).to.deep.equal(expected);
    });

    it(`reads ${name}, gzipped`, async () => {
      expect((await recordsOf(folder.write('log.gz', gzipSync(text)))).map(shown)).to.deep.equal(expected);
    });
  }

  it('reads a document that is longer than what it looks at first', async () => {
    const many = Array.from({ length: 4000 }, (_, index) => converseRecord({ requestId: `r${index}` }));
    const records = await recordsOf(folder.write('log', JSON.stringify({ events: many.map(message) })));
    expect(records.map(shown)).to.deep.equal(many.map((record) => record['requestId']));
  });

  it('reads gzip files joined end to end', async () => {
    const joined = Buffer.concat([gzipSync(`${JSON.stringify(a)}\n`), gzipSync(JSON.stringify(b))]);
    expect((await recordsOf(folder.write('log.gz', joined))).map(shown)).to.deep.equal(both);
  });

  it('tells where each record stands', async () => {
    const path = folder.write('log', `\n${JSON.stringify(a)}\n\nwhat?\n`);
    expect((await recordsOf(path)).map(({ location }) => location)).to.deep.equal([`${path}:2`, `${path}:4`]);
  });

  it('refuses gzip that is cut off, in one line', async () => {
    const path = folder.write('log.gz', gzipSync(JSON.stringify(a)).subarray(0, 60));
    const failure = await recordsOf(path).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(UserError);
    expect(failure).to.have.property('message', `${path}: cannot be read: unexpected end of file`);
  });
});

describe('findLogFiles', () => {
  const folder = temporaryFolder();

  it('takes all files below a folder but bodies, probes and hidden ones, in name order', () => {
    mkdirSync(join(folder.path, '2026', 'data'), { recursive: true });
    for (const name of [
      'b.json',
      '2026/a.json.gz',
      '2026/data/x_input.json.gz',
      '2026/data/x_output.json.gz',
      '.hidden',
      'amazon-bedrock-logs-permission-check',
    ]) {
      folder.write(name, '');
    }
    const found = findLogFiles([folder.path, '-']).map(({ path }) => path.replace(`${folder.path}/`, ''));
    expect(found).to.deep.equal(['2026/a.json.gz', 'b.json', '-']);
  });

  it('refuses what is not there, and a folder without logs', () => {
    const missing = join(folder.path, 'missing');
    expect(() => findLogFiles([missing])).to.throw(
      UserError,
      `${missing}: cannot be read: ENOENT: no such file or directory`,
    );
    expect(() => findLogFiles([folder.path])).to.throw(UserError, 'no log files in this folder');
  });
});
