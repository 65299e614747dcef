import type { Budget } from '../../../domain/budget/budget.js';
import type { Instant } from '../../../domain/instant.js';
import { unitsOf } from '../terms/amounts.js';
import { spanAt, type Span } from '../terms/calendar.js';
import { inNextPeriod, withoutTopUps, withTopUp, type ModelLimit } from '../terms/limitModel.js';
import type { Played } from '../run/simulation.js';
import { termsIn } from './configured.js';
import { calendarOf, epochIn, epochsOf, isSame } from './periods.js';
import type { Decided, RowWrite } from './watched.js';

/** What a row says of its limit. */
export function modelOf({ baseLimitUsd, extraUsd, overrides }: Budget): ModelLimit {
  const topUps = overrides.topUps.map(({ reason, at, until, amountUsd }) => ({
    name: `${reason} at ${at}`,
    until,
    amount: unitsOf(amountUsd),
  }));
  return { base: unitsOf(baseLimitUsd), extra: unitsOf(extraUsd), topUps };
}

/** What a row has to say after a write, by what it said before and what happened; more than one where settings changed. */
export function modelAfter(played: Played, write: RowWrite): readonly ModelLimit[] {
  const { before, after, decidedAt, isEdit } = write;
  const base = unitsOf(after.baseLimitUsd);
  if (before === undefined) return [withAdded(played, write, { base, extra: 0n, topUps: [] })];
  const former = modelOf(before);
  if (isEdit) return [{ ...former, base }];
  const isTakenOver = !isSame(calendarOf(before.schedule), calendarOf(after.schedule));
  const isOver = after.period.start > before.period.start && (!isTakenOver || decidedAt >= before.period.end);
  const begun = isOver ? inCalendarPeriod(played, write, former, isTakenOver) : [former];
  const spent = isOver ? 0n : unitsOf(before.spentUsd);
  return begun.map((one) => {
    const settled = { ...withoutTopUps(one, spent, endedIn(played, write, one)), base };
    const current = isTakenOver ? inNextPeriod(settled, spent, after.period.start, {}) : settled;
    return withAdded(played, write, current);
  });
}

/** Within one calendar; by each bound of what is carried over that may have been configured. */
function inCalendarPeriod(
  played: Played,
  { before, after, decidedAt }: RowWrite,
  former: ModelLimit,
  isTakenOver: boolean,
): readonly ModelLimit[] {
  if (before === undefined) return [];
  const { principalId, period, spentUsd } = before;
  const epoch = epochIn(epochsOf(played, principalId), period.start);
  if (epoch === undefined) return [];
  const spanOf = (at: Instant): Span => spanAt(epoch.calendar, epoch.anchorDay, at);
  const start = isTakenOver ? spanOf(decidedAt).start : after.period.start;
  let between = 0;
  for (let at = period.end; at < start && between < 1000; at = spanOf(at).end) between += 1;
  const terms = termsIn(played, principalId, decidedAt, decidedAt);
  const bounds = terms.length === 0 ? [undefined] : terms.map(({ carryOver }) => carryOver);
  return bounds.map((carryOver) => inNextPeriod(former, unitsOf(spentUsd), start, { carryOver, between }));
}

/** Top-ups end with their time, or when everything by hand is cleared. */
function endedIn(played: Played, write: RowWrite, { topUps }: ModelLimit): ReadonlySet<string> {
  const left = new Set(modelOf(write.after).topUps.map(({ name }) => name));
  const isCleared = isClearing(played, write);
  const ended = topUps.filter(({ name, until }) => !left.has(name) && (until <= write.decidedAt || isCleared));
  return new Set(ended.map(({ name }) => name));
}

/** As somebody has decided. */
function withAdded(played: Played, { after }: RowWrite, limit: ModelLimit): ModelLimit {
  const known = new Set(limit.topUps.map(({ name }) => name));
  const added = after.overrides.topUps.filter(({ reason, at }) => !known.has(`${reason} at ${at}`));
  return added.reduce((current, { reason, at }) => {
    const act = played.watch.decisions.find((one) => one.reason === reason)?.act;
    if (act?.kind !== 'top-up') return current;
    const until = act.until ?? after.period.end;
    return withTopUp(current, { name: `${reason} at ${at}`, until, amount: unitsOf(act.amountUsd) });
  }, limit);
}

/** Whether somebody was clearing the overrides of a budget as its row was written. */
export function isClearing({ watch }: Played, { at, after }: RowWrite): boolean {
  return watch.decisions.some(
    (one: Decided) =>
      one.act.kind === 'clear-overrides' && one.principalId === after.principalId && one.from <= at && at <= one.until,
  );
}
