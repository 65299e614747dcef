import { objectAt, stringAt } from '../../../domain/json.js';
import { elementsOf } from '../../../domain/invocations/invocationBody.js';
import { many } from '../../doctor/checks/words.js';
import type { Item } from '../item.js';
import { countOf, hasBody, type LoggedRecord } from '../records.js';
import { judged, open } from '../seen.js';
import { CALL, ONE_CALL } from './calls.js';
import { ANY, lookAt, READS_LOG, share } from './lookAt.js';

function isCounted({ read }: LoggedRecord): boolean {
  return read.kind === 'call' && !read.call.doubts.some((doubt) => doubt.endsWith('-not-counted'));
}

export const BODIES_OFF: Item = {
  id: 'bodies-off',
  claim: 'With `logBodies: false` records still come, with all token counts, and without prompts and answers.',
  why: 'It is the setting for privacy, and the cheapest one. If the counts went with the bodies, nothing would be charged.',
  steps: [
    { run: 'pulumi config set --stack STACK logBodies false' },
    { run: 'pulumi up --stack STACK' },
    { say: 'Wait a quarter of an hour, for older records have bodies, and make a call, as in record-fields.' },
    { say: 'Set `logBodies` back if you want bodies.' },
  ],
  expect: 'Records with counts and no bodies.',
  otherwise: 'Set `logBodies: true` again, and tell us which counts are missing.',
  look: {
    actions: READS_LOG,
    facts: ['records', 'counted', 'withBodies'],
    run: async ({ stack, examination, records, now }) => {
      const switches = await Promise.all(stack.regions.map((region) => examination.invocationLogging(region)));
      if (!switches.every((one) => one?.logsBodies === false)) return open('bodies are logged in this stack');
      const recent = (await records()).filter(({ ingestedAt }) => ingestedAt > now - QUARTER_MS);
      const found = recent.filter(({ read }) => read.kind !== 'ignored');
      if (found.length === 0) return open('no call in the last quarter of an hour');
      const facts = { records: found.length, counted: share(found, isCounted), withBodies: share(found, hasBody) };
      const text = `of ${many(found.length, 'record')} ${facts.counted} with counts, ${facts.withBodies} with bodies`;
      return judged(facts.counted === found.length && facts.withBodies === 0, text, facts);
    },
  },
};

/** Of older records it is not known how the switch stood. */
const QUARTER_MS = 900_000;

export const SERVICE_TIER: Item = {
  id: 'service-tier',
  claim: 'A tier that is chosen in the body shows in the record; one that is chosen by a header shows nowhere.',
  why: 'Priority costs up to 1.75 times as much. A call that asks by a header is charged at the standard tier.',
  steps: [
    { run: `${ONE_CALL} --service-tier type=priority` },
    {
      run: `aws bedrock-runtime invoke-model --region REGION --model-id amazon.nova-micro-v1:0 --service-tier priority --cli-binary-format raw-in-base64-out --body '{"messages":[{"role":"user","content":[{"text":"count up"}]}]}' out.json`,
    },
  ],
  expect: 'The first call as a record whose body tells the tier, and no record with a field of its own for it.',
  otherwise: 'If a record has a field for the tier, tell us its place: then the meter can read it.',
  look: lookAt('a tier', tellsTier, ['inBody', 'inField'], (records) => {
    const facts = { inBody: share(records, tierInBody), inField: share(records, tierInField) };
    const text = `${facts.inBody} with a tier in the body, ${facts.inField} with a field of its own`;
    return judged(facts.inField === 0, text, facts);
  }),
};

function tellsTier(record: LoggedRecord): boolean {
  return tierInBody(record) || tierInField(record);
}

function tierInBody({ raw }: LoggedRecord): boolean {
  const bodies = elementsOf(objectAt(raw, 'output')['outputBodyJson']);
  return bodies.some(
    (body) => 'serviceTier' in body || 'service_tier' in body || 'serviceTier' in objectAt(body, 'metadata'),
  );
}

function tierInField({ raw }: LoggedRecord): boolean {
  return [raw, objectAt(raw, 'input'), objectAt(raw, 'output')].some((part) => 'serviceTier' in part);
}

