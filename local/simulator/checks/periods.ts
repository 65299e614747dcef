import { periodAt, type Period } from '../../../domain/budget/period.js';
import { SECOND_MS, startOfUtcDay, type Instant } from '../../../domain/instant.js';
import type { Played } from '../run/simulation.js';

export type PeriodOf = (principalId: string, at: Instant) => Period | undefined;

/**
 * The periods of each principal by decision 1 and by what happened, never by the anchor that the stack has written: they
 * begin at midnight UTC of the day of the call or IAM event that opened the budget. Undefined where none was opened.
 */
export function periodsOf(played: Played): PeriodOf {
  const days = Number(played.scenario.settings['refreshPeriodDays'] ?? '30');
  const anchors = new Map(played.known.map(({ principalId }) => [principalId, anchorOf(played, principalId, days)]));
  return (principalId, at) => {
    const anchor = anchors.get(principalId);
    return anchor === undefined ? undefined : periodAt(anchor, days, at);
  };
}

/** Around midnight two days are right, by how far a clock may be off: then the one that the stack has taken. */
function anchorOf(played: Played, principalId: string, refreshPeriodDays: number): Instant | undefined {
  const anchors = openingDays(played, principalId);
  const row = played.world.tables.budgets.stored(principalId);
  const start = row?.budget.period.start ?? NaN;
  return anchors.find((day) => periodAt(day, refreshPeriodDays, start).start === start) ?? anchors[0];
}

/** A function writes at most so long after it has looked at its clock. */
const WRITING_MS = 10 * SECOND_MS;

function openingDays({ watch, world, scenario }: Played, principalId: string): readonly Instant[] {
  const openedAt = watch.openings.get(principalId);
  if (openedAt === undefined) return [];
  const charged = watch.served.filter(
    (call) => call.principalId === principalId && watch.chargedAt.get(call.requestId)?.first === openedAt,
  );
  const subject = principalId.slice(principalId.lastIndexOf(':') + 1);
  const changes = world.journal
    .of('iam-changed')
    .filter((change) => change.by === 'people' && change.subject === subject && change.at <= openedAt);
  const seen = charged.length > 0 ? [Math.min(...charged.map(({ at }) => at))] : changes.map(({ at }) => at);
  const slowest = openedAt - scenario.faults.skewMs - WRITING_MS;
  return seen.flatMap((at) => [startOfUtcDay(at), startOfUtcDay(Math.min(at, slowest))]);
}
