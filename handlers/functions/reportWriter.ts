import { parseInstant, SECOND_MS, startOfUtcDay, type Instant } from '../../domain/instant.js';
import { stringAt } from '../../domain/json.js';
import { lastDayPath, monthToDate } from '../../domain/report/monthToDate.js';
import { LATEST_PAGE, REPORTS_PREFIX } from '../contracts/reports.js';
import type { Clock } from '../ports/clock.js';
import type { ReportPages } from '../ports/reportPages.js';
import type { Services } from '../ports/services.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { ReportedStack } from '../report/readStack.js';
import { stackPage } from '../report/stackPage.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import { OutOfTimeError, UnreadableEventError } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import { withSettings } from '../settings/settingsCache.js';

export interface ReportWriterPorts extends ReportedStack {
  readonly pages: ReportPages;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export interface ReportWritten {
  readonly key: string;
  readonly calls: number;
  /** What could not be read. */
  readonly problems: number;
}

/** Kept for building the page and writing it. */
const MARGIN_MS = 30 * SECOND_MS;

/**
 * Writes the page of the month until the end of yesterday (UTC), of the time in the event or of now, under the name of
 * that day, and as the latest if it is. The same event again, over the same rows, writes the same: where the event is of
 * today, its time is what the page says and forecasts by. What cannot be read stands on the page, and is counted and
 * logged. Throws UnreadableEventError, OutOfTimeError, CorruptRowError for a row of the audit log; nothing is written
 * then.
 */
export function createReportWriter(
  ports: ReportWriterPorts,
): (event: unknown, context: LambdaContext) => Promise<ReportWritten> {
  const { pages, telemetry } = ports;
  return async (event, context) => {
    try {
      const now = ports.clock.now();
      const at = Math.min(timeOf(event) ?? now, now);
      const span = monthToDate(startOfUtcDay(at));
      const isLatest = span.until === startOfUtcDay(now);
      const clock = { now: () => (isLatest ? at : now) };
      const { html, calls, problems } = await stackPage({ ...ports, clock }, span, () => {
        assertTime(context);
      });
      tell(problems, telemetry);
      const key = `${REPORTS_PREFIX}${lastDayPath(span)}.html`;
      await pages.write(key, html);
      if (isLatest) await pages.write(LATEST_PAGE, html);
      return { key, calls, problems: problems.length };
    } finally {
      telemetry.flush();
    }
  };
}

export function composeReportWriter(
  environment: EnvironmentOf<'reportWriter'>,
  services: Pick<
    Services,
    'clock' | 'telemetry' | 'settings' | 'budgetReader' | 'usageReader' | 'auditReader' | 'reportPages'
  >,
): Handler {
  return createReportWriter({
    ...withSettings(environment, services),
    name: environment.required('STACK_NAME'),
    accountId: environment.required('ACCOUNT_ID'),
    budgets: services.budgetReader(environment.required('USER_BUDGETS_TABLE')),
    usage: services.usageReader(environment.required('USAGE_TRACKING_TABLE')),
    audit: services.auditReader(environment.required('AUDIT_LOGS_TABLE')),
    pages: services.reportPages({
      bucket: environment.required('REPORT_BUCKET'),
      region: environment.required('REPORT_REGION'),
    }),
  });
}

/** Of the schedule, or of who calls by hand for a day that is over; undefined without one. */
function timeOf(event: unknown): Instant | undefined {
  const text = stringAt(event, 'time');
  if (text === undefined) return undefined;
  const time = parseInstant(text);
  if (time === undefined) throw new UnreadableEventError(`time: ${JSON.stringify(text)} is not an instant`);
  return time;
}

function assertTime(context: LambdaContext): void {
  if (context.getRemainingTimeInMillis() > MARGIN_MS) return;
  throw new OutOfTimeError('no page: not all rows of the month could be read; `budgeteer report --html` has no limit');
}

function tell(problems: readonly string[], telemetry: Telemetry): void {
  if (problems.length === 0) return;
  telemetry.count('BudgetsFailed', problems.length);
  const [first] = problems;
  telemetry.warn('rows that cannot be read', { rows: problems.length, first });
}
