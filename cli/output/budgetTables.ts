import { displayInstant, displayMoney, displayTime, displayUsd } from '../../domain/display.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { Tally } from '../metering/tally.js';
import type { Outcome } from '../replay/account.js';
import type { Outcomes } from '../replay/budgetReplay.js';
import { notSpentUsd, totalsByRule, totalsOf, type LimitRun } from '../replay/totals.js';
import { displayPrincipal, spansAccounts } from './display.js';
import { amountCell, bySpend, plainTable, stateOf } from './tables.js';

/** A row for each rule, and one for whom none matches. */
export function ruleTable(settings: Settings, { principals }: Outcomes): string {
  return plainTable(
    ['rule', 'enforcement', 'principals', 'limit', 'stopped', 'not spent'],
    totalsByRule(settings, [...principals.values()]).map((row) => [
      row.rule ?? '(no rule)',
      row.enforcement,
      String(row.budgets),
      displayUsd(row.limitUsd),
      String(row.stopped),
      amountCell(row.notSpentUsd),
    ]),
  );
}

/** A row for each team that is configured. */
export function teamTable({ teams }: Settings, outcomes: Outcomes): string {
  return plainTable(
    ['team', 'members', 'spent', 'limit', 'state', 'overshoot', 'stopped', 'not spent'],
    teams.map(({ name, terms }) => {
      const team = outcomes.teams.get(name);
      if (team === undefined) return [name, '0', '', displayUsd(terms.limitUsd), '', '', '', ''];
      return [
        name,
        String(team.members.size),
        displayMoney(team.countedUsd),
        displayUsd(team.budget.limitUsd),
        stateOf(team),
        amountCell(team.overshootUsd),
        timesCell(team),
        amountCell(notSpentUsd(team)),
      ];
    }),
  );
}

/** A row for each limit. */
export function limitTable(runs: readonly LimitRun[]): string {
  const isObserved = runs.some(({ settings }) => settings.policy.enforcement === 'observe');
  return plainTable(
    ['limit', 'stopped', 'times', 'first', isObserved ? 'not prevented' : 'not spent', 'overshoot'],
    runs.map(({ settings, outcomes }) => {
      const {
        stopped,
        stops,
        firstStopAt,
        notSpentUsd: notSpent,
        overshootUsd,
      } = totalsOf([...outcomes.principals.values()]);
      return [
        displayUsd(settings.policy.limitUsd),
        String(stopped),
        String(stops),
        firstStopAt === undefined ? '' : displayTime(firstStopAt),
        amountCell(notSpent),
        amountCell(overshootUsd),
      ];
    }),
  );
}

/** A row for each principal, a column for each limit: how often it was stopped, when first, and what was not spent. */
export function stopTable(tally: Tally, runs: readonly LimitRun[]): string {
  const { principals } = tally;
  const withAccount = spansAccounts(principals.keys());
  return plainTable(
    ['principal', 'calls', 'spent', ...runs.map(({ settings }) => displayUsd(settings.policy.limitUsd))],
    bySpend(principals).map(([principalId, share]) => [
      displayPrincipal(principalId, withAccount),
      String(share.calls),
      displayMoney(share.spentUsd),
      ...runs.map(({ outcomes }) => stopCell(outcomes.principals.get(principalId))),
    ]),
  );
}

function stopCell(outcome: Outcome | undefined): string {
  if (outcome?.firstStopAt === undefined) return '';
  const minute = displayInstant(outcome.firstStopAt).slice(0, -3);
  return `${timesCell(outcome)} from ${minute}, ${displayMoney(notSpentUsd(outcome))}`;
}

function timesCell({ stops }: Outcome): string {
  return stops === 0 ? '' : `${stops} ×`;
}
