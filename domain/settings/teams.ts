import type { BudgetTerms } from '../budget/budgetPolicy.js';
import { memberProblem } from './principalPatterns.js';
import { readEntry, readPatterns, readTerms } from './ruleTerms.js';

/** With it the names of teams begin, among settings and among parameters. */
export const TEAMS = 'teams/';

const ID_PREFIX = 'team/';

/** One entry of the list `teams`. */
export interface Team {
  readonly name: string;
  /** `teams/NAME` */
  readonly key: string;
  /** Patterns of principals and of application inference profiles, and account types. */
  readonly members: readonly string[];
  readonly terms: BudgetTerms;
}

/** The id of a team's budget: `team/NAME`. */
export function teamId(name: string): string {
  return `${ID_PREFIX}${name}`;
}

/** The NAME of `team/NAME`; undefined for the id of any other budget. */
export function teamNameOf(principalId: string): string | undefined {
  return principalId.startsWith(ID_PREFIX) ? principalId.slice(ID_PREFIX.length) : undefined;
}

/** Reads teams, each the JSON of its fields; one line a problem. */
export function readTeams(
  entries: readonly (readonly [name: string, text: string])[],
  stack: BudgetTerms,
  problems: string[],
): readonly Team[] {
  return entries.flatMap(([name, text]): readonly Team[] => {
    const key = `${TEAMS}${name}`;
    const own: string[] = [];
    const entry = readEntry(name, text, ['members'], own);
    const members = entry === undefined ? [] : readPatterns('members', entry['members'], memberProblem, own);
    if (entry !== undefined && entry['limitUsd'] === undefined)
      own.push('limitUsd: missing; a team has a limit of its own');
    const terms = entry === undefined ? stack : readTerms(entry, stack, own);
    problems.push(...own.map((problem) => `${key}: ${problem}`));
    return entry === undefined ? [] : [{ name, key, members, terms }];
  });
}
