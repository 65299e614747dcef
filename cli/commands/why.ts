import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import { displayAmount } from '../../domain/display.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { addUsd, usdToString, ZERO_USD, type Usd } from '../../domain/money.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import { isSuspension } from '../../domain/budget/budget.js';
import { teamId, teamNameOf } from '../../domain/settings/teams.js';
import { viewJson, viewOf, type BudgetView } from '../budgets/budgetView.js';
import { findBudget } from '../budgets/findBudget.js';
import { historyOf, type Step } from '../budgets/history.js';
import { stateLines } from '../budgets/stateLines.js';
import { colours } from '../output/display.js';
import type { TextOutput } from '../output/textOutput.js';
import { entrySentence } from '../output/worldSentences.js';
import { wrapped } from '../output/wrapped.js';
import { zonedSecond } from '../output/zoned.js';
import type { Stack } from '../stack/stack.js';
import { sinceOf, zoneOf } from '../values/when.js';

export interface WhyOptions {
  readonly since?: string;
  readonly calls?: true;
  readonly json?: true;
  readonly timeZone?: string;
}

/** What led to where a budget stands: calls, thresholds, grace, workflow. Answers the exit code. Throws UserError. */
export async function runWhy(stack: Stack, who: string, options: WhyOptions, output: TextOutput): Promise<number> {
  const { budget } = await findBudget(stack, who);
  const view = viewOf(budget, await stack.settings());
  const timeZone = options.timeZone === undefined ? budget.schedule.timeZone : zoneOf(options.timeZone);
  const now = stack.clock.now();
  const since = options.since === undefined ? startOf(view) : sinceOf(options.since, '--since', { now, timeZone });
  const team = isSuspension(budget) && budget.team !== undefined ? [teamId(budget.team)] : [];
  const lines = options.json ? jsonLines(view, stack) : textLines(view, timeZone, options);
  for (const line of lines.head) output.line(line);
  for await (const step of historyOf(stack, [budget.principalId, ...team], since, now + 1)) {
    for (const line of lines.of(step)) output.line(line);
    if (output.isFull) await output.flush();
  }
  for (const line of lines.end()) output.line(line);
  return 0;
}

/** How a history is printed: in the end may come what the last steps have left. */
interface Lines {
  readonly head: readonly string[];
  readonly of: (step: Step) => readonly string[];
  readonly end: () => readonly string[];
}

function jsonLines(view: BudgetView, stack: Stack): Lines {
  return {
    head: [JSON.stringify({ budget: viewJson(view, stack) })],
    of: (step) => [JSON.stringify(stepJson(step))],
    end: () => [],
  };
}

function textLines(view: BudgetView, timeZone: string, { calls }: WhyOptions): Lines {
  let sums = new Map<string, CallSum>();
  const drained = (): readonly string[] => {
    const lines = [...sums.values()].flatMap(sumLines);
    sums = new Map();
    return lines;
  };
  return {
    head: [...stateLines(view, timeZone), ''],
    of: (step) => {
      if ('event' in step) return [...drained(), ...eventLines(step.event, view, timeZone)];
      if (calls) return callLines(step.call, timeZone);
      addCall(sums, step.call);
      return [];
    },
    end: drained,
  };
}

/** Of the period whose spend led here: a suspension by hand may be of an earlier one. */
function startOf({ budget }: BudgetView): Instant {
  return isSuspension(budget) ? Math.min(budget.suspendedIn, budget.period.start) : budget.period.start;
}

function eventLines(
  { eventId, eventTime, eventType, userIdentity, details }: AuditEntry,
  { budget }: BudgetView,
  timeZone: string,
): readonly string[] {
  const team = teamNameOf(userIdentity);
  const about = team === undefined || userIdentity === budget.principalId ? '' : `team ${team}: `;
  const sentence = entrySentence(eventType, details);
  return [
    wrapped(`${zonedSecond(timeZone, eventTime)}  ${about}${sentence}`, INDENT.length),
    colours.quiet(`${INDENT}event ${eventId}`),
  ];
}

function callLines(call: UsageRecord, timeZone: string): readonly string[] {
  const { timestamp, modelId, costUsd, region, requestId } = call;
  return [
    wrapped(`${zonedSecond(timeZone, timestamp)}  ${displayAmount(costUsd)} ${modelId} in ${region}`, INDENT.length),
    colours.quiet(wrapped(`${INDENT}call ${requestId}, ${priceText(call)}`, INDENT.length)),
  ];
}

const INDENT = ' '.repeat(21);

/** Calls of one model at prices of one source. */
interface CallSum {
  readonly first: UsageRecord;
  readonly calls: number;
  readonly costUsd: Usd;
}

function addCall(sums: Map<string, CallSum>, call: UsageRecord): void {
  const key = `${call.modelId}|${priceText(call)}`;
  const { first, calls, costUsd } = sums.get(key) ?? { first: call, calls: 0, costUsd: ZERO_USD };
  sums.set(key, { first, calls: calls + 1, costUsd: addUsd(costUsd, call.costUsd) });
}

function sumLines({ first, calls, costUsd }: CallSum): readonly string[] {
  return [
    wrapped(
      `${INDENT}${calls} call${calls === 1 ? '' : 's'} of ${first.modelId}: ${displayAmount(costUsd)}`,
      INDENT.length,
    ),
    colours.quiet(wrapped(`${INDENT}${priceText(first)}`, INDENT.length)),
  ];
}

function priceText({ priceSource, priceDate, priceStatus, reasons }: UsageRecord): string {
  const doubt = priceStatus === 'provisional' ? `provisional (${reasons.join('; ')}), ` : '';
  return `${doubt}rates of ${priceSource || 'no source'}${priceDate === '' ? '' : ` since ${priceDate}`}`;
}

function stepJson(step: Step): object {
  if ('event' in step) return { event: { ...step.event, eventTime: formatInstant(step.event.eventTime) } };
  const { timestamp, requestId, modelId, region, costUsd, priceStatus, priceSource, priceDate, reasons } = step.call;
  const price = { costUsd: usdToString(costUsd), priceStatus, priceSource, priceDate, reasons };
  return { call: { at: formatInstant(timestamp), requestId, modelId, region, ...price } };
}
