import { gunzipSync } from 'node:zlib';
import { isObject, type JsonObject } from '../../domain/json.js';
import { ENVELOPE_KEYS } from './recordKeys.js';
import { contentOfRow, isRow, rowOfFields, type Content } from './rowRecord.js';

/** Real wrappings are less deep: a Lambda event holds a payload, which holds events, which hold messages. */
const MAX_WRAPPING = 8;

/** The records inside the wrappings of CloudWatch Logs, Logs Insights and Firehose. */
export function unwrapped(value: unknown, depth = 0): readonly Content[] {
  if (depth >= MAX_WRAPPING) return [{ content: value }];
  if (Array.isArray(value)) return unwrappedArray(value, depth);
  if (!isObject(value) || hasRecordKeys(value)) return [{ content: value }];
  const envelopes = [...ENVELOPE_KEYS].map((key) => value[key]).filter((events) => Array.isArray(events));
  if (envelopes.length > 0) return envelopes.flatMap((events) => unwrapped(events, depth + 1));
  return fromEvent(value, depth);
}

function unwrappedArray(elements: readonly unknown[], depth: number): readonly Content[] {
  const row = rowOfFields(elements);
  if (row !== undefined) return [contentOfRow(row)];
  return elements.flatMap((element) => unwrapped(element, depth + 1));
}

/** An object with one of these keys is itself a record. */
function hasRecordKeys(value: JsonObject): boolean {
  const isRecord = ['schemaType', 'modelId', 'requestId'].some((key) => value[key] !== undefined);
  return isRecord && !isRow(value);
}

function fromEvent(value: JsonObject, depth: number): readonly Content[] {
  if (isObject(value['awslogs'])) return fromBase64(value['awslogs']['data'], value, depth);
  if (value['recordId'] !== undefined) return fromBase64(value['data'], value, depth);
  if (typeof value['message'] === 'string') return [{ content: value['message'] }];
  if (isRow(value)) return [contentOfRow(new Map(Object.entries(value)))];
  return [{ content: value }];
}

/** A subscription payload: base64 of gzipped JSON. Anything else stays as it is and is reported. */
function fromBase64(data: unknown, wrapper: unknown, depth: number): readonly Content[] {
  try {
    return unwrapped(JSON.parse(gunzipSync(Buffer.from(String(data), 'base64')).toString('utf8')), depth + 1);
  } catch {
    return [{ content: wrapper }];
  }
}
