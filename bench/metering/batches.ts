import type { FirehoseTransformationEvent } from 'aws-lambda';
import { subscriptionEvent } from '../../examples/subscriptionEvent.js';
import {
  EXAMPLE_ACCOUNT,
  invocationRecord,
  madeUpRequestId,
  seededRandom,
} from '../../local/world/logs/invocationRecord.js';

export const NOW = Date.UTC(2026, 9, 20, 12);

/** The calls of a batch are of so many callers. */
export const CALLERS = Array.from(
  { length: 10 },
  (_, index) => `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/developer-${index}`,
);

export const MODELS = [
  'global.anthropic.claude-opus-4-7',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'amazon.nova-micro-v1:0',
] as const;

/** What CloudWatch Logs puts into one record of Firehose. */
const EVENTS_PER_RECORD = 20;

export interface BatchShape {
  /** Of one log event. */
  readonly bytes: number;
  /** Log events that one invocation gets. */
  readonly events: number;
  readonly invocations: number;
}

export function batchesOf({ bytes, events, invocations }: BatchShape): readonly FirehoseTransformationEvent[] {
  const random = seededRandom(1);
  const words = vocabulary(random);
  return Array.from({ length: invocations }, () => {
    const messages = Array.from({ length: events }, (_, index) => message(bytes, index, random, words));
    const groups = Array.from({ length: Math.ceil(events / EVENTS_PER_RECORD) }, (_, at) =>
      messages.slice(at * EVENTS_PER_RECORD, (at + 1) * EVENTS_PER_RECORD),
    );
    return subscriptionEvent(groups, NOW);
  });
}

/** A call of ConverseStream whose prompt makes up what its record lacks in size: a conversation of many messages. */
function message(bytes: number, index: number, random: () => number, words: readonly string[]): string {
  const record = invocationRecord({
    at: new Date(NOW - Math.floor(random() * 3600) * 1000),
    requestId: madeUpRequestId(random),
    identityArn: CALLERS[index % CALLERS.length] ?? '',
    modelId: MODELS[index % MODELS.length] ?? '',
    operation: 'ConverseStream',
    input: 1 + Math.floor(random() * 4000),
    output: 1 + Math.floor(random() * 900),
    cacheRead: Math.floor(random() * 9000),
  });
  const messages: unknown[] = [];
  (record['input'] as Record<string, unknown>)['inputBodyJson'] = { messages };
  let missing = bytes - JSON.stringify(record).length;
  while (missing > 100) {
    const role = messages.length % 2 === 0 ? 'user' : 'assistant';
    const text = textOf(Math.min(2000, missing - 60), random, words);
    messages.push({ role, content: [{ text }] });
    missing -= JSON.stringify(messages.at(-1)).length + 1;
  }
  return JSON.stringify(record);
}

/** Lines of words, the common ones often: gzip makes a third of it, as of prose and code. */
function textOf(length: number, random: () => number, words: readonly string[]): string {
  let text = '';
  while (text.length < length) {
    text += words[Math.floor(words.length * random() ** 3)] ?? '';
    text += random() < 0.08 ? '\n' : ' ';
  }
  return text.slice(0, length);
}

function vocabulary(random: () => number): readonly string[] {
  return Array.from({ length: 4000 }, () => {
    const letters = 2 + Math.floor(random() * 9);
    return Array.from({ length: letters }, () => 'etaoinshrdlucmfwypvbgkqjxz'[Math.floor(26 * random() ** 2)]).join('');
  });
}
