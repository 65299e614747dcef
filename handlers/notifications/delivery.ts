import pMap from 'p-map';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../domain/instant.js';
import { DeliveryError, failTogether, UndeliverableError } from '../runtime/errors.js';
import type { Clock } from '../ports/clock.js';
import type { NoticeLog } from '../ports/noticeLog.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { Channel } from './channel.js';
import type { Notice } from '../contracts/notice.js';

export interface DeliveryPorts {
  readonly log: NoticeLog;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Longer than an invocation runs: one that is over by then has died. */
const CLAIM_MS = 90 * SECOND_MS;

/** Longer than anything delivers an event again. */
const REMEMBERED_MS = 30 * DAY_MS;

/** Between the first event of a group and the digest of the others, and between two digests. */
export const WINDOW_MS = 15 * MINUTE_MS;

const CONCURRENCY = 4;

/**
 * Tells every channel of a notice, each once however often the event comes: a channel that has taken it is left out of
 * the next try. Only an invocation that dies between a channel's answer and its record has that channel told again: a
 * warning twice is better than none. One channel that fails holds up no other; what is undeliverable is logged, counted and
 * not tried again. Throws DeliveryError where another
 * invocation is at the same event, PartialFailureError naming the channels, and what the log throws.
 */
export async function deliver(ports: DeliveryPorts, notice: Notice, deadline: Instant): Promise<void> {
  const { log, clock } = ports;
  const now = clock.now();
  const claim = await log.claim(notice, now, now + CLAIM_MS, now + REMEMBERED_MS);
  if (claim.kind === 'done') return;
  if (claim.kind === 'busy') throw new DeliveryError(`${notice.eventId}: another invocation is at it`);
  try {
    const waits = await waitsForDigest(ports, notice, claim.delivered, now);
    const channels = ports.channels.filter(
      (channel) => channel.wants(notice) && !claim.delivered.has(channel.name) && !(channel.isGrouped && waits),
    );
    await sendToAll(ports, channels, notice, deadline);
  } catch (error) {
    await log.endClaim(notice.eventId, 'failed');
    throw error;
  }
  await log.endClaim(notice.eventId, 'done');
}

/** Among the channels that have been told: a digest will tell the others, or has. */
const DIGEST = '#digest';

async function waitsForDigest(
  { log, telemetry }: DeliveryPorts,
  { group, eventId }: Notice,
  delivered: ReadonlySet<string>,
  now: Instant,
): Promise<boolean> {
  if (group === undefined) return false;
  if (delivered.has(DIGEST)) return true;
  if ((await log.joinGroup(group, eventId, now, now + WINDOW_MS)) === 'leads') return false;
  await log.markDelivered(eventId, DIGEST);
  telemetry.count('NotificationsGrouped', 1);
  return true;
}

async function sendToAll(
  { log, telemetry }: DeliveryPorts,
  channels: readonly Channel[],
  notice: Notice,
  deadline: Instant,
): Promise<void> {
  const failures: unknown[] = [];
  const send = async (channel: Channel): Promise<void> => {
    const fields = { channel: channel.name, type: notice.type, eventId: notice.eventId };
    try {
      if (channel.reaches !== undefined && !(await channel.reaches(notice))) return;
      await channel.send(notice, deadline);
      telemetry.count('NotificationsSent', 1);
      telemetry.info('notified', fields);
      await log.markDelivered(notice.eventId, channel.name);
    } catch (error) {
      telemetry.count('NotificationsFailed', 1);
      if (error instanceof UndeliverableError) {
        telemetry.error('a channel was not told for certain; it is not tried again', error, fields);
        return;
      }
      failures.push(error);
      telemetry.error('a channel was not told for certain; it is tried again', error, fields);
    }
  };
  await pMap(channels, send, { concurrency: CONCURRENCY });
  failTogether(failures, `${notice.eventId}: ${failures.length} of ${channels.length} channels were not told`);
}
