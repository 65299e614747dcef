import type { Budget } from '../../../domain/budget/budget.js';
import { DAY_MS, formatInstant } from '../../../domain/instant.js';
import { unitsOf, unitsText } from '../terms/amounts.js';
import { limitIn, type ModelLimit } from '../terms/limitModel.js';
import { REST_MS, type Played } from '../run/simulation.js';
import { termsAtRest, termsIn } from './configured.js';
import { deadlineOf } from './deadlines.js';
import { isClearing, modelAfter, modelOf } from './limitReplay.js';
import { epochsOf, isSame } from './periods.js';
import { AFTERWARDS_MS, type RowWrite, type Violation } from './watched.js';

/**
 * Invariant 7: a budget's limit is that of its terms or the one set by hand, what is left of top-ups, and what was carried
 * over; its calendar is that of its terms; and it is in one period at a time.
 */
export function checkLimits(played: Played): readonly Violation[] {
  return [...played.watch.writes].flatMap(([principalId, writes]) => [
    ...replayed(played, writes).map((problem) => limits(principalId, problem)),
    ...epochsOf(played, principalId).flatMap(({ isConfigured, opening }) =>
      isConfigured ? [] : [limits(principalId, `${iso(opening.at)}: a calendar that nobody configured`)],
    ),
    ...atRest(played, principalId, writes).map((problem) => limits(principalId, `at rest: ${problem}`)),
  ]);
}

/** Follows a row from write to write: what happened is the row's to say, the amounts are the model's. */
function replayed(played: Played, writes: readonly RowWrite[]): readonly string[] {
  return writes.flatMap((write) => {
    const { at, after } = write;
    const found = modelOf(after);
    const due = modelAfter(played, write);
    const problems = [
      ...(due.some((one) => isEqual(one, found))
        ? []
        : [`a limit of ${textOf(found)}, not ${due.map(textOf).join(' or ')}`]),
      ...(unitsOf(after.limitUsd) === limitIn(found)
        ? []
        : [`a limit of ${unitsText(unitsOf(after.limitUsd))} in all`]),
      ...(isBaseJustified(played, write) ? [] : [`a base from ${after.limitFrom ?? 'nowhere'} that is not its`]),
      ...(isExemptionJustified(played, write) ? [] : ['an exemption that nobody gave or took away']),
      ...overdue(played, write),
      ...outOfOrder(write),
    ];
    return problems.map((problem) => `${iso(at)}: ${problem}`);
  });
}

function isEqual(left: ModelLimit, right: ModelLimit): boolean {
  return textOf(left) === textOf(right);
}

function textOf({ base, extra, topUps }: ModelLimit): string {
  const parts = [base, extra, ...topUps.map(({ amount }) => amount)].map(unitsText);
  return [...parts, ...topUps.map(({ until }) => formatInstant(until))].join(' + ');
}

/** A base changes by hand or with the configuration, and not while it is set by hand. */
function isBaseJustified(played: Played, write: RowWrite): boolean {
  const { before, after, decidedAt, isEdit } = write;
  const { principalId, limitFrom, baseLimitUsd, overrides } = after;
  if (isEdit || (before?.limitFrom === limitFrom && before?.baseLimitUsd.equals(baseLimitUsd))) return true;
  const base = unitsOf(baseLimitUsd);
  if (limitFrom === 'by-hand') {
    return played.watch.edits.some((edit) => edit.principalId === principalId && unitsOf(edit.limitUsd) === base);
  }
  if (limitFrom === 'set-limit') {
    return played.watch.decisions.some(
      ({ reason, act }) =>
        reason === overrides.limit?.reason &&
        act.kind === 'set-limit' &&
        act.until === overrides.limit.until &&
        unitsOf(act.limitUsd) === base,
    );
  }
  const former = before?.overrides.limit;
  const isOver = former === undefined || (former.until ?? Number.POSITIVE_INFINITY) <= decidedAt;
  const isTyped = before !== undefined && before.settledLimitUsd?.equals(before.baseLimitUsd) !== true;
  const isDue = termsIn(played, principalId, decidedAt, decidedAt).some(
    ({ source, limit }) => source === limitFrom && limit === base,
  );
  return isDue && (isOver || isTyped || isClearing(played, write));
}

/** An exemption begins by hand, and ends by hand or with its time. */
function isExemptionJustified(played: Played, write: RowWrite): boolean {
  const [former, exemption] = [write.before?.overrides.exemption, write.after.overrides.exemption];
  if (former?.reason === exemption?.reason && former?.at === exemption?.at) return true;
  if (exemption === undefined) {
    return (former?.until ?? Number.POSITIVE_INFINITY) <= write.decidedAt || isClearing(played, write);
  }
  return played.watch.decisions.some(
    ({ reason, act, principalId }) =>
      principalId === write.after.principalId &&
      reason === exemption.reason &&
      act.kind === 'exempt' &&
      act.until === exemption.until,
  );
}

