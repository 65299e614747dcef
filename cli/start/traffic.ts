import { parseInstant, type Instant } from '../../domain/instant.js';
import { objectAt, stringAt } from '../../domain/json.js';
import type { InferenceProfiles } from '../../domain/invocations/modelReference.js';
import { findLogFiles, type LogFile } from '../input/logFiles.js';
import { readLogRecords, type LogRecord } from '../input/logRecords.js';
import { complain } from '../output/complaint.js';
import { createProgress } from '../output/progress.js';
import { UserError } from '../userError.js';
import { isDeeperThan, MAX_DEPTH, shortened, withoutStrays } from './runnable.js';

/** A line of an invocation log, to be called again at its time. */
export interface LoggedCall {
  readonly at: Instant;
  readonly message: string;
  /** `FILE:LINE` */
  readonly location: string;
  /** Undefined where the line does not tell. */
  readonly identityArn: string | undefined;
  readonly accountId: string | undefined;
}

/**
 * All lines of the files in the order of their times; one without a time follows the line before it. They are held in
 * memory. What cannot be run is left out, with a line to standard error. Throws UserError if none has a time.
 */
export async function readTraffic(
  paths: readonly string[],
  profiles: InferenceProfiles,
): Promise<readonly [LoggedCall, ...LoggedCall[]]> {
  const calls = await readCalls(findLogFiles(paths), profiles);
  const { near, problems } = withoutStrays(calls.filter((call) => 'at' in call));
  complain(shortened([...calls.flatMap((call) => ('problem' in call ? call.problem : [])), ...problems]));
  return inOrder(near, paths);
}

/** Why a line cannot be run. */
interface Refusal {
  readonly problem: string;
}

async function readCalls(
  files: readonly LogFile[],
  profiles: InferenceProfiles,
): Promise<readonly (LoggedCall | Refusal)[]> {
  const progress = createProgress(files);
  const calls: (LoggedCall | Refusal)[] = [];
  try {
    for (const file of files) {
      let previous = Number.NEGATIVE_INFINITY;
      for await (const records of readLogRecords(file, profiles, progress.read)) {
        for (const record of records) {
          const call = callOf(record, previous);
          if ('at' in call && Number.isFinite(call.at)) previous = call.at;
          calls.push(call);
        }
      }
    }
  } finally {
    progress.stop();
  }
  return calls;
}

function callOf({ content, location }: LogRecord, previous: Instant): LoggedCall | Refusal {
  const record = typeof content === 'string' ? parsed(content) : content;
  if (isDeeperThan(MAX_DEPTH, record)) {
    return { problem: `${location}: left out: nested more than ${MAX_DEPTH} deep` };
  }
  return {
    at: parseInstant(stringAt(record, 'timestamp') ?? '') ?? previous,
    message: typeof content === 'string' ? content : JSON.stringify(content),
    location,
    identityArn: stringAt(objectAt(record, 'identity'), 'arn'),
    accountId: stringAt(record, 'accountId'),
  };
}

/** A message inside an export is text; what is not JSON is passed on as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What stands before the first time of all comes with it. */
function inOrder(calls: readonly LoggedCall[], paths: readonly string[]): readonly [LoggedCall, ...LoggedCall[]] {
  const timed = calls.filter(({ at }) => Number.isFinite(at));
  const start = timed.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  if (timed.length === 0) throw new UserError(`${paths.join(', ')}: no record with a timestamp that can be run`);
  const [first, ...others] = calls
    .map((call) => ({ ...call, at: Math.max(call.at, start) }))
    .sort((left, right) => left.at - right.at);
  if (first === undefined) throw new UserError(`${paths.join(', ')}: no records`);
  return [first, ...others];
}

/** The account of most calls; undefined if none tells a whole one. */
export function accountOf(calls: readonly LoggedCall[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { accountId } of calls) {
    if (accountId !== undefined && /^\d{12}$/.test(accountId)) counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0];
}
