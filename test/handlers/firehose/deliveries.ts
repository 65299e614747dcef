import { gzipSync } from 'node:zlib';
import { ACCOUNT, converseRecord } from '../../domain/invocations/records.js';

export type Fields = Readonly<Record<string, unknown>>;

export const LOG_GROUP = '/aws/bedrock/modelinvocations';

/** A log event as CloudWatch Logs numbers them; `record` is its message as JSON, or a plain text. */
export function logEvent(number: number, record: Fields | string = converseRecord()): Fields {
  return {
    id: `3944556666010020030040050060070080090010011001200130${String(number).padStart(4, '0')}`,
    timestamp: Date.parse('2026-09-10T08:30:02Z') + number,
    message: typeof record === 'string' ? record : JSON.stringify(record),
  };
}

/** The payload of a subscription filter, decoded; `overrides` replaces fields, undefined removes one. */
export function payloadOf(logEvents: unknown, overrides: Fields = {}): Fields {
  return {
    messageType: 'DATA_MESSAGE',
    owner: ACCOUNT,
    logGroup: LOG_GROUP,
    logStream: 'aws/bedrock/modelinvocations',
    subscriptionFilters: ['usage'],
    logEvents,
    ...overrides,
  };
}

export function controlPayload(): Fields {
  const message = 'CWL CONTROL MESSAGE: Checking health of destination Firehose.';
  const overrides = { messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs', logGroup: '', logStream: '' };
  return payloadOf([{ id: '', timestamp: 1_789_000_000_000, message }], { ...overrides, subscriptionFilters: [] });
}

/** The `data` of a Firehose record: each payload a gzip member of its own, one after another. */
export function gzipped(...payloads: readonly unknown[]): string {
  return Buffer.concat(payloads.map((payload) => gzipSync(JSON.stringify(payload)))).toString('base64');
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