/** What was to end by then. */
function overdue(played: Played, { after: { overrides, status }, decidedAt }: RowWrite): readonly string[] {
  if (status === 'closed') return [];
  const ends = [overrides.limit?.until, overrides.exemption?.until, ...overrides.topUps.map(({ until }) => until)];
  return ends.flatMap((until) =>
    until !== undefined && deadlineOf(played, until, 0) < decidedAt ? [`what was to end at ${iso(until)}`] : [],
  );
}

/** A period begins where the one before ends or later, or at once with another calendar. */
function outOfOrder({ before, after, decidedAt }: RowWrite): readonly string[] {
  if (before === undefined) return [];
  const [former, period] = [before.period, after.period];
  if (period.start === former.start && period.end === former.end) return [];
  const isTakenOver = JSON.stringify(before.schedule) !== JSON.stringify(after.schedule) && period.start === decidedAt;
  if (period.start >= former.end || isTakenOver) return [];
  return [`a period from ${iso(period.start)} before the end of the last, ${iso(former.end)}`];
}

/** By the configuration at the end, if the row was looked at since. */
function atRest(played: Played, principalId: string, writes: readonly RowWrite[]): readonly string[] {
  const { watch, endedAt } = played;
  const last = writes.at(-1);
  const terms = termsAtRest(played, principalId);
  const changedAt = watch.configurations.at(-1)?.at ?? 0;
  if (last === undefined || terms === undefined || last.after.status === 'closed') return [];
  const { after } = last;
  const { overrides, baseLimitUsd, limitFrom } = after;
  const until = Math.min(overrides.limit?.until ?? Infinity, overrides.exemption?.until ?? Infinity, ...untils(after));
  const now = endedAt + REST_MS;
  if (until <= endedAt) return [`what was to end at ${iso(until)}`];
  if (after.period.end < now - REFRESHED_WITHIN_MS) return [`its period ended at ${iso(after.period.end)}`];
  if (changedAt > 0 && last.at < changedAt + AFTERWARDS_MS) return [];
  const epoch = epochsOf(played, principalId).at(-1);
  const isOnCalendar = epoch !== undefined && isSame(epoch.calendar, terms.calendar);
  const isByHand = limitFrom === 'set-limit' || limitFrom === 'by-hand';
  const isBase = isByHand || (limitFrom === terms.source && unitsOf(baseLimitUsd) === terms.limit);
  return [
    ...(isOnCalendar ? [] : [`not on the calendar of ${terms.source}`]),
    ...(isBase
      ? []
      : [`a base of ${unitsText(unitsOf(baseLimitUsd))} from ${limitFrom ?? 'nowhere'}, not of ${terms.source}`]),
    ...(isByHand === (isToBeByHand(played, principalId) ?? isByHand) ? [] : [`its base comes from ${limitFrom ?? ''}`]),
  ];
}

/** Each day a job looks at whose period is over. */
const REFRESHED_WITHIN_MS = DAY_MS + AFTERWARDS_MS;

function untils({ overrides }: Budget): readonly number[] {
  return overrides.topUps.map(({ until }) => until);
}

/** Whether what was decided last of the limit still stands; undecided where two things were done at nearly the same time. */
function isToBeByHand({ watch, endedAt }: Played, principalId: string): boolean | undefined {
  const steps = [
    ...watch.edits.map((edit) => ({ ...edit, until: undefined, kind: 'edit' as const })),
    ...watch.decisions.flatMap(({ act, ...decided }) =>
      act.kind === 'set-limit' || act.kind === 'clear-overrides'
        ? [{ ...decided, at: decided.from, kind: act.kind, until: 'until' in act ? act.until : undefined }]
        : [],
    ),
  ].filter((step) => step.principalId === principalId);
  const inOrder = steps.sort((left, right) => left.at - right.at);
  const last = inOrder.at(-1);
  const isAlone = inOrder.length < 2 || (last?.at ?? 0) - (inOrder.at(-2)?.at ?? 0) > AFTERWARDS_MS;
  if (last === undefined) return false;
  // A limit that is typed as it is configured is no override.
  if (last.kind === 'edit' || !isAlone) return undefined;
  return last.kind === 'set-limit' && (last.until ?? Infinity) > endedAt + REST_MS;
}

function limits(principalId: string, problem: string): Violation {
  return { invariant: 'limits', principalId, problem };
}

function iso(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : String(at);
}