export const CACHE_WRITES: Item = {
  id: 'cache-writes',
  claim: 'The answer of a call that writes to a cache tells the TTL of what was written.',
  why: 'One hour costs 1.6 times as much as five minutes. Where the record does not tell, the dearer rate is charged.',
  steps: [
    {
      say: 'Call a Claude model twice with the same prompt of over 4,096 tokens and a cache point, bodies in the log.',
    },
  ],
  expect: 'With bodies in the log no cache write of unknown TTL.',
  otherwise: 'Tell us the model and the operation, and the names of the fields of `usage` in the answer.',
  look: lookAt('a cache write with its body', writesCache, ['writes', 'unknownTtl'], (records) => {
    const unknownTtl = share(records, ({ read }) => read.kind === 'call' && read.call.unknownTtlTokens > 0);
    const text = `${many(records.length, 'call')} with cache writes, ${unknownTtl} of unknown TTL`;
    return judged(unknownTtl === 0, text, { writes: records.length, unknownTtl });
  }),
};

function writesCache(record: LoggedRecord): boolean {
  return (countOf(record, 'input', 'cacheWriteInputTokenCount') ?? 0) > 0 && hasBody(record);
}

export const EMBEDDINGS: Item = {
  id: 'embeddings',
  claim: 'The record of an embedding counts its input tokens.',
  why: 'No full record of one is public. Without a count the call cannot be priced and is set aside.',
  steps: [
    {
      run: `aws bedrock-runtime invoke-model --region REGION --model-id amazon.titan-embed-text-v2:0 --cli-binary-format raw-in-base64-out --body '{"inputText":"hi"}' out.json`,
    },
  ],
  expect: 'An input count above zero in each.',
  otherwise: 'Tell us the model, and the names of the fields of `input` and `output`.',
  look: lookAt('an embedding', isEmbedding, ['embeddings', 'counted', 'withOutputCount'], (records) => {
    const counted = share(records, (record) => (countOf(record, 'input', 'inputTokenCount') ?? 0) > 0);
    const withOutputCount = share(records, (record) => countOf(record, 'output', 'outputTokenCount') !== undefined);
    const text = `${many(records.length, 'embedding')}, ${counted} with an input count`;
    return judged(counted === records.length, text, { embeddings: records.length, counted, withOutputCount });
  }),
};

function isEmbedding({ raw, read }: LoggedRecord): boolean {
  return read.kind !== 'ignored' && /embed/.test(stringAt(raw, 'modelId') ?? '');
}

export const LARGE_BODIES: Item = {
  id: 'large-bodies',
  claim: 'Where a body is too large for the log, the record has the path of it instead, and all counts.',
  why: 'Calls of agents are often that large, and dear. The counts are what they are charged by.',
  steps: [{ say: 'Call with a prompt of over 100 KB: about 25,000 tokens, less than a cent with Nova Micro.' }],
  expect: 'Records with a path in S3 and all counts.',
  otherwise: 'Tell us which of `inputTokenCount` and `outputTokenCount` are missing.',
  look: lookAt('a large body', hasPath, ['large', 'counted'], (records) => {
    const counted = share(records, isCounted);
    const text = `${many(records.length, 'record')} with a path in S3, ${counted} with all counts`;
    return judged(counted === records.length, text, { large: records.length, counted });
  }),
};

function hasPath({ raw, read }: LoggedRecord): boolean {
  const has = ['inputBodyS3Path' in objectAt(raw, 'input'), 'outputBodyS3Path' in objectAt(raw, 'output')];
  return read.kind !== 'ignored' && has.includes(true);
}

export const LOG_DELAY: Item = {
  id: 'log-delay',
  claim: 'Bedrock writes the record of a call within seconds of its end.',
  why: 'What is not in the log yet is not counted. The simulator takes it to be at once.',
  steps: [CALL],
  expect: 'Half of the records within 30 s of the beginning of their call, long streams apart.',
  otherwise: 'Tell us the seconds. Every bound on detection in the README is later by as much.',
  look: lookAt('a call', ANY, ['records', 'medianSeconds', 'mostSeconds'], (records) => {
    const seconds = records.flatMap((record) => secondsToLog(record)).sort((left, right) => left - right);
    const [medianSeconds, mostSeconds] = [seconds[Math.floor(seconds.length / 2)], seconds.at(-1)];
    if (medianSeconds === undefined || mostSeconds === undefined) return open('no record tells the time of its call');
    const text = `from a call to its record ${medianSeconds} s, at most ${mostSeconds} s`;
    return judged(medianSeconds <= 30, text, { records: records.length, medianSeconds, mostSeconds });
  }),
};

/** A record tells whole seconds, so the call may seem to begin before it did. */
function secondsToLog(record: LoggedRecord): readonly number[] {
  const at = Date.parse(stringAt(record.raw, 'timestamp') ?? '');
  return Number.isNaN(at) ? [] : [Math.max(0, Math.round((record.ingestedAt - at) / 1000))];
}
