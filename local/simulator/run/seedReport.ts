import { ZERO_USD, isMoreThan, type Usd } from '../../../domain/money.js';
import { violationsOf } from '../checks/checks.js';
import { termsAtRest } from '../checks/configured.js';
import { crossingsOf } from '../checks/crossings.js';
import { isEnforced } from '../scenario/inhabitants.js';
import { onlyEnforced } from '../checks/observing.js';
import type { FaultKind } from '../faults/injectedFault.js';
import type { Played } from './simulation.js';
import type { Violation } from '../checks/watched.js';

/** The result of one seed. */
export interface SeedReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly calls: number;
  readonly refusedCalls: number;
  readonly periods: number;
  readonly suspensions: number;
  readonly restorations: number;
  readonly failedWorkflows: number;
  readonly deadLetters: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** From the call that crossed the limit until the monitor found it. */
  readonly detectionMs: readonly number[];
  /** From the same call to the Deny in IAM, without grace. */
  readonly enforcementMs: readonly number[];
  /** Spend beyond a limit until the Deny. */
  readonly overshootsUsd: readonly Usd[];
}

export function seedReport(played: Played): SeedReport {
  const { scenario, watch, world, faults } = played;
  const { journal } = world;
  const counts: Partial<Record<FaultKind, number>> = {};
  for (const { kind } of faults.records) counts[kind] = (counts[kind] ?? 0) + 1;
  return {
    seed: scenario.seed,
    violations: violationsOf(played),
    calls: watch.served.length,
    refusedCalls: journal.of('call-refused').length,
    periods: watch.closed.length + world.tables.budgets.records.length,
    suspensions: watch.denies.filter(({ isAttached }) => isAttached).length,
    restorations: watch.looks.length,
    failedWorkflows: journal.of('execution-ended').filter(({ end }) => end.includes('(FAILED')).length,
    deadLetters: journal.of('message-kept').length,
    faults: counts,
    ...latencies(played),
  };
}

function latencies(played: Played): Pick<SeedReport, 'detectionMs' | 'enforcementMs' | 'overshootsUsd'> {
  const enforced = played.known
    .filter(
      ({ principal, principalId }) => isEnforced(principal) && onlyEnforced(played, principalId, 0, played.endedAt),
    )
    .map(({ principalId }) => principalId);
  const crossings = crossingsOf(played).filter(({ principalId }) => enforced.includes(principalId));
  return {
    detectionMs: crossings.flatMap(({ detectedAt, calledAt }) =>
      detectedAt === undefined ? [] : [detectedAt - calledAt],
    ),
    enforcementMs: crossings.flatMap(({ principalId, deniedAt, calledAt }) => {
      const graceMs = termsAtRest(played, principalId)?.graceMs ?? 0;
      return deniedAt === undefined ? [] : [Math.max(0, deniedAt - calledAt - graceMs)];
    }),
    overshootsUsd: crossings.map(({ overshootUsd }) => overshootUsd),
  };
}

export function mostOf(amounts: readonly Usd[]): Usd {
  return amounts.reduce((most, amount) => (isMoreThan(amount, most) ? amount : most), ZERO_USD);
}
