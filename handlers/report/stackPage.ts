import { pageSections, TEAMS_NOTE } from '../../domain/report/pageSections.js';
import { ReportBuilder, type ReportSpan } from '../../domain/report/reportBuilder.js';
import { renderPage } from '../../page/renderPage.js';
import { readStack, type ReportedStack } from './readStack.js';

export interface StackPage {
  readonly html: string;
  readonly calls: number;
  /** What could not be read, a line each. */
  readonly problems: readonly string[];
}

/** So many problems stand on the page. */
const MAX_PROBLEMS = 20;

/**
 * The page of one stack, of days in UTC; the same rows make the same page. `onRows` comes before rows that were read are
 * counted; what it throws ends the reading. Throws CorruptRowError for a row of the audit log.
 */
export async function stackPage(stack: ReportedStack, span: ReportSpan, onRows: () => void): Promise<StackPage> {
  const builder = new ReportBuilder('UTC', pageSections());
  const found = await readStack(stack, builder, { span, hasBudgets: true, isOneOfSeveral: false, onRows });
  const problems = [...found].sort();
  const report = builder.build(span, {
    title: stack.name,
    writtenAt: stack.clock.now(),
    hasBudgets: true,
    notes: [...problemNotes(problems), TEAMS_NOTE],
  });
  return { html: renderPage(report), calls: report.total.calls, problems };
}

function problemNotes(problems: readonly string[]): readonly string[] {
  const more = problems.length - MAX_PROBLEMS;
  const notes = problems.slice(0, MAX_PROBLEMS).map((problem) => `Cannot be read: ${problem}.`);
  return more > 0
    ? [...notes, `Cannot be read: ${more.toLocaleString('en-US')} more; the function's log has the number.`]
    : notes;
}
