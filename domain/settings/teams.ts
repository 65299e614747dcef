import type { BudgetTerms } from '../budget/budgetPolicy.js';
import { memberProblem } from './principalPatterns.js';
import { readEntries, type Entry, type StoredEntry } from './ruleEntries.js';

/** With it the names of teams begin, among settings and among parameters. */
export const TEAMS = 'teams/';

const ID_PREFIX = 'team/';

/** One entry of the list `teams`; `patterns` are of principals and of application inference profiles, and account types. */
export type Team = Entry;

/** The id of a team's budget: `team/NAME`. */
export function teamId(name: string): string {
  return `${ID_PREFIX}${name}`;
}

/** The NAME of `team/NAME`; undefined for the id of any other budget. */
export function teamNameOf(principalId: string): string | undefined {
  return principalId.startsWith(ID_PREFIX) ? principalId.slice(ID_PREFIX.length) : undefined;
}

/** Reads teams, each the JSON of its fields; one line a problem. */
export function readTeams(entries: readonly StoredEntry[], stack: BudgetTerms, problems: string[]): readonly Team[] {
  const kind = { path: TEAMS, field: 'members', problemOf: memberProblem, needsLimit: true } as const;
  return readEntries(entries, kind, stack, problems);
}
