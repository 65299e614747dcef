import type { Clock } from '../ports/clock.js';

/** Of one write against others to the same item; eight writers interleave in fewer. */
export const MAX_ATTEMPTS = 20;

const FIRST_WAIT_MS = 10;
const MAX_WAIT_MS = 2000;

/** Waits a random part of a time that doubles with each attempt, so that writers do not meet again. */
export async function backoff(clock: Clock, attempt: number): Promise<void> {
  const longest = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  await clock.sleep(Math.ceil(longest * clock.random()));
}
