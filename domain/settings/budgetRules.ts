import type { BudgetTerms } from '../budget/budgetPolicy.js';
import { covers, patternProblem } from './principalPatterns.js';
import { readEntries, type Entry, type StoredEntry } from './ruleEntries.js';

/** With it the names of rules begin, among settings and among parameters. */
export const RULES = 'budgets/';

/** One rule of the list `budgets`; `patterns` are of principals, and account types. */
export type BudgetRule = Entry;

/** Reads rules, each the JSON of its fields, into their order; one line a problem. */
export function readRules(
  entries: readonly StoredEntry[],
  stack: BudgetTerms,
  problems: string[],
): readonly BudgetRule[] {
  const kind = { path: RULES, field: 'match', problemOf: patternProblem, needsLimit: false } as const;
  const rules = readEntries(entries, kind, stack, problems);
  problems.push(...unreachable(rules));
  return rules;
}

function unreachable(rules: readonly BudgetRule[]): readonly string[] {
  return rules.flatMap(({ key, patterns }, index) => {
    const earlier = rules.slice(0, index);
    const covering = patterns.map((other) => earlier.find((rule) => rule.patterns.some((one) => covers(one, other))));
    if (patterns.length === 0 || !covering.every((rule) => rule !== undefined)) return [];
    const names = [...new Set(covering.map(({ name }) => name))];
    return [`${key}: match: can never match; ${names.join(', ')} before it take all of ${patterns.join(', ')}`];
  });
}
