import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { converseRecord } from '../domain/invocations/records.js';
import { temporaryFolder } from './temporaryFolder.js';

interface Run {
  readonly status: number | null;
  readonly stderr: string;
  readonly lines: readonly Record<string, unknown>[];
}

function cost(...files: readonly string[]): Run {
  const args = ['build/cli/main.js', 'cost', '--json', ...files];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { status, stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const record = converseRecord({ requestId: 'a' });
const message = JSON.stringify(record);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const lower = (part: unknown): string => JSON.stringify(part).replace(/"\w+":/g, (key) => key.toLowerCase());
const cells = [record['timestamp'], record['region'], 'a', record['modelId']]
  .map((cell) => quoted(String(cell)))
  .join(',');
const flat = {
  requestId: 'a',
  modelId: record['modelId'],
  '@timestamp': '2026-11-01 10:00:00.000',
  region: record['region'],
  'identity.arn': 'x',
};
const fields = (row: object): object[] =>
  Object.entries(row).map(([field, value]) => ({ field, value: String(value) }));
const row = fields({ '@timestamp': '2026-11-01 10:00:00.000', '@message': message, '@ptr': 'p' });
const counted = { ...flat, 'input.inputTokenCount': '10', 'output.outputTokenCount': '5' };
const csvOf = (one: object): string =>
  `${Object.keys(one).join(',')}\r\n${Object.values(one)
    .map((cell) => quoted(String(cell)))
    .join(',')}\r\n`;

describe('budgeteer cost', () => {
  const folder = temporaryFolder();

  const read: readonly (readonly [string, string | Buffer])[] = [
    ['get-query-results', JSON.stringify({ results: [row], statistics: {}, status: 'Complete' }, null, 4)],
    ['the JSON of the console of Logs Insights', JSON.stringify([{ '@timestamp': '2026-11-01', '@message': message }])],
    [
      'the CSV of Logs Insights',
      `\ufeff@timestamp,@message\r\n2026-11-01,${quoted(JSON.stringify(record, null, 2))}\r\n`,
    ],
    ['fields of Logs Insights as JSON', JSON.stringify({ results: [fields(counted)] })],
    ['fields of Logs Insights as CSV', csvOf(counted)],
    ['aws logs tail', `2026-11-01T10:00:00.123000+00:00 aws/bedrock/modelinvocations ${message}\n`],
    ['aws logs tail --format short', `2026-11-01T10:00:00 ${message}\n`],
    ['aws logs tail --format json', `2026-11-01T10:00:00+00:00 s \n${JSON.stringify(record, null, 4)}\n`],
    ['aws logs tail --color on', `\u001b[32m2026-11-01T10:00:00\u001b[0m \u001b[36ms\u001b[0m ${message}\n`],
    ['a column of JSON from Athena', `"_col0"\n${quoted(message)}\n`],
    [
      'columns of Athena',
      `"timestamp","region","requestid","modelid","input","output"\n${cells},${quoted(lower(record['input']))},${quoted(lower(record['output']))}\n`,
    ],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${message}\r\n`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(message, 'utf16le')],
    ['zeros before a record', `${'\0'.repeat(5000)}${message}\n`],
    ['a record with an empty array called records', JSON.stringify({ records: [], ...record })],
    ['a record with events in it', JSON.stringify({ ...record, events: [{}] }, null, 2)],
  ];
  for (const [name, content] of read) {
    it(`reads ${name}`, () => {
      const { status, lines } = cost(folder.write('log', content));
      expect(status).to.equal(0);
      expect(lines.map(({ requestId, status: priced }) => [requestId, priced])).to.deep.equal([['a', 'priced']]);
    });
  }

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['a struct of Athena', `"requestid","modelid","input"\n"a","m","{inputtokencount=1}"\n`, /CAST\(input AS JSON\)/],
    ['fields without counts', csvOf(flat), /no token counts/],
    ['a row with too few cells', '@timestamp,@message\n"a"\n', /not a row of 2 columns/],
  ];
  for (const [name, content, reason] of refused) {
    it(`says why it cannot read ${name}`, () => {
      const [line] = cost(folder.write('log', content)).lines;
      expect(line).to.include({ status: 'invalid' }).and.have.property('reason').that.matches(reason);
    });
  }

  it('goes on after a broken row', () => {
    const text = `@timestamp,@message\nt,${quoted(message)}\nt,"{""a\nt,${quoted(message)}\n`;
    expect(cost(folder.write('log', text)).lines.map(({ status }) => status)).to.deep.equal([
      'priced',
      'invalid',
      'duplicate',
    ]);
  });

  it('names the counts that no row tells', () => {
    const { stderr } = cost(folder.write('log', csvOf(counted)));
    expect(stderr).to.include('no row tells input.cacheReadInputTokenCount, input.cacheWriteInputTokenCount');
  });

  for (const [name, content] of [
    ['words', 'hello\nworld\n'],
    ['an empty file', ''],
    ['no events', '{"events":[]}'],
    ['another table', 'a,b\n1,2\n'],
  ] as const) {
    it(`exits 1 on ${name} and says in one line what it reads`, () => {
      const { status, stderr } = cost(folder.write('log', content));
      expect(status).to.equal(1);
      expect(stderr).to.match(/^budgeteer: [^\n]+ this command reads [^\n]+\n$/);
    });
  }

  it('does not mind an empty file beside a record, nor a record that is invalid', () => {
    folder.write('empty', '');
    folder.write('log', JSON.stringify({ ...record, modelId: 5 }));
    expect(cost(folder.path)).to.include({ status: 0, stderr: '' });
  });

  for (const [path, problem] of [
    ['s3://bucket/logs', 'copy it first: aws s3 cp --recursive s3://bucket/logs FOLDER'],
    ['https://example.com/log', 'the command reads files and folders; download it first'],
  ] as const) {
    it(`refuses ${path} in one line`, () => {
      expect(cost(path)).to.include({ status: 2, stderr: `budgeteer: ${path}: cannot be read: ${problem}\n` });
    });
  }

  it('refuses an archive in one line', () => {
    expect(cost(folder.write('log.zip', 'PK\u0003\u0004')).stderr).to.include('it is a zip archive; unzip it first\n');
  });
});
