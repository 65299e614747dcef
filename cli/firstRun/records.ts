import type { Instant } from '../../domain/instant.js';
import { readLogMessage, type ReadRecord } from '../../domain/invocations/invocationLog.js';
import { isObject, objectAt, stringAt, type JsonObject } from '../../domain/json.js';
import type { AttributionRules } from '../../domain/invocations/attribution.js';
import { parseInstant } from '../../domain/instant.js';
import type { LogEvent } from './looks.js';

/** A record of the invocation log as Bedrock wrote it, and as the meter reads it. */
export interface LoggedRecord {
  readonly raw: JsonObject;
  readonly read: ReadRecord;
  readonly ingestedAt: Instant;
}

/** The records among log events; AWS's own lines of plain text are left out. */
export function recordsIn(events: readonly LogEvent[], rules: AttributionRules): readonly LoggedRecord[] {
  return events.flatMap(({ message, ingestedAt }) => {
    const read = readLogMessage(message, rules);
    const raw = objectIn(message);
    return raw === undefined && read.kind === 'ignored' ? [] : [{ raw: raw ?? {}, read, ingestedAt }];
  });
}

function objectIn(message: string): JsonObject | undefined {
  try {
    const found: unknown = JSON.parse(message);
    return isObject(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

export function callerArn({ raw }: LoggedRecord): string | undefined {
  return stringAt(objectAt(raw, 'identity'), 'arn');
}

/** A count of the record's top level: `inputTokenCount` of `input`, `outputTokenCount` of `output`. */
export function countOf({ raw }: LoggedRecord, side: 'input' | 'output', name: string): number | undefined {
  const count = objectAt(raw, side)[name];
  return typeof count === 'number' ? count : undefined;
}

export function hasBody({ raw }: LoggedRecord): boolean {
  return [objectAt(raw, 'input')['inputBodyJson'], objectAt(raw, 'output')['outputBodyJson']].some(
    (body) => body !== undefined && body !== null,
  );
}

/** When the call was made. */
export function calledAt({ raw }: LoggedRecord): Instant | undefined {
  return parseInstant(stringAt(raw, 'timestamp') ?? '');
}

export function hasFailed({ raw }: LoggedRecord): boolean {
  return stringAt(raw, 'errorCode') !== undefined;
}
