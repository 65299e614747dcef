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
import type { Span } from '../terms/calendar.js';
import type { Terms } from '../terms/configuration.js';
import type { Played } from '../run/simulation.js';
import { termsIn } from './configured.js';
import { isSame, periodsOf, type PeriodOf } from './periods.js';

/** The call by which a principal exceeded its limit in a period, and what followed. */
export interface Crossing {
  readonly principalId: string;
  readonly period: Span;
  readonly limitUsd: Usd;
  readonly calledAt: Instant;
  readonly chargedAt: Instant;
  /** When the Deny was in IAM; undefined if it never was, or the period ended before. */
  readonly deniedAt: Instant | undefined;
  readonly detectedAt: Instant | undefined;
  /** Spend beyond the limit until the Deny. */
  readonly overshootUsd: Usd;
}

/** Of budgets whose limit and calendar never change and whose principal was not deleted. */
export function crossingsOf(played: Played): readonly Crossing[] {
  const periodOf = periodsOf(played);
  return played.known.flatMap(({ principalId }) => {
    const isDeleted = played.watch.acts.some((act) => act.kind === 'delete' && act.principalId === principalId);
    const terms = steadyTerms(played, principalId);
    if (isDeleted || terms === undefined) return [];
    return callsByPeriod(played, principalId, periodOf).flatMap(([period, calls]) => {
      const crossing = crossingIn(played, principalId, period, calls, terms);
      return crossing === undefined ? [] : [crossing];
    });
  });
}

/** Undefined where the limit is not the same in all periods. */
function steadyTerms(played: Played, principalId: string): Terms | undefined {
  const { watch } = played;
  const [first, ...others] = termsIn(played, principalId, 0, played.endedAt);
  const isDecided = [...watch.edits, ...watch.decisions].some((one) => one.principalId === principalId);
  if (first === undefined || isDecided || first.carryOver !== undefined) return undefined;
  const isSteady = others.every(
    ({ limit, exceeded, calendar }) =>
      limit === first.limit && exceeded === first.exceeded && isSame(calendar, first.calendar),
  );
  return isSteady ? first : undefined;
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
): readonly (readonly [Span, readonly Billed[]])[] {
  const periods = new Map<Instant, { readonly period: Span; readonly calls: Billed[] }>();
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
  { watch }: Played,
  principalId: string,
  period: Span,
  calls: readonly Billed[],
  terms: Terms,
): Crossing | undefined {
  const limitUsd = parseExactUsd(terms.limitUsd);
  let spentUsd = ZERO_USD;
  const crossing = calls.find(({ costUsd }) => {
    spentUsd = addUsd(spentUsd, costUsd);
    return reachesPercent(spentUsd, limitUsd, terms.exceeded);
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
