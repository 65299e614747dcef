import { expect } from 'chai';
import { findLogFiles } from '../../cli/input/logFiles.js';
import { readLogRecords } from '../../cli/input/logRecords.js';
import { converseRecord } from '../domain/invocations/records.js';
import { temporaryFolder } from './temporaryFolder.js';

const COUNT = 50;
const BROKEN = 25;

const records = Array.from({ length: COUNT }, (_, index) =>
  converseRecord({
    requestId: `r${index}`,
    input: { inputBodyJson: { messages: [{ role: 'user', content: [{ text: 'a {"b": [1' }] }] }, inputTokenCount: 9 },
  }),
);

/** How a record is broken, in its own text. */
const breaks: readonly (readonly [string, (text: string) => string])[] = [
  ['no closing bracket in the end', (text) => text.replace(/\}\s*$/, '')],
  ['none of an inner object', (text) => text.replace(/\}(\s*\}\s*)$/, '$1')],
  ['none of an inner array', (text) => text.replace(/\](?=[^\]]*$)/, '')],
  ['no closing quote of a value', (text) => text.replace(/("modelId":\s*"[^"]*)"/, '$1')],
  ['no closing quote of a key', (text) => text.replace('"modelId"', '"modelId')],
  ['no opening quote', (text) => text.replace(/("modelId":\s*)"/, '$1')],
  ['no closing quote in a body', (text) => text.replace('[1"', '[1')],
  ['its second half missing', (text) => text.slice(0, text.length / 2)],
  ['an end after a key', (text) => text.slice(0, text.indexOf('"modelId"') + 10)],
  ['an end in an array', (text) => text.slice(0, text.indexOf('"messages"') + 13)],
  ['a bracket too many', (text) => `${text}}`],
  ['a wrong bracket', (text) => text.replace(/\}\s*$/, ']')],
  ['words in it', (text) => text.replace(/("inputTokenCount":\s*)9/, '$1nine hundred')],
  ['no comma', (text) => text.replace(/,(?=\s*"modelId")/, '')],
];

const event = (message: string): object => ({ logStreamName: 's', timestamp: 1, message, eventId: '1' });

/** How the records stand in a file. */
const layouts: readonly (readonly [string, (texts: readonly string[]) => string, number])[] = [
  ['lines', (texts) => texts.join('\n'), 0],
  ['records over lines', (texts) => texts.join('\n'), 2],
  ['records over lines, one after the other', (texts) => texts.join(''), 2],
  ['an array', (texts) => `[${texts.join(',')}]`, 0],
  ['an array with spaces', (texts) => `[${texts.join(', ')}]\n`, 0],
  ['an array over lines', (texts) => `[\n${texts.join(',\n')}\n]\n`, 2],
  ['an array with brackets on one line', (texts) => `[${texts.join(', ')}]`, 4],
  ['an envelope', (texts) => `{"owner":"1","events":[${texts.join(',')}],"more":[{"a":1}]}`, 0],
  ['an envelope over lines', (texts) => `{\n"events": [\n${texts.join(',\n')}\n],\n"more": [\n{\n"a": 1\n}\n]\n}\n`, 4],
  [
    'lines of `aws logs tail`',
    (texts) => texts.map((text) => `2026-11-01T10:00:00.123000+00:00 aws/bedrock/modelinvocations ${text}\n`).join(''),
    0,
  ],
  [
    '`aws logs tail --format json`',
    (texts) => texts.map((text) => `2026-11-01T10:00:00+00:00 aws/bedrock/modelinvocations \n${text}\n`).join(''),
    4,
  ],
];

describe('readLogRecords, with one record of fifty broken', () => {
  const folder = temporaryFolder();

  async function outcomeOf(text: string): Promise<{ ids: readonly string[]; invalid: readonly string[] }> {
    const ids: string[] = [];
    const invalid: string[] = [];
    for (const file of findLogFiles([folder.write('log', text)])) {
      for await (const batch of readLogRecords(file, new Map(), () => undefined)) {
        for (const { parsed, location } of batch) {
          if (parsed.kind === 'invocation') ids.push(parsed.invocation.requestId);
          else invalid.push(location.slice(location.lastIndexOf(':') + 1));
        }
      }
    }
    return { ids, invalid };
  }

  const others = records.flatMap((_, index) => (index === BROKEN ? [] : [`r${index}`]));
  for (const [layout, laidOut, indent] of layouts) {
    for (const [how, broken] of breaks) {
      it(`reads the others of ${layout}, if it has ${how}`, async () => {
        const texts = records.map((record, index) => {
          const text = JSON.stringify(record, null, indent);
          return index === BROKEN ? broken(text) : text;
        });
        const { ids, invalid } = await outcomeOf(laidOut(texts));
        // What is too much behind a whole record leaves the record whole.
        expect(ids.filter((id) => id !== `r${BROKEN}`)).to.deep.equal(others);
        expect(invalid).to.have.length(1);
      });
    }
  }

  it('reads the events of filter-log-events after one that is broken', async () => {
    const texts = records.map((record, index) => {
      const text = JSON.stringify(event(JSON.stringify(record)), null, 4).replaceAll('\n', '\n        ');
      return index === BROKEN ? text.replace('"timestamp"', '"timestamp') : text;
    });
    const text = `{\n    "events": [\n        ${texts.join(',\n        ')}\n    ],\n    "searchedLogStreams": [\n        {\n            "logStreamName": "s"\n        }\n    ]\n}\n`;
    expect(await outcomeOf(text)).to.deep.equal({ ids: others, invalid: [String(3 + 6 * BROKEN)] });
  });

  it('takes no record out of the body of a broken one', async () => {
    const inner = { ...records[0], requestId: 'inner' };
    const outer = JSON.stringify({ ...records[1], input: { inputBodyJson: inner } });
    const text = [JSON.stringify(records[2]), outer.replace('"modelId"', '"modelId'), JSON.stringify(records[3])];
    expect(await outcomeOf(text.join('\n'))).to.deep.equal({ ids: ['r2', 'r3'], invalid: ['2'] });
  });
});
