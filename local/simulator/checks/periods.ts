import type { Schedule } from '../../../domain/calendar/schedule.js';
import { SECOND_MS, type Instant } from '../../../domain/instant.js';
import { teamNameIn } from '../scenario/acts.js';
import { localDay, spanAt, type Calendar, type Span } from '../terms/calendar.js';
import type { Played } from '../run/simulation.js';
import { termsIn } from './configured.js';
import type { RowWrite } from './watched.js';

export type PeriodOf = (principalId: string, at: Instant) => Span | undefined;

/** A time in which a budget has one calendar. */
export interface Epoch {
  /** When it took over that calendar; the first counts for all before it too. */
  readonly from: Instant;
  readonly until: Instant;
  readonly calendar: Calendar;
  readonly anchorDay: number;
  readonly opening: RowWrite;
  /** Whether it is one that the budget was to have then. */
  readonly isConfigured: boolean;
}

/**
 * The periods of each budget by decision 1 and by what happened, never by the anchor that the stack has written: they
 * begin at midnight in their zone, those of days on the day of the call or IAM event that opened the budget, and with the
 * instant at which another calendar was taken over. Undefined where no budget was opened.
 */
export function periodsOf(played: Played): PeriodOf {
  const lastSpans = new Map<Epoch, Span>();
  return (principalId, at) => {
    const epoch = epochIn(epochsOf(played, principalId), at);
    if (epoch === undefined) return undefined;
    const last = lastSpans.get(epoch);
    if (last !== undefined && at >= last.start && at < last.end) return last;
    const span = spanIn(epoch, at);
    lastSpans.set(epoch, span);
    return span;
  };
}

export function epochIn(epochs: readonly Epoch[], at: Instant): Epoch | undefined {
  return epochs.findLast(({ from }) => from <= at) ?? epochs[0];
}

/** What the epoch has of the calendar's period; its end is that of the calendar. */
function spanIn({ from, until, calendar, anchorDay }: Epoch, at: Instant): Span {
  const { start, end } = spanAt(calendar, anchorDay, at);
  return { start: at < from ? start : Math.max(start, from), end: Math.min(end, until) };
}

const epochsBy = new WeakMap<Played, Map<string, readonly Epoch[]>>();

export function epochsOf(played: Played, principalId: string): readonly Epoch[] {
  const epochs = epochsBy.get(played) ?? new Map<string, readonly Epoch[]>();
  epochsBy.set(played, epochs);
  const known = epochs.get(principalId) ?? foundEpochs(played, principalId);
  epochs.set(principalId, known);
  return known;
}

function foundEpochs(played: Played, principalId: string): readonly Epoch[] {
  const writes = played.watch.writes.get(principalId) ?? [];
  const openings = writes.filter(
    ({ before, after }) => before === undefined || isOther(before.schedule, after.schedule),
  );
  return openings.map((opening, index): Epoch => {
    const { decidedAt, after } = opening;
    const calendar = calendarOf(after.schedule);
    const until = openings[index + 1]?.after.period.start ?? Number.POSITIVE_INFINITY;
    const isConfigured = termsIn(played, principalId, decidedAt, decidedAt).some((terms) =>
      isSame(terms.calendar, calendar),
    );
    const from = index === 0 ? Number.NEGATIVE_INFINITY : after.period.start;
    const anchorDay = anchorDayOf(played, opening, index === 0, calendar);
    return { from, until, calendar, anchorDay, opening, isConfigured };
  });
}

function isOther(left: Schedule, right: Schedule): boolean {
  return !isSame(calendarOf(left), calendarOf(right));
}

/** In the words of a scenario; what a period does not have is as by default. */
export function calendarOf({ period, timeZone }: Schedule): Calendar {
  const base = { timeZone, weekStart: 'monday', fiscalStart: '01-01' };
  switch (period.every) {
    case 'days':
      return { ...base, period: { days: period.days } };
    case 'day':
      return { ...base, period: 'daily' };
    case 'week':
      return { ...base, period: 'weekly', weekStart: period.weekStart };
    case 'month':
      return { ...base, period: 'monthly' };
    case 'quarter':
    case 'year': {
      const { month, day } = period.fiscalStart;
      const fiscalStart = [month, day].map((part) => String(part).padStart(2, '0')).join('-');
      return { ...base, period: period.every === 'year' ? 'yearly' : 'quarterly', fiscalStart };
    }
  }
}

export function isSame(left: Calendar, right: Calendar): boolean {
  return JSON.stringify(sortedOf(left)) === JSON.stringify(sortedOf(right));
}

function sortedOf({ period, timeZone, weekStart, fiscalStart }: Calendar): readonly unknown[] {
  return [period, timeZone, weekStart, fiscalStart];
}

/** Around midnight two days are right, by how far a clock may be off: then the one that the stack has taken. */
function anchorDayOf(played: Played, opening: RowWrite, isFirst: boolean, calendar: Calendar): number {
  const { decidedAt, after } = opening;
  const { timeZone } = calendar;
  if (!isFirst) return localDay(timeZone, decidedAt);
  // A team has no first call.
  if (teamNameIn(after.principalId) !== undefined) return localDay(timeZone, 0);
  const days = openingTimes(played, opening).map((at) => localDay(timeZone, at));
  const found = days.find((day) => spanAt(calendar, day, after.period.start).start === after.period.start);
  return found ?? days[0] ?? localDay(timeZone, decidedAt);
}

/** A function writes at most so long after it has looked at its clock. */
const WRITING_MS = 10 * SECOND_MS;

function openingTimes({ watch, world, scenario }: Played, { at: openedAt, after }: RowWrite): readonly Instant[] {
  const { principalId } = after;
  const slowest = openedAt - scenario.faults.skewMs - WRITING_MS;
  const isPreset = watch.decisions.some(
    (one) => one.principalId === principalId && one.from <= openedAt && openedAt <= one.until,
  );
  const charged = watch.served.filter(
    (call) => call.principalId === principalId && watch.chargedAt.get(call.requestId)?.first === openedAt,
  );
  const subject = principalId.slice(principalId.lastIndexOf(':') + 1);
  const changes = world.journal
    .of('iam-changed')
    .filter((change) => change.by === 'people' && change.subject === subject && change.at <= openedAt);
  const seen = charged.length > 0 ? [Math.min(...charged.map(({ at }) => at))] : changes.map(({ at }) => at);
  const times = isPreset && charged.length === 0 ? [openedAt, ...seen] : seen;
  return times.flatMap((at) => [at, Math.min(at, slowest)]);
}
