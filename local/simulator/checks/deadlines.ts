import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { HOUR_MS } from '../scenario/hours.js';
import type { Played } from '../run/simulation.js';
import { placeOf } from './disturbed.js';

/** From a change of a row to IAM in an undisturbed world, without grace and the monitor's interval. */
const UNDISTURBED_MS = 2 * MINUTE_MS;

const MONITOR_INTERVAL_MS = 5 * MINUTE_MS;

const SHORTEST_RETRY_MS = 5 * MINUTE_MS;

/**
 * By when the stack has to have done something, in time of its own or `graceMs` later. Each fault in the time span
 * postpones the deadline by the most that it can cost. Faults add up, the workflow's ever more.
 */
export function deadlineOf({ faults }: Played, from: Instant, graceMs: number): Instant {
  let deadline = from + graceMs + MONITOR_INTERVAL_MS + UNDISTURBED_MS;
  let met = 0;
  const { records } = faults;
  for (let place = placeOf(records, from - HOUR_MS); place < records.length; place += 1) {
    const { at, setBackMs } = records[place] ?? { at: deadline + 1, setBackMs: 0 };
    if (at > deadline) break;
    deadline += setBackMs * 2 ** Math.min(6, met);
    if (setBackMs >= SHORTEST_RETRY_MS) met += 1;
  }
  return deadline;
}
