import type { Instant } from '../../../domain/instant.js';
import {
  addUsd,
  excessUsd,
  isMoreThan,
  parseExactUsd,
  reachesPercent,
  ZERO_USD,
  type Usd,
} from '../../../domain/money.js';
import type { Period } from '../../../domain/calendar/schedule.js';
import type { Played } from '../run/simulation.js';
import { periodsOf, type PeriodOf } from './periods.js';

/** The call by which a principal exceeded its limit in a period, and what followed. */
export interface Crossing {
  readonly principalId: string;
  readonly period: Period;
  readonly limitUsd: Usd;
  readonly calledAt: Instant;
  readonly chargedAt: Instant;
  /** When the Deny was in IAM; undefined if it never was, or the period ended before. */
  readonly deniedAt: Instant | undefined;
  readonly detectedAt: Instant | undefined;
  /** Spend beyond the limit until the Deny. */
  readonly overshootUsd: Usd;
}

/** Of budgets whose limit was not changed and whose principal was not deleted. */
export function crossingsOf(played: Played): readonly Crossing[] {
  const periodOf = periodsOf(played);
  return played.known.flatMap(({ principalId }) => {
    const isDeleted = played.watch.acts.some((act) => act.kind === 'delete' && act.principalId === principalId);
    if (isDeleted || played.watch.limits.has(principalId)) return [];
    return callsByPeriod(played, principalId, periodOf).flatMap(([period, calls]) => {
      const crossing = crossingIn(played, principalId, period, calls);
      return crossing === undefined ? [] : [crossing];
    });
  });
}

interface Billed {
  readonly at: Instant;
  readonly chargedAt: Instant;
  readonly costUsd: Usd;
}

/** Calls that came in time, by their periods; in the order in which they were charged. */
function callsByPeriod(
  { watch }: Played,
  principalId: string,
  periodOf: PeriodOf,
): readonly (readonly [Period, readonly Billed[]])[] {
  const periods = new Map<Instant, { readonly period: Period; readonly calls: Billed[] }>();
  for (const { requestId, at, costUsd } of watch.served.filter((call) => call.principalId === principalId)) {
    // Smaller records are left out: what they charged before is too little to matter.
    const chargedAt = watch.chargedAt.get(requestId)?.last;
    const period = periodOf(principalId, at);
    if (period === undefined || chargedAt === undefined || chargedAt >= period.end) continue;
    const calls = periods.get(period.start)?.calls ?? [];
    periods.set(period.start, { period, calls });
    calls.push({ at, chargedAt, costUsd });
  }
  return [...periods.values()].map(({ period, calls }) => [period, calls.sort((a, b) => a.chargedAt - b.chargedAt)]);
}

function crossingIn(
  { watch, scenario }: Played,
  principalId: string,
  period: Period,
  calls: readonly Billed[],
): Crossing | undefined {
  const limitUsd = limitOf(scenario.settings);
  let spentUsd = ZERO_USD;
  const crossing = calls.find(({ costUsd }) => {
    spentUsd = addUsd(spentUsd, costUsd);
    return reachesPercent(spentUsd, limitUsd, 100);
  });
  if (crossing === undefined) return undefined;
  const { at: calledAt, chargedAt } = crossing;
  const deniedAt = denyAfter(
    watch.denies.filter((one) => one.principalId === principalId),
    calledAt,
    period.end,
  );
  const detectedAt = watch.detections.find(
    ({ principalId: of, at }) => of === principalId && at >= chargedAt && at < period.end,
  )?.at;
  const until = deniedAt ?? period.end;
  const allUsd = calls.filter(({ at }) => at <= until).reduce((sum, { costUsd }) => addUsd(sum, costUsd), ZERO_USD);
  const overshootUsd = isMoreThan(allUsd, limitUsd) ? excessUsd(allUsd, limitUsd) : ZERO_USD;
  return { principalId, period, limitUsd, calledAt, chargedAt, deniedAt, detectedAt, overshootUsd };
}

/** When the Deny is in force, at or after an instant. */
function denyAfter(
  changes: readonly { readonly at: Instant; readonly isAttached: boolean }[],
  from: Instant,
  until: Instant,
): Instant | undefined {
  const before = changes.filter(({ at }) => at <= from).at(-1);
  if (before?.isAttached === true) return from;
  return changes.find(({ at, isAttached }) => isAttached && at >= from && at < until)?.at;
}

export function limitOf(settings: Readonly<Record<string, string>>): Usd {
  return parseExactUsd(settings['budgetLimitUsd'] ?? '1');
}
