import { isObject } from '../../domain/json.js';
import { seededRandom } from '../../local/world/logs/invocationRecord.js';

type LogRecord = Record<string, unknown>;

const WORDS = [
  'the',
  'of',
  'budget',
  'spend',
  'limit',
  'principal',
  '"quoted"',
  'für',
  'schließen',
  'line\n',
  '価格',
  'a',
];
const TEXT_LENGTH = 100_000;
const PROMPT_LENGTH = 15_000;
const ANSWER_LENGTH = 3000;
const CHUNK_LENGTH = 60;

/** Gives records a prompt and an answer, streams in chunks; the same on every run. */
export function madeUpBodies(): (record: LogRecord) => LogRecord {
  const random = seededRandom(13);
  let text = '';
  while (text.length < TEXT_LENGTH) text += `${WORDS[Math.floor(random() * WORDS.length)] ?? ''} `;
  const part = (length: number): string => {
    const start = Math.floor(random() * (text.length - length));
    return text.slice(start, start + length);
  };
  return (record) => {
    const [input, output] = [record['input'], record['output']].map((side) => (isObject(side) ? side : {}));
    const inputBodyJson = { messages: [{ role: 'user', content: [{ text: part(PROMPT_LENGTH) }] }] };
    const outputBodyJson = withAnswer(output?.['outputBodyJson'], part);
    return { ...record, input: { ...input, inputBodyJson }, output: { ...output, outputBodyJson } };
  };
}

function withAnswer(body: unknown, part: (length: number) => string): unknown {
  if (!Array.isArray(body)) {
    const output = { message: { role: 'assistant', content: [{ text: part(ANSWER_LENGTH) }] } };
    return { output, ...(isObject(body) ? body : {}) };
  }
  const [start, ...rest] = body as readonly unknown[];
  const deltas = Array.from({ length: ANSWER_LENGTH / CHUNK_LENGTH }, () => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: part(CHUNK_LENGTH) },
  }));
  return [start, ...deltas, ...rest];
}
