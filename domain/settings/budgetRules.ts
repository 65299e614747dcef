import type { BudgetTerms } from '../budget/budgetPolicy.js';
import { covers, patternProblem } from './principalPatterns.js';
import { readInteger } from './settingValues.js';
import { readEntry, readPatterns, readTerms } from './ruleTerms.js';

/** With it the names of rules begin, among settings and among parameters. */
export const RULES = 'budgets/';

/** One rule of the list `budgets`. */
export interface BudgetRule {
  readonly name: string;
  /** `budgets/NAME` */
  readonly key: string;
  /** Its place in the list. */
  readonly order: number;
  /** Patterns of principals, and account types. */
  readonly match: readonly string[];
  /** Its own, and the stack's where it has none. */
  readonly terms: BudgetTerms;
}

/** Places in the list. */
const ORDER = { min: 0, max: 999_999 };

/** Reads rules, each the JSON of its fields, into their order; one line a problem. */
export function readRules(
  entries: readonly (readonly [name: string, text: string])[],
  stack: BudgetTerms,
  problems: string[],
): readonly BudgetRule[] {
  const rules = entries.flatMap(([name, text]): readonly BudgetRule[] => {
    const key = `${RULES}${name}`;
    const own: string[] = [];
    const entry = readEntry(name, text, ['match'], own);
    const match = entry === undefined ? [] : readPatterns('match', entry['match'], patternProblem, own);
    const terms = entry === undefined ? stack : readTerms(entry, stack, own);
    const order = readInteger('order', JSON.stringify(entry?.['order'] ?? 0), ORDER, own);
    problems.push(...own.map((problem) => `${key}: ${problem}`));
    return entry === undefined ? [] : [{ name, key, order, match, terms }];
  });
  const inOrder = rules.sort((left, right) => left.order - right.order || (left.name < right.name ? -1 : 1));
  problems.push(...unreachable(inOrder));
  return inOrder;
}

function unreachable(rules: readonly BudgetRule[]): readonly string[] {
  return rules.flatMap(({ key, match }, index) => {
    const earlier = rules.slice(0, index);
    const covering = match.map((other) => earlier.find((rule) => rule.match.some((pattern) => covers(pattern, other))));
    if (match.length === 0 || !covering.every((rule) => rule !== undefined)) return [];
    const names = [...new Set(covering.map(({ name }) => name))];
    return [`${key}: match: can never match; ${names.join(', ')} before it take all of ${match.join(', ')}`];
  });
}
