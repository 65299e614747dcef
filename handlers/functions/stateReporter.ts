import { SECOND_MS, type Instant } from '../../domain/instant.js';
import { deadlineOf } from '../runtime/deadline.js';
import { failTogether } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import type { RecordedMetric } from '../contracts/metrics.js';
import type { BudgetCensus, BudgetStatus } from '../ports/budgetCensus.js';
import type { Clock } from '../ports/clock.js';
import type { PriceTable } from '../ports/priceTable.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';

export interface StateReporterPorts {
  readonly census: BudgetCensus;
  readonly prices: Pick<PriceTable, 'refreshedAt'>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** A closed budget is nobody's any more. */
const GAUGES = {
  active: 'BudgetsActive',
  grace: 'BudgetsInGrace',
  suspending: 'BudgetsSuspending',
  suspended: 'BudgetsSuspended',
  restoring: 'BudgetsRestoring',
  alert_only: 'BudgetsAlertOnly',
} as const satisfies Readonly<Record<Exclude<BudgetStatus, 'closed'>, RecordedMetric>>;

/**
 * Reports how the budgets stand and how old the prices are, whatever the event. What cannot be found out is not reported,
 * and fails the function after the rest was: a gap in a chart is true, a wrong number is not.
 */
export function createStateReporter(
  ports: StateReporterPorts,
): (event: unknown, context: LambdaContext) => Promise<void> {
  return async (_event, context) => {
    try {
      const reports = [reportPrices(ports), reportBudgets(ports, deadlineOf(ports.clock, context))];
      const failures = (await Promise.allSettled(reports)).flatMap((report): readonly unknown[] =>
        report.status === 'rejected' ? [report.reason] : [],
      );
      failTogether(failures, `${failures.length} of ${reports.length} reports failed`);
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeStateReporter(
  environment: EnvironmentOf<'stateReporter'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'census' | 'prices'>,
): Handler {
  const { clock, telemetry } = services;
  const census = services.census(environment.required('USER_BUDGETS_TABLE'));
  const prices = services.prices(environment.required('PRICING_TABLE'));
  return createStateReporter({ clock, telemetry, census, prices });
}

/** Rows that cannot be read are counted and named, and do not fail the function: a retry would find them again. */
async function reportBudgets({ census, telemetry }: StateReporterPorts, deadline: Instant): Promise<void> {
  const { budgets, unreadable } = await census.countByStatus(deadline);
  for (const [status, metric] of Object.entries(GAUGES)) {
    telemetry.record(metric, budgets[status as keyof typeof GAUGES]);
  }
  if (unreadable.length === 0) return;
  telemetry.count('BudgetsFailed', unreadable.length);
  const [principalId] = unreadable;
  telemetry.warn('budgets whose status cannot be read', { budgets: unreadable.length, principalId });
}

/** Nothing before the first refresh: until then the book holds, and no age would be true. */
async function reportPrices({ prices, clock, telemetry }: StateReporterPorts): Promise<void> {
  const refreshedAt = await prices.refreshedAt();
  if (refreshedAt === undefined) return;
  telemetry.record('PriceAgeSeconds', Math.max(0, clock.now() - refreshedAt) / SECOND_MS);
}
