import { DAY_MS, type Instant } from '../../../domain/instant.js';
import { isPersonId } from '../../../domain/iam/person.js';
import { NO_ROOM } from '../../../domain/iam/suspensionPlan.js';
import type { Played } from '../run/simulation.js';

const NO_ROOM_REASON = new RegExp(`^${NO_ROOM}`);

/** Without the fallback to a boundary the stack reports that there is no room, and tries again a day later. */
export function wasWithoutRoom(
  { scenario, watch }: Played,
  principalId: string,
  from: Instant,
  until: Instant,
): boolean {
  const reason = isPersonId(principalId) ? /^all \d+ person policies are full/ : NO_ROOM_REASON;
  if (scenario.fallsBackToBoundary && !isPersonId(principalId)) return false;
  return watch.refusals.some(
    (refusal) =>
      refusal.principalId === principalId &&
      refusal.at >= from - DAY_MS &&
      refusal.at <= until &&
      reason.test(refusal.reason),
  );
}
