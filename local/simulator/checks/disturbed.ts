import type { Instant } from '../../../domain/instant.js';
import type { FaultRecord } from '../faults/injectedFault.js';
import type { Played } from '../run/simulation.js';

const unreadBy = new WeakMap<Played, readonly FaultRecord[]>();

/** The calls of `read` that failed, among them those by which settings are read; in order of time. */
export function unreadIn(played: Played): readonly FaultRecord[] {
  const known =
    unreadBy.get(played) ??
    played.faults.records.filter(({ kind, where }) => kind !== 'slow' && where.endsWith(' read'));
  unreadBy.set(played, known);
  return known;
}

/** Of the first record that is not before an instant. */
export function placeOf(records: readonly FaultRecord[], from: Instant): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((records[middle]?.at ?? from) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
