import type { FirehoseTransformationEvent } from 'aws-lambda';
import { gunzipSync } from 'node:zlib';

/** What no meter can do without: base64, gunzip and JSON.parse of the same bytes. */
export function decodeBare(events: readonly FirehoseTransformationEvent[]): void {
  for (const { records } of events) {
    for (const { data } of records) {
      const payload = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as {
        readonly logEvents: readonly { readonly message: string }[];
      };
      for (const { message } of payload.logEvents) JSON.parse(message);
    }
  }
}
