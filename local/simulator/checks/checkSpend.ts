import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { stringAt } from '../../../domain/json.js';
import { addUsd, excessUsd, usdToString, ZERO_USD, type Usd } from '../../../domain/money.js';
import type { Budget } from '../../../domain/budget/budget.js';
import type { LedgerEntry } from '../../../handlers/ports/usageLedger.js';
import type { Played } from '../run/simulation.js';
import { spanAt, type Span } from '../terms/calendar.js';
import { epochIn, epochsOf, periodsOf, type PeriodOf } from './periods.js';
import type { ServedCall, Violation } from './watched.js';

/** A call may be stamped a quarter of an hour ahead of the clock that records it, and clocks be a minute off. */
const TOLERANCE_MS = 17 * MINUTE_MS;

/**
 * 1: each served call has one row at the price of the larger of its records, and each period the exact sum of what came in
 * time.
 */
export function checkSpend(played: Played): readonly Violation[] {
  const { entries } = played.world.tables.budgets;
  const periodOf = periodsOf(played);
  return [
    ...unbilled(played, entries),
    ...budgetsOf(played).flatMap((budget) => misdated(played, budget)),
    ...misfiled(played, entries, periodOf),
    ...missummed(played, entries),
    ...unkept(played),
  ];
}

/** As they stand, and as they stood at the end of each earlier period; those of teams are another check's. */
function budgetsOf({ world, watch }: Played): readonly Budget[] {
  const budgets = [...watch.closed, ...world.tables.budgets.records].map(({ budget }) => budget);
  return budgets.filter(({ accountType }) => accountType !== 'team');
}

/** A period is one of the calendar, and begins on the day that decision 1 says, or as the calendar was taken over. */
function misdated(played: Played, { principalId, period }: Budget): readonly Violation[] {
  const epoch = epochIn(epochsOf(played, principalId), period.start);
  const due = epoch === undefined ? undefined : spanAt(epoch.calendar, epoch.anchorDay, period.start);
  const start = due === undefined ? undefined : Math.max(due.start, epoch?.from ?? due.start);
  if (start === period.start && due?.end === period.end) return [];
  const dueText = due === undefined ? 'none' : `from ${iso(due.start)} to ${iso(due.end)}`;
  return [spend(principalId, `a period from ${iso(period.start)} to ${iso(period.end)}, not ${dueText}`)];
}

function unbilled({ watch }: Played, entries: readonly LedgerEntry[]): readonly Violation[] {
  const rows = new Map<string, readonly LedgerEntry[]>();
  for (const entry of entries) rows.set(entry.record.requestId, [...(rows.get(entry.record.requestId) ?? []), entry]);
  const problems = watch.served.flatMap((call) => {
    const problem = problemOf(call, rows.get(call.requestId) ?? []);
    rows.delete(call.requestId);
    return problem === undefined ? [] : [spend(call.principalId, `call ${call.requestId}: ${problem}`)];
  });
  const madeUp = [...rows.keys()].map((id) => spend('unknown', `a row of ${id}, which nobody called`));
  return [...problems, ...madeUp];
}

function problemOf(call: ServedCall, [entry, ...others]: readonly LedgerEntry[]): string | undefined {
  if (entry === undefined) return `no usage row; it cost $${usdToString(call.costUsd)}`;
  if (others.length > 0) return `${String(others.length + 1)} usage rows`;
  const { costUsd, principalId } = entry.record;
  if (principalId !== call.principalId) return `billed to ${principalId}`;
  return costUsd.equals(call.costUsd)
    ? undefined
    : `billed $${usdToString(costUsd)}, not $${usdToString(call.costUsd)}`;
}

