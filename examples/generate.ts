import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  EXAMPLE_ACCOUNT,
  invocationRecord,
  madeUpRequestId,
  seededRandom,
  type MadeUpCall,
} from '../local/world/logs/invocationRecord.js';

const ALICE = `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/alice`;
const API_KEY = `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/BedrockAPIKey-k7qd`;
const CI = `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/ci-search-index/run-118`;
const RESEARCH = `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/research/notebook`;
const ANALYST = `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/AWSReservedSSO_Analyst_0f1e2d3c4b5a6978/jo@example.com`;
const DEVELOPER = `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/AWSReservedSSO_Developer_1b2c3d4e5f607182`;

const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

const SEED = 20261001;

let random = seededRandom(SEED);

type Pattern = Omit<MadeUpCall, 'at' | 'requestId'> & {
  readonly from: string;
  readonly everyMinutes: number;
  readonly count: number;
};

/** Calls at a steady pace, each slightly different. */
function calls(pattern: Pattern): Record<string, unknown>[] {
  const { from, everyMinutes, count, ...call } = pattern;
  const vary = (tokens: number): number => Math.round(tokens * (0.8 + 0.4 * random()));
  return Array.from({ length: count }, (_, index) =>
    invocationRecord({
      ...call,
      at: new Date(Date.parse(from) + Math.round((index + 0.3 * random()) * everyMinutes * 60) * 1000),
      requestId: madeUpRequestId(random),
      input: vary(call.input),
      output: vary(call.output),
      ...(call.cacheRead === undefined ? {} : { cacheRead: vary(call.cacheRead) }),
      ...(call.cacheWrite === undefined ? {} : { cacheWrite: vary(call.cacheWrite) }),
    }),
  );
}

/** A coding assistant that reaches its limit, is refused for the rest of the period, and comes back. */
function codingAssistant(): string {
  const session = {
    identityArn: ALICE,
    modelId: 'global.anthropic.claude-opus-4-7',
    operation: 'InvokeModelWithResponseStream',
  };
  const records = [
    ...calls({
      ...session,
      from: '2026-10-01T08:05:00Z',
      everyMinutes: 4,
      count: 26,
      input: 12,
      output: 420,
      cacheRead: 21_000,
      cacheWrite: 2_600,
    }),
    ...calls({
      ...session,
      from: '2026-10-02T09:00:00Z',
      everyMinutes: 5,
      count: 9,
      input: 12,
      output: 600,
      cacheRead: 30_000,
      cacheWrite: 4_000,
    }),
    ...calls({
      ...session,
      from: '2026-11-02T08:30:00Z',
      everyMinutes: 6,
      count: 12,
      input: 12,
      output: 420,
      cacheRead: 21_000,
      cacheWrite: 2_600,
    }),
  ];
  const lines = records.map((record) => JSON.stringify(record));
  // At-least-once delivery: some records come twice.
  lines.splice(7, 0, lines[3] ?? '');
  lines.splice(20, 0, lines[18] ?? '');
  return `${['Permissions are correctly set for Amazon Bedrock logs.', ...lines].join('\n')}\n`;
}

/** What `aws logs filter-log-events` prints: an API key, its throttles, and a stream that is logged twice. */
function apiKeyExport(): string {
  const key = { identityArn: API_KEY, operation: 'ConverseStream', modelId: HAIKU };
  const records = calls({
    ...key,
    from: '2026-10-05T10:00:00Z',
    everyMinutes: 45,
    count: 40,
    input: 8_000,
    output: 1_900,
  });
  const throttled = records.slice(5, 12).map(({ timestamp, modelId, operation }) => ({
    timestamp,
    requestId: madeUpRequestId(random),
    operation,
    modelId,
    errorCode: 'ThrottlingException',
  }));
  const zeroFirst = { ...records[10], input: { inputTokenCount: 0 }, output: { outputTokenCount: 0 } };
  const all: readonly Readonly<Record<string, unknown>>[] = [
    ...records.slice(0, 10),
    zeroFirst,
    ...records.slice(10),
    ...throttled,
  ];
  const events = all.map((record) => ({
    logStreamName: 'aws/bedrock/modelinvocations',
    timestamp: Date.parse(String(record['timestamp'])),
    message: JSON.stringify(record),
  }));
  const searchedLogStreams = [{ logStreamName: 'aws/bedrock/modelinvocations', searchedCompletely: true }];
  return `${JSON.stringify({ events, searchedLogStreams }, null, 2)}\n`;
}

