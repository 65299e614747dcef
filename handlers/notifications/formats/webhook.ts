import { createHmac } from 'node:crypto';
import { SECOND_MS, type Instant } from '../../../domain/instant.js';
import type { PersonOfNotice } from '../personOfNotice.js';
import type { Notice } from '../../contracts/notice.js';

/** The body for a generic webhook: what people are told, the event itself, and the person if it is about one. */
export function webhookBody({ at, isOnTopic: _, ...notice }: Notice, sender: string, person?: PersonOfNotice): string {
  return JSON.stringify({ timestamp: at, sender, ...notice, ...(person === undefined ? {} : { person }) });
}

/**
 * The headers by which a receiver knows who sent a body and that it is no repetition (Standard Webhooks 1.0.0): the event's
 * id, the second of the sending, and a signature of id, second and body. A secret is `whsec_` and base64, or the text.
 */
export function webhookHeaders(
  id: string,
  body: string,
  secret: string,
  now: Instant,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / SECOND_MS));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
}