/** A call is late if, and only if, its period was over when it was charged. */
function misfiled(played: Played, entries: readonly LedgerEntry[], periodOf: PeriodOf): readonly Violation[] {
  const { watch } = played;
  const served = new Map(watch.served.map((call) => [call.requestId, call]));
  return entries.flatMap((entry) => {
    const { record, periodStart, isLate } = entry;
    const chargedAt = watch.chargedAt.get(record.requestId);
    const own = ownPeriod(played, entry, periodOf);
    if (own === undefined || chargedAt === undefined)
      return [spend(record.principalId, `no budget of ${record.requestId}`)];
    const name = `call ${record.requestId} of ${iso(record.timestamp)}, charged ${iso(chargedAt.first)}`;
    if (!isLate && own.start !== periodStart) return [spend(record.principalId, `${name} to ${iso(periodStart)}`)];
    const problem = problemOfLatePart(entry, served.get(record.requestId), chargedAt.last, own.end);
    if (problem !== undefined) return [spend(record.principalId, `${name}: ${problem}`)];
    if (isLate && chargedAt.first < own.end - TOLERANCE_MS)
      return [spend(record.principalId, `${name}: late before its period ended`)];
    if (!isLate && chargedAt.first > own.end + TOLERANCE_MS)
      return [spend(record.principalId, `${name}: in time after its period ended`)];
    return [];
  });
}

/** A call just after another calendar was taken over may have been charged just before. */
function ownPeriod(played: Played, { record, periodStart }: LedgerEntry, periodOf: PeriodOf): Span | undefined {
  const { principalId, timestamp } = record;
  const own = periodOf(principalId, timestamp);
  const isTakenOver = epochsOf(played, principalId).some(({ from }) => from === own?.start);
  if (own === undefined || !isTakenOver || timestamp > own.start + TOLERANCE_MS) return own;
  const former = periodOf(principalId, own.start - 1);
  return former?.start === periodStart ? { ...former, end: timestamp + 1 } : own;
}

/** What a larger record adds is late if, and only if, the period was over when it was charged. */
function problemOfLatePart(
  { isLate, lateUsd }: LedgerEntry,
  call: ServedCall | undefined,
  chargedAt: Instant,
  end: Instant,
): string | undefined {
  if (lateUsd === undefined) {
    return !isLate && chargedAt > end + TOLERANCE_MS ? 'in time, and a larger record came after its period' : undefined;
  }
  if (isLate || chargedAt < end - TOLERANCE_MS) return 'a larger record is late before its period ended';
  const dueUsd = excessUsd(call?.costUsd ?? ZERO_USD, call?.smallerUsd ?? ZERO_USD);
  return lateUsd.equals(dueUsd) ? undefined : `$${usdToString(lateUsd)} of it is late, not $${usdToString(dueUsd)}`;
}

function missummed(played: Played, entries: readonly LedgerEntry[]): readonly Violation[] {
  const sums = new Map<string, Usd>();
  const costs = new Map(played.watch.served.map(({ requestId, costUsd }) => [requestId, costUsd]));
  const add = (place: string, costUsd: Usd): void => {
    sums.set(place, addUsd(sums.get(place) ?? ZERO_USD, costUsd));
  };
  for (const { record, periodStart, isLate, lateUsd = ZERO_USD } of entries) {
    const costUsd = costs.get(record.requestId) ?? ZERO_USD;
    const late = isLate ? costUsd : lateUsd;
    add(`${record.principalId} late`, late);
    add(`${record.principalId} ${iso(periodStart)}`, excessUsd(costUsd, late));
  }
  const periods = budgetsOf(played).map(({ principalId, period, spentUsd }) => ({
    principalId,
    place: iso(period.start),
    found: spentUsd,
  }));
  const late = played.known.flatMap(({ principalId }) => {
    const found = played.world.tables.budgets.stored(principalId)?.budget.lateSpentUsd;
    return found === undefined ? [] : [{ principalId, place: 'late', found }];
  });
  return [...periods, ...late].flatMap(({ principalId, place, found }) => {
    const due = sums.get(`${principalId} ${place}`) ?? ZERO_USD;
    if (found.equals(due)) return [];
    return [spend(principalId, `${place}: spent_usd is $${usdToString(found)}, its calls cost $${usdToString(due)}`)];
  });
}

/** What cannot be read is in the quarantine at least once. */
function unkept({ world, watch }: Played): readonly Violation[] {
  const ids = world.journal
    .of('message-kept')
    .filter(({ queue }) => queue.includes('quarantine'))
    .map(({ body }) => stringAt(JSON.parse(body), 'id'));
  const kept = new Set(ids).size;
  return kept === watch.garbage
    ? []
    : [spend('unknown', `${String(watch.garbage)} unreadable events, ${String(kept)} in quarantine`)];
}

function spend(principalId: string, problem: string): Violation {
  return { invariant: 'spend', principalId, problem };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
