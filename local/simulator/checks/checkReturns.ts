import { isPersonId } from '../../../domain/iam/person.js';
import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { isEnforced } from '../scenario/inhabitants.js';
import type { Span } from '../terms/calendar.js';
import { teamNamesOf } from '../terms/configuration.js';
import type { Played } from '../run/simulation.js';
import { termsIn } from './configured.js';
import { deadlineOf } from './deadlines.js';
import { holdAt, type Hold } from './holds.js';
import { wasWithoutRoom } from './room.js';
import type { Known, Violation } from './watched.js';

/**
 * Invariant 9: access is cut in time while a level holds it, the own limit, an operator or a team; it is back within one
 * interval of the monitor once, and only once, no level does.
 */
export function checkReturns(played: Played): readonly Violation[] {
  return played.known
    .filter(({ principal }) => isEnforced(principal))
    .flatMap((known) => {
      const stretches = stretchesOf(played, known);
      const denied = deniedSpans(played, known);
      return [
        ...stretches.flatMap((stretch) => late(played, known, stretch, denied)),
        ...denied.flatMap(({ end }) => early(played, known, end, stretches)),
      ];
    });
}

interface Stretch extends Span {
  readonly hold: Hold;
}

/** The time of the scenario in stretches in which the same stands against somebody's access. */
function stretchesOf(played: Played, known: Known): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const points = pointsOf(played, known);
  points.forEach((start, index) => {
    const end = points[index + 1] ?? played.endedAt;
    const hold = holdAt(played, known, start);
    const last = stretches.at(-1);
    if (last?.hold === hold) stretches[stretches.length - 1] = { ...last, end };
    else stretches.push({ start, end, hold });
  });
  return stretches;
}

/** When what stands against somebody's access may change. */
function pointsOf(played: Played, { principal, principalId }: Known): readonly Instant[] {
  const { watch, endedAt } = played;
  const teams = new Set(watch.configurations.flatMap((one) => teamNamesOf(one, principal)));
  const ids = [principalId, ...[...teams].map((team) => `team/${team}`)];
  const points = ids.flatMap((id) =>
    (watch.writes.get(id) ?? []).flatMap(({ at, after: { period, overrides } }) => {
      const ends = [overrides.limit?.until, overrides.exemption?.until, ...overrides.topUps.map(({ until }) => until)];
      return [
        at,
        at + MINUTE_MS,
        period.start,
        period.end,
        ...ends.flatMap((end) => AROUND.map((by) => (end ?? at) + by)),
      ];
    }),
  );
  const changes = watch.configurations.flatMap(({ at }) => AROUND.map((by) => at + by));
  return [...new Set([...points, ...changes])].filter((at) => at < endedAt).sort((left, right) => left - right);
}

/** Clocks are a minute off, and settings are kept for one. */
const AROUND = [-2 * MINUTE_MS, 0, 2 * MINUTE_MS, 4 * MINUTE_MS, 5 * MINUTE_MS];

/** From each Deny to its end. */
function deniedSpans({ watch }: Played, { principalId }: Known): readonly Span[] {
  const spans: Span[] = [];
  let start: Instant | undefined;
  for (const { at, isAttached } of watch.denies.filter((change) => change.principalId === principalId)) {
    if (isAttached) start ??= at;
    else if (start !== undefined) {
      spans.push({ start, end: at });
      start = undefined;
    }
  }
  return start === undefined ? spans : [...spans, { start, end: Number.POSITIVE_INFINITY }];
}

function late(played: Played, known: Known, stretch: Stretch, denied: readonly Span[]): readonly Violation[] {
  if (stretch.hold === 'free') return notBack(played, known, stretch, denied);
  return stretch.hold === 'unclear' ? [] : notCut(played, known, stretch, denied);
}

function notBack(played: Played, known: Known, stretch: Stretch, denied: readonly Span[]): readonly Violation[] {
  return denied.flatMap((span) => {
    const from = Math.max(stretch.start, span.start);
    const deadline = deadlineOf(played, from, 0);
    if (from >= span.end || span.end <= deadline || deadline >= stretch.end) return [];
    return [returns(known, `free since ${iso(from)}, has the Deny still at ${iso(deadline)}`)];
  });
}

/** What people did with the Deny or the access leaves to them what follows. */
const LEFT_TO_PEOPLE = ['restore-by-hand', 'detach-deny', 'take-out-of-document', 'delete'];

function notCut(played: Played, known: Known, stretch: Stretch, denied: readonly Span[]): readonly Violation[] {
  const { watch } = played;
  const { principalId } = known;
  if (watch.acts.some((act) => act.principalId === principalId && LEFT_TO_PEOPLE.includes(act.kind))) return [];
  const looks = watch.writes.get(principalId) ?? [];
  const from = looks.find(({ at }) => at >= stretch.start && at < stretch.end)?.at;
  if (from === undefined) return [];
  const graceMs = Math.max(...termsIn(played, principalId, from, stretch.end).map((terms) => terms.graceMs));
  const deadline = deadlineOf(played, from, stretch.hold === 'own' ? graceMs : 0);
  if (deadline >= stretch.end || denied.some(({ start, end }) => start <= deadline && end > from)) return [];
  if (wasWithoutRoom(played, principalId, from, deadline)) return [];
  return [returns(known, `held by ${stretch.hold} since ${iso(from)}, has no Deny at ${iso(deadline)}`)];
}

/** The Deny was taken away although a level stood against that, for longer than a restoration takes. */
function early(played: Played, known: Known, end: Instant, stretches: readonly Stretch[]): readonly Violation[] {
  const stretch = stretches.find((one) => one.start <= end && end < one.end);
  if (stretch === undefined || stretch.hold === 'free' || stretch.hold === 'unclear') return [];
  const { watch } = played;
  const { principalId } = known;
  const isByPeople = watch.denies.some(
    (change) => change.principalId === principalId && change.at === end && change.by === 'people',
  );
  const isTouched = isPersonId(principalId) && watch.acts.some(({ kind }) => kind === 'take-out-of-document');
  if (isByPeople || isTouched || end <= deadlineOf(played, stretch.start, 0)) return [];
  if (wasWithoutRoom(played, principalId, stretch.start, end)) return [];
  return [
    returns(known, `held by ${stretch.hold} since ${iso(stretch.start)}, and the Deny was taken away at ${iso(end)}`),
  ];
}

function returns({ principalId }: Known, problem: string): Violation {
  return { invariant: 'returns', principalId, problem };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
