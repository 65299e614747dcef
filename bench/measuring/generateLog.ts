import { closeSync, openSync, writeSync } from 'node:fs';
import {
  EXAMPLE_ACCOUNT,
  invocationRecord,
  madeUpRequestId,
  seededRandom,
  type MadeUpCall,
} from '../../local/world/logs/invocationRecord.js';
import { madeUpBodies } from './madeUpBodies.js';

const MODELS = [
  ['global.anthropic.claude-opus-4-7', 'InvokeModelWithResponseStream'],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'ConverseStream'],
  ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'ConverseStream'],
  ['amazon.nova-micro-v1:0', 'Converse'],
  ['amazon.titan-embed-text-v2:0', 'InvokeModel'],
] as const;

const PRINCIPALS = Array.from({ length: 50 }, (_, index) =>
  index % 5 === 0
    ? `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/service-${index}/session`
    : `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/developer-${index}`,
);

/** Writes mixed calls over 60 days, one a line, the same on every run. */
export function writeMixedLog(path: string, records: number): void {
  const callAt = mixedCalls(records);
  writeLog(path, records, (index) => invocationRecord(callAt(index)));
}

/** The same calls with their prompts and answers: some 20 KB a record. */
export function writeLogWithBodies(path: string, records: number): void {
  const callAt = mixedCalls(records);
  const withBodies = madeUpBodies();
  writeLog(path, records, (index) => withBodies(invocationRecord(callAt(index))));
}

function mixedCalls(records: number): (index: number) => MadeUpCall {
  const random = seededRandom(7);
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return (index) => {
    const [modelId, operation] = pick(MODELS);
    const isCached = modelId.includes('claude') && random() < 0.6;
    return {
      at: new Date(Date.UTC(2026, 8, 1) + Math.floor((index / records) * 60 * 86_400) * 1000),
      requestId: madeUpRequestId(random),
      identityArn: pick(PRINCIPALS),
      modelId,
      operation,
      input: Math.floor(random() * 4000),
      output: Math.floor(random() * 900),
      ...(isCached ? { cacheRead: Math.floor(random() * 60_000), cacheWrite: Math.floor(random() * 3000) } : {}),
    };
  };
}

/** Writes calls that differ only in their ids. */
export function writeUniformLog(
  path: string,
  records: number,
  call: Pick<MadeUpCall, 'modelId' | 'operation' | 'input' | 'output'>,
): void {
  const random = seededRandom(11);
  const identityArn = `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/alice`;
  writeLog(path, records, (index) =>
    invocationRecord({
      ...call,
      identityArn,
      at: new Date(Date.UTC(2026, 8, 1) + index * 1000),
      requestId: madeUpRequestId(random),
    }),
  );
}

function writeLog(path: string, records: number, recordAt: (index: number) => Record<string, unknown>): void {
  const file = openSync(path, 'w');
  let pending: string[] = [];
  for (let index = 0; index < records; index += 1) {
    pending.push(JSON.stringify(recordAt(index)));
    if (pending.length === 500 || index === records - 1) {
      writeSync(file, `${pending.join('\n')}\n`);
      pending = [];
    }
  }
  closeSync(file);
}
