import { MINUTE_MS, SECOND_MS, type Instant } from '../../domain/instant.js';
import { DeliveryError } from '../runtime/errors.js';
import type { Clock } from '../ports/clock.js';
import type { NoticeLog } from '../ports/noticeLog.js';

/** So long after it has happened an event waits for the one before it, over all tries; Lambda's last is after three minutes. */
const MAX_WAIT_MS = 2 * MINUTE_MS;

/** So long within one invocation. */
const INVOCATION_MS = 20 * SECOND_MS;

const POLL_MS = 500;

export interface Turn {
  readonly eventId: string;
  readonly at: Instant;
  /** Id of the event of the same principal that is told before. */
  readonly follows: string | undefined;
}

/**
 * Resolves once the event before has been told, or can no longer be waited for: the bus keeps no order, and a message
 * out of order is better than none. Throws DeliveryError where the event has to come again, and what the log throws.
 */
export async function awaitTurn(
  { log, clock }: { readonly log: Pick<NoticeLog, 'isTold'>; readonly clock: Clock },
  { eventId, at, follows }: Turn,
  deadline: Instant,
): Promise<void> {
  if (follows === undefined) return;
  const until = Math.min(clock.now() + INVOCATION_MS, deadline);
  while (!(await log.isTold(follows))) {
    const now = clock.now();
    if (now >= at + MAX_WAIT_MS) return;
    if (now >= until) throw new DeliveryError(`${eventId}: ${follows} is to be told first`);
    await clock.sleep(POLL_MS);
  }
}
