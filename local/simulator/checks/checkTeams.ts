import type { Budget } from '../../../domain/budget/budget.js';
import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { REST_MS, type Played } from '../run/simulation.js';
import { teamNameIn } from '../scenario/acts.js';
import { reaches, sumOf, unitsOf, unitsText } from '../terms/amounts.js';
import { spanAt } from '../terms/calendar.js';
import { teamNamesOf } from '../terms/configuration.js';
import { configurationsIn, termsAtRest } from './configured.js';
import { deadlineOf } from './deadlines.js';
import { epochIn, epochsOf, isSame } from './periods.js';
import { teamCallsOf, teamNamesOfCall, type TeamCall } from './teamCalls.js';
import { AFTERWARDS_MS, type ServedCall, type Violation } from './watched.js';

/**
 * Invariant 8: a team has spent the exact sum of what its members' calls in its period cost, each counted once; calls count
 * in the teams that their callers were in.
 */
export function checkTeams(played: Played): readonly Violation[] {
  const { world } = played;
  const teams = world.tables.budgets.records.filter(({ budget }) => budget.accountType === 'team');
  return [
    ...played.watch.served.flatMap((call) => miscounted(played, call)),
    ...teams.flatMap(({ budget }) => missummed(played, budget)),
    ...uncounted(played),
    ...teams.flatMap(({ budget }) => atRest(played, budget)),
  ];
}

/** The usage row of a call names the teams that it was to count in when it was charged. */
function miscounted(played: Played, call: ServedCall): readonly Violation[] {
  const { watch, known } = played;
  const charged = watch.chargedAt.get(call.requestId);
  const principal = known.find(({ principalId }) => principalId === call.principalId)?.principal;
  if (charged === undefined || principal === undefined) return [];
  const configurations = configurationsIn(played, charged.first, charged.first);
  const due = configurations.map((one) => textOf(teamNamesOf(one, principal, call.profile)));
  const found = textOf(teamNamesOfCall(played, call));
  return due.includes(found)
    ? []
    : [teams(call.principalId, `call ${call.requestId} counts in ${found}, not in ${due.join(' or ')}`)];
}

function textOf(names: readonly string[]): string {
  return [...names].sort().join(', ') || 'no team';
}

/** Each period of a team, as it was when it closed and as it is, and all of them together with what came late. */
function missummed(played: Played, budget: Budget): readonly Violation[] {
  const { principalId } = budget;
  const calls = teamCallsOf(played, teamNameIn(principalId) ?? '');
  const closed = played.watch.closed.filter((one) => one.budget.principalId === principalId);
  const problems = closed.flatMap((one) => problemOf(played, one.budget, calls, one.at));
  const current = problemOf(played, budget, calls, Number.POSITIVE_INFINITY);
  const inTime = sumOf([...closed.map((one) => one.budget), budget].map(({ spentUsd }) => unitsOf(spentUsd)));
  const all = inTime + unitsOf(budget.lateSpentUsd);
  const due = costOf(calls);
  const total = all === due ? [] : [`${unitsText(all)} in all, and its calls cost ${unitsText(due)}`];
  return [...problems, ...current, ...total, ...misplaced(played, principalId, calls)].map((problem) =>
    teams(principalId, problem),
  );
}

function costOf(calls: readonly TeamCall[]): bigint {
  return sumOf(calls.map(({ cost }) => cost));
}

/** What was charged to members shortly before the end of a period may be late for the team. */
function problemOf(
  played: Played,
  { period, spentUsd }: Budget,
  calls: readonly TeamCall[],
  end: Instant,
): readonly string[] {
  const own = calls.filter((call) => call.period.start === period.start);
  const most = costOf(own);
  const least = costOf(own.filter(({ lastChargedAt }) => deadlineOf(played, lastChargedAt, 0) < end));
  const spent = unitsOf(spentUsd);
  if (least <= spent && spent <= most) return [];
  const due = least === most ? unitsText(most) : `${unitsText(least)} to ${unitsText(most)}`;
  return [`from ${iso(period.start)}: spent ${unitsText(spent)}, and its calls cost ${due}`];
}

/** A call counts in the period that its instant has in the team's calendar, at the time when it was charged. */
function misplaced(played: Played, principalId: string, calls: readonly TeamCall[]): readonly string[] {
  const epochs = epochsOf(played, principalId);
  return calls.flatMap(({ call, period, firstChargedAt }) => {
    const isRight = epochs.some(({ calendar, anchorDay, from, opening }, index) => {
      const isBegun = index === 0 || opening.at <= firstChargedAt;
      const isOver = (epochs[index + 1]?.opening.at ?? Number.POSITIVE_INFINITY) < firstChargedAt - ASKED_BEFORE_MS;
      const due = spanAt(calendar, anchorDay, call.at);
      const start = call.at < from ? due.start : Math.max(due.start, from);
      return isBegun && !isOver && start === period.start && due.end === period.end;
    });
    return isRight
      ? []
      : [`call ${call.requestId} of ${iso(call.at)} counts in ${iso(period.start)} to ${iso(period.end)}`];
  });
}

/** A charge has read the team's budget at most so long before it is written. */
const ASKED_BEFORE_MS = 5 * MINUTE_MS;

/** No call was counted in a team that has no budget. */
function uncounted(played: Played): readonly Violation[] {
  const names = new Set(played.watch.configurations.flatMap(({ deployed }) => Object.keys(deployed)));
  return [...names].flatMap((key) => {
    const team = key.startsWith('teams/') ? key.slice('teams/'.length) : undefined;
    if (team === undefined || played.world.tables.budgets.stored(`team/${team}`) !== undefined) return [];
    return teamCallsOf(played, team).length === 0 ? [] : [teams(`team/${team}`, 'has calls and no budget')];
  });
}

/** Over its limit and enforced, it holds its members; else it does not. */
function atRest(played: Played, budget: Budget): readonly Violation[] {
  const { watch, endedAt } = played;
  const { principalId, period, limitUsd, status, waived, overrides } = budget;
  const terms = termsAtRest(played, principalId);
  const changedAt = watch.configurations.at(-1)?.at ?? 0;
  const lastAt = watch.writes.get(principalId)?.at(-1)?.at ?? 0;
  const epoch = epochIn(epochsOf(played, principalId), period.start);
  if (terms === undefined || epoch === undefined || !isSame(terms.calendar, epoch.calendar)) return [];
  if ((changedAt > 0 && lastAt < changedAt + AFTERWARDS_MS) || period.end <= endedAt + REST_MS) return [];
  const calls = teamCallsOf(played, teamNameIn(principalId) ?? '').filter((call) => call.period.start === period.start);
  const isCut = terms.enforcement === 'enforce' && overrides.exemption === undefined && !waived;
  const isManual = status === 'suspended' && budget.isManual;
  const isDue = isManual || (isCut && reaches(costOf(calls), unitsOf(limitUsd), terms.exceeded));
  if ((status === 'suspended') === isDue) return [];
  return [teams(principalId, `at rest: ${status} with ${unitsText(costOf(calls))} of ${unitsText(unitsOf(limitUsd))}`)];
}

function teams(principalId: string, problem: string): Violation {
  return { invariant: 'teams', principalId, problem };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
