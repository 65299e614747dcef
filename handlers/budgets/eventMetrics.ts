import { isUnderWay, type Budget } from '../../domain/budget/budget.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import type { Threshold } from '../../domain/budget/budgetPolicy.js';
import { SECOND_MS } from '../../domain/instant.js';
import { excessUsd, isMoreThan, ZERO_USD } from '../../domain/money.js';
import type { SummedMetric } from '../contracts/metrics.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { Changed } from './budgetChanges.js';

/**
 * What functions count of the events that they have saved. No event is counted twice, for a repetition decides none; one
 * whose save was not answered is there all the same and goes uncounted. Each function calls what it alone decides, so
 * that its bundle names no metric that it never emits.
 */

const THRESHOLD_METRICS = {
  warning: 'WarningsReached',
  critical: 'CriticalsReached',
  exceeded: 'LimitsExceeded',
} as const satisfies Readonly<Record<Threshold, SummedMetric>>;

export function countThresholds(telemetry: Telemetry, changed: Changed): void {
  for (const event of savedEvents(changed)) {
    if (event.type === 'ThresholdReached') telemetry.count(THRESHOLD_METRICS[event.threshold], 1);
  }
}

/** How suspensions and restorations have ended. */
export function countOutcomes(telemetry: Telemetry, changed: Changed): void {
  for (const event of savedEvents(changed)) {
    switch (event.type) {
      case 'AccessSuspended':
        telemetry.count('SuspensionsConfirmed', 1);
        recordEnforcement(telemetry, event, changed.before?.budget);
        break;
      case 'AccessRestored':
        telemetry.count('RestorationsConfirmed', 1);
        break;
      case 'SuspensionRefused':
        telemetry.count('SuspensionsRefused', 1);
        break;
      default:
    }
  }
}

/** One that ends at its limit, or that an operator began below it, has no overshoot, and none is recorded. */
function recordEnforcement(telemetry: Telemetry, event: BudgetEvent, before: Budget | undefined): void {
  if (before !== undefined && isUnderWay(before)) {
    telemetry.record('EnforcementSeconds', (event.at - before.since) / SECOND_MS);
  }
  const overshootUsd = excessUsd(event.spentUsd, event.limitUsd);
  if (isMoreThan(overshootUsd, ZERO_USD)) telemetry.record('OvershootUsd', overshootUsd);
}

function savedEvents({ decision }: Changed): readonly BudgetEvent[] {
  return decision.kind === 'accepted' ? decision.events : [];
}