/** The S3 destination's files for a job that embeds documents and calls a provisioned model. */
function embeddingJob(): string {
  const job = { identityArn: CI, operation: 'InvokeModel', output: 0 };
  const provisioned = `arn:aws:bedrock:us-east-1:${EXAMPLE_ACCOUNT}:provisioned-model/p4x1w8k2m6q0`;
  return [
    ...calls({
      ...job,
      modelId: 'amazon.titan-embed-text-v2:0',
      from: '2026-10-03T01:00:00Z',
      everyMinutes: 1,
      count: 120,
      input: 450,
    }),
    ...calls({ ...job, modelId: provisioned, from: '2026-10-03T04:00:00Z', everyMinutes: 10, count: 3, input: 800 }),
  ]
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');
}

/** People whom IAM cannot suspend, a model without a price, a guardrail, and a broken line. */
function otherTeams(): string {
  const analyst = {
    identityArn: ANALYST,
    operation: 'Converse',
    modelId: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
    region: 'eu-central-1',
  };
  const research = { identityArn: RESEARCH, operation: 'Converse', modelId: 'anthropic.claude-unreleased-preview' };
  const nova = { identityArn: RESEARCH, operation: 'Converse', modelId: 'amazon.nova-micro-v1:0' };
  const [blocked] = calls({ ...nova, from: '2026-10-07T09:00:00Z', everyMinutes: 1, count: 1, input: 0, output: 0 });
  const guardrail = { ...blocked, input: {}, output: { outputBodyJson: { stopReason: 'guardrail_intervened' } } };
  const records = [
    ...calls({
      ...analyst,
      from: '2026-10-06T07:30:00Z',
      everyMinutes: 20,
      count: 14,
      input: 9_000,
      output: 3_300,
      cacheWrite: 3_000,
    }),
    ...calls({ ...nova, from: '2026-10-07T10:00:00Z', everyMinutes: 2, count: 30, input: 900, output: 200 }),
    ...calls({ ...research, from: '2026-10-07T12:00:00Z', everyMinutes: 15, count: 2, input: 800, output: 300 }),
    guardrail,
  ];
  const lines = records.map((record) => JSON.stringify(record));
  lines.splice(20, 0, '{"schemaType":"ModelInvocationLog","requestId":"cut off in the midd');
  return `${lines.join('\n')}\n`;
}

/** A team on one permission set: one of three reaches the limit, is refused for the rest of the period, and comes back. */
function teamOnOneRole(): string {
  const session = (name: string): Pick<Pattern, 'identityArn' | 'modelId' | 'operation'> => ({
    identityArn: `${DEVELOPER}/${name}@example.com`,
    modelId: 'global.anthropic.claude-opus-4-7',
    operation: 'InvokeModelWithResponseStream',
  });
  const small = { input: 12, output: 300, cacheRead: 12_000, cacheWrite: 900 };
  const large = { input: 12, output: 900, cacheRead: 40_000, cacheWrite: 4_000 };
  const records = [
    ...calls({ ...session('ana'), from: '2026-10-08T08:00:00Z', everyMinutes: 5, count: 24, ...large }),
    ...calls({ ...session('ben'), from: '2026-10-08T08:10:00Z', everyMinutes: 20, count: 12, ...small }),
    ...calls({ ...session('chloe'), from: '2026-10-08T09:05:00Z', everyMinutes: 15, count: 9, ...small }),
    ...calls({ ...session('ana'), from: '2026-11-09T08:00:00Z', everyMinutes: 10, count: 4, ...small }),
  ];
  const lines = records.map((record) => [String(record['timestamp']), JSON.stringify(record)] as const);
  lines.sort(([left], [right]) => (left < right ? -1 : 1));
  return `${lines.map(([, line]) => line).join('\n')}\n`;
}

/** The example logs by file name. */
export function exampleLogs(): ReadonlyMap<string, string> {
  random = seededRandom(SEED);
  return new Map([
    ['coding-assistant.jsonl', codingAssistant()],
    ['api-key.filter-log-events.json', apiKeyExport()],
    ['embedding-job.jsonl.gz', embeddingJob()],
    ['other-teams.jsonl', otherTeams()],
    ['team-on-one-role.jsonl', teamOnOneRole()],
  ]);
}

export function writeExampleLogs(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of exampleLogs()) {
    writeFileSync(`${folder}/${name}`, name.endsWith('.gz') ? gzipSync(text) : text);
  }
}
