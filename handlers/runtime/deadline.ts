import type { Instant } from '../../domain/instant.js';
import type { LambdaContext } from './handler.js';
import type { Clock } from '../ports/clock.js';

/** Kept back at the end of an invocation for answering, publishing and logging. */
const RESERVE_MS = 15_000;

/** Until when a handler may begin new work. A short timeout keeps less back. */
export function deadlineOf(clock: Clock, context: LambdaContext): Instant {
  const remainingMs = context.getRemainingTimeInMillis();
  return clock.now() + remainingMs - Math.min(RESERVE_MS, remainingMs / 4);
}
