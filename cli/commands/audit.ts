import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { stringAt } from '../../domain/json.js';
import { budgetWithId, findPrincipal } from '../budgets/findBudget.js';
import { byTime, isModelCall } from '../budgets/history.js';
import { complain } from '../output/complaint.js';
import { csvLine } from '../output/csv.js';
import { displayPrincipal } from '../output/display.js';
import { lineWidth, shortened } from '../output/fitTable.js';
import type { TextOutput } from '../output/textOutput.js';
import { entrySentence } from '../output/worldSentences.js';
import { wrapped } from '../output/wrapped.js';
import { zonedSecond } from '../output/zoned.js';
import type { Stack } from '../stack/stack.js';
import { spanOf, type SpanOptions } from '../values/span.js';

export interface AuditOptions extends SpanOptions {
  /** Also each call to a model. */
  readonly calls?: true;
  readonly json?: true;
  readonly csv?: true;
}

/** The audit log: who did what, and what the system did. Answers the exit code. Throws UserError. */
export async function runAudit(
  stacks: readonly Stack[],
  who: string | undefined,
  options: AuditOptions,
  output: TextOutput,
): Promise<number> {
  if (options.csv) output.line(csvLine(['account', 'time', 'source', 'type', 'identity', 'event_id', 'details']));
  for (const stack of stacks) {
    const { since, until, timeZone } = spanOf(options, stack.clock.now() + 1, '7d');
    const isWanted = ({ eventType }: AuditEntry): boolean => options.calls === true || !isModelCall(eventType);
    let count = 0;
    for await (const entries of await pagesOf(stack, who, since, until)) {
      const shown = entries.filter(isWanted);
      count += shown.length;
      for (const entry of [...shown].sort(byTime)) output.line(lineOf(entry, stack, options, timeZone, who));
      if (output.isFull) await output.flush();
    }
    if (count === 0) complain([`stack ${stack.name}: nothing in this span`]);
  }
  return 0;
}

/** Of a budget: what happened to it. Of any other ARN: what it did, itself or through the stack. */
async function pagesOf(
  stack: Stack,
  who: string | undefined,
  since: Instant,
  until: Instant,
): Promise<AsyncIterable<readonly AuditEntry[]>> {
  if (who === undefined) return stack.audit.all(since, until);
  if (!(await isCaller(stack, who))) return stack.audit.of(await findPrincipal(stack, who), since, until);
  return doneBy(who, stack.audit.all(since, until));
}

/** The ARN of a session is one, though its role may have a budget. */
async function isCaller(stack: Stack, who: string): Promise<boolean> {
  if (!who.startsWith('arn:')) return false;
  return /^arn:[^:]*:sts:/.test(who) || (await budgetWithId(stack, who)) === undefined;
}

async function* doneBy(
  arn: string,
  pages: AsyncIterable<readonly AuditEntry[]>,
): AsyncGenerator<readonly AuditEntry[]> {
  for await (const entries of pages) {
    yield entries.filter(({ userIdentity, details }) => userIdentity === arn || details['by'] === arn);
  }
}

function lineOf(
  entry: AuditEntry,
  stack: Stack,
  { json, csv }: AuditOptions,
  timeZone: string,
  asked: string | undefined,
): string {
  const { eventId, eventTime, eventSource, eventType, userIdentity, details } = entry;
  const at = formatInstant(eventTime);
  if (json) return JSON.stringify({ stack: stack.name, account: stack.accountId, ...entry, eventTime: at });
  if (csv) {
    return csvLine([stack.accountId, at, eventSource, eventType, userIdentity, eventId, JSON.stringify(details)]);
  }
  const who = shortened(displayPrincipal(userIdentity), lineWidth() - INDENT).padEnd(28);
  const what = asked === undefined ? `${who}  ${whatOf(entry)}` : whatOf(entry);
  return wrapped(`${zonedSecond(timeZone, eventTime)}  ${what}`, INDENT);
}

/** Below the identity. */
const INDENT = 21;

function whatOf({ eventSource, eventType, details }: AuditEntry): string {
  if (eventSource !== 'bedrock-budgeteer') return `${eventType} ${subjectOf(details)}`.trimEnd();
  return entrySentence(eventType, details);
}

function subjectOf(details: AuditEntry['details']): string {
  const request = details['requestParameters'];
  const names = ['userName', 'roleName', 'policyArn'].map((name) => stringAt(request, name) ?? '');
  return names.filter((name) => name !== '').join(' ');
}
