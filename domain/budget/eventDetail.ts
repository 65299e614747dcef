import type { BudgetEvent, EventFacts } from './events.js';
import type { Period } from '../calendar/schedule.js';
import { periodText } from '../calendar/schedule.js';
import { formatInZone } from '../calendar/zonedTime.js';
import { formatInstant } from '../instant.js';
import { usdToString } from '../money.js';

/** A budget event as JSON says it: `{at, principalId, type, spentUsd, limitUsd, …}`. */
export interface EventDetail {
  /** ISO 8601 */
  readonly at: string;
  readonly principalId: string;
  readonly type: BudgetEvent['type'];
  /** Exact decimals, as all amounts. */
  readonly spentUsd: string;
  readonly limitUsd: string;
  /** ISO 8601, in UTC */
  readonly refreshesAt: string;
  /** The same in the budget's zone, `2026-12-01T00:00:00+01:00[Europe/Berlin]`. */
  readonly resetsAt: string;
  readonly [key: string]: unknown;
}

export function eventDetail(event: BudgetEvent): EventDetail {
  const { at, principalId, type, spentUsd, limitUsd, refreshesAt, timeZone, ...details } = event;
  return {
    at: formatInstant(at),
    principalId,
    type,
    spentUsd: usdToString(spentUsd),
    limitUsd: usdToString(limitUsd),
    refreshesAt: formatInstant(refreshesAt),
    resetsAt: formatInZone(timeZone, refreshesAt),
    ...Object.fromEntries(Object.entries(details).map(([key, value]) => [key, plain(key, value)])),
  };
}

type KeyOf<Event> = Event extends unknown ? keyof Event : never;

type ValueAt<Key, Event = BudgetEvent> = Event extends unknown
  ? Key extends keyof Event
    ? Exclude<Event[Key], undefined>
    : never
  : never;

/** What JSON holds as it is. */
type Json = string | boolean | readonly string[];

type Detail = Exclude<KeyOf<BudgetEvent>, keyof EventFacts>;

/** Details that JSON says otherwise, or might: a number can be an instant. */
type TypedDetail = { [Key in Detail]: ValueAt<Key> extends Json ? never : Key }[Detail];

const count = (value: number): number => value;

const PLAIN: { readonly [Key in TypedDetail]: (value: ValueAt<Key>) => unknown } = {
  costUsd: usdToString,
  lateSpentUsd: usdToString,
  previousSpentUsd: usdToString,
  previousLimitUsd: usdToString,
  graceDeadline: formatInstant,
  closedAt: formatInstant,
  baseLimitUsd: usdToString,
  amountUsd: usdToString,
  usedUsd: usdToString,
  carriedUsd: usdToString,
  notPreventedUsd: usdToString,
  until: formatInstant,
  anchor: formatInstant,
  percent: count,
  period: plainPeriod,
  schedule: ({ period, timeZone }) => ({ period: periodText(period), timeZone }),
  teamSpend: (spends) =>
    spends.map(({ team, period, spentUsd, lateSpentUsd }) => ({
      team,
      period: plainPeriod(period),
      spentUsd: usdToString(spentUsd),
      lateSpentUsd: usdToString(lateSpentUsd),
    })),
  restorePoint: ({ takenAt, ...access }) => ({ takenAt: formatInstant(takenAt), ...access }),
};

function plainPeriod({ start, end }: Period): { readonly start: string; readonly end: string } {
  return { start: formatInstant(start), end: formatInstant(end) };
}

function plain(key: string, value: unknown): unknown {
  const write: ((value: never) => unknown) | undefined = Object.hasOwn(PLAIN, key)
    ? PLAIN[key as TypedDetail]
    : undefined;
  return write === undefined ? value : write(value as never);
}
