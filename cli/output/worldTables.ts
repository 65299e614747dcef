import { displayUsd, displayInstant, displayMoney } from '../../domain/display.js';
import { addUsd, isMoreThan, ZERO_USD } from '../../domain/money.js';
import type { Budget } from '../../domain/budget/budget.js';
import type { Plan } from '../../local/engine/plan.js';
import type { Journal } from '../../local/world/journal.js';
import { inertTypes } from '../../local/world/knownTypes.js';
import { NOT_SIMULATED } from '../../local/world/notSimulated.js';
import type { PrincipalOutcome } from '../start/outcome.js';
import { colours, displayPrincipal, spansAccounts } from './display.js';
import { plainTable, stateCell } from './tables.js';
import { reasonIn } from './worldTimeline.js';

/** How many notices are listed; the rest is counted. */
const MAX_SHOWN = 40;

/** Who spent what, and the state of each budget at the end. */
export function outcomeTable(outcomes: readonly PrincipalOutcome[]): string {
  const withAccount = spansAccounts(outcomes.map(({ principalId }) => principalId));
  const rows = outcomes.map(({ principalId, calls, spentUsd, budget, refusedCalls, unwatchedCalls }) => [
    displayPrincipal(principalId, withAccount),
    String(calls),
    displayMoney(spentUsd),
    budget === undefined ? '' : displayUsd(budget.limitUsd),
    budget === undefined ? '' : stateCell(budget.status),
    String(refusedCalls || ''),
    String(unwatchedCalls || ''),
  ]);
  return plainTable(['principal', 'calls', 'spent', 'limit', 'state', 'refused', 'not watched'], rows);
}

/** Spend and state of each team at the end; undefined without teams. */
export function teamTable(teams: readonly Budget[]): string | undefined {
  if (teams.length === 0) return undefined;
  const rows = teams.map(({ principalId, spentUsd, limitUsd, status, thresholdState, period, schedule }) => [
    displayPrincipal(principalId),
    displayMoney(spentUsd),
    displayUsd(limitUsd),
    stateCell(status),
    thresholdState,
    `${displayInstant(period.end)} (${schedule.timeZone})`,
  ]);
  return plainTable(['team', 'spent', 'limit', 'state', 'threshold', 'resets, UTC'], rows);
}

export function totalLine(outcomes: readonly PrincipalOutcome[]): string {
  const sum = (amount: (one: PrincipalOutcome) => PrincipalOutcome['spentUsd']): PrincipalOutcome['spentUsd'] =>
    outcomes.reduce((total, one) => addUsd(total, amount(one)), ZERO_USD);
  const provisional = sum(({ provisionalUsd }) => provisionalUsd);
  const spent = displayUsd(sum(({ spentUsd }) => spentUsd));
  const calls = outcomes.reduce((total, one) => total + one.calls, 0);
  const part = isMoreThan(provisional, ZERO_USD) ? `, ${displayUsd(provisional)} of it provisional` : '';
  return `${calls} calls charged, ${spent} in all at list price${part}`;
}

/** What people were told: when, on which topic, with which subject. */
export function noticeTable(journal: Journal, prefix: string): string {
  const notices = journal.entries.flatMap((entry) => {
    const time = displayInstant(entry.at);
    if (entry.kind === 'notified') return [[time, entry.topic.replace(prefix, ''), entry.subject]];
    return entry.kind === 'mailed' ? [[time, 'mail', `${entry.to}: ${entry.subject}`]] : [];
  });
  const rows = notices.slice(0, MAX_SHOWN);
  const more = notices.length > MAX_SHOWN ? `\n … and ${notices.length - MAX_SHOWN} more` : '';
  return `${plainTable(['time', 'topic', 'subject'], rows)}${more}`;
}

/** Messages in queues, and functions that failed: each kind once, with its number. Empty without any. */
export function problemLines(journal: Journal, prefix: string): readonly string[] {
  const problems = [
    ...journal.of('message-kept').map(({ queue, body }) => `${queue}: ${reasonIn(body)}`),
    ...journal.of('function-failed').map(({ name, error }) => `${name} failed: ${error}`),
    ...journal.of('undelivered').map(({ from, to, reason }) => `${from} did not reach ${to}: ${reason}`),
    ...journal.of('logged').map(({ name, level, message }) => `${name} ${level}: ${message}`),
  ];
  const counts = new Map<string, number>();
  for (const problem of problems) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  return [...counts].map(([problem, count]) => ` ${String(count).padStart(4)} × ${problem.replaceAll(prefix, '')}`);
}

/** What the run left out, by reason. */
export function omissionLines(plan: Plan): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const [type, reason] of inertTypes(plan)) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), type.slice(type.indexOf(':') + 1)]);
  }
  const inert = [...byReason].map(([reason, types]) => `${types.join(', ')}: ${reason}`);
  return [...NOT_SIMULATED, ...inert].map((line) => colours.quiet(` ${line}`));
}
