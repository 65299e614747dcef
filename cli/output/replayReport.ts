import { displayUsd } from '../../domain/display.js';
import { periodText, type Schedule } from '../../domain/calendar/schedule.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { Tally } from '../metering/tally.js';
import type { LimitRun } from '../replay/totals.js';
import { limitTable, ruleTable, stopTable, teamTable } from './budgetTables.js';
import { colours } from './display.js';
import { modelTable, principalTable, remarks } from './tables.js';

/** The terms of the stack in one line; all but the limit are those of the first. */
export function describeTerms(limits: readonly [Settings, ...Settings[]]): string {
  const [{ policy, rules, teams }] = limits;
  const { enforcement, warnPercent, criticalPercent, exceededPercent, hardStopPercent, gracePeriodSeconds } = policy;
  const amounts = limits.map((settings) => displayUsd(settings.policy.limitUsd)).join(', ');
  return [
    `${amounts.replace(/, ([^,]*)$/, ' or $1')} a principal ${describeSchedule(policy.schedule)}`,
    `warnings at ${warnPercent} and ${criticalPercent} %`,
    `${gracePeriodSeconds} s of grace at ${exceededPercent} %`,
    ...(hardStopPercent === undefined ? [] : [`none at ${hardStopPercent} %`]),
    enforcement === 'enforce' ? 'enforced' : 'observed only: nobody is suspended',
    ...(rules.length === 0 ? [] : [counted(rules.length, 'rule')]),
    ...(teams.length === 0 ? [] : [counted(teams.length, 'team')]),
  ].join(', ');
}

function describeSchedule({ period, timeZone }: Schedule): string {
  const zone = timeZone === 'UTC' ? '' : ` in ${timeZone}`;
  return `${period.every === 'days' ? 'every ' : ''}${periodText(period)}${zone}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The tables of one limit, or of several side by side, and what they assume. */
export function report(tally: Tally, runs: readonly LimitRun[]): readonly string[] {
  const [first, ...others] = runs;
  if (first === undefined) return [];
  const tables = others.length === 0 ? tablesOfOne(tally, first) : tablesOfSeveral(tally, runs);
  const titled = [...tables, ['On which model', modelTable(tally)] as const];
  return [...titled.map(([title, table]) => `\n${colours.strong(title)}\n${table}`), '', ...remarks(tally)];
}

type TitledTable = readonly [title: string, table: string];

function tablesOfOne(tally: Tally, { settings, outcomes }: LimitRun): readonly TitledTable[] {
  return [
    ['Who spent what', principalTable(tally, outcomes.principals)],
    ...(settings.rules.length === 0 ? [] : [['By rule', ruleTable(settings, outcomes)] as const]),
    ...(settings.teams.length === 0 ? [] : [['By team', teamTable(settings, outcomes)] as const]),
  ];
}

function tablesOfSeveral(tally: Tally, runs: readonly LimitRun[]): readonly TitledTable[] {
  return [
    ['What each limit would have done', limitTable(runs)],
    [
      'Who would have been stopped: how often, when first (UTC), how much would not have been spent',
      stopTable(tally, runs),
    ],
  ];
}
