import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { BudgetFacts } from '../../domain/budget/budget.js';
import { isMoreThan, parseExactUsd, parseUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { amount, itemOf, text, type Item, type ItemReader } from './attributes.js';

/** Enough to know it again in a message. */
const MAX_CHARACTERS = 100;

/**
 * What somebody typed in place of a limit stays as it is: a write takes over what differs between two records, and both
 * say the same of it.
 */
export function limitAttributes({ budget, limitInUse }: StoredBudget): Readonly<Item> {
  const { limitUsd, unreadableLimit: found, toldUnreadableLimit: told } = budget;
  return itemOf({
    budget_limit_usd: found === undefined ? amount(limitUsd) : text(found),
    limit_in_use: limitInUse === undefined ? undefined : amount(limitInUse),
    limit_unreadable_told: told === undefined ? undefined : text(told),
  });
}

/**
 * The limit is a number, or a text that is one, above zero; where it is not, the last one that was stands in for it.
 * Throws CorruptRowError where there is none.
 */
export function limitOf(
  item: Readonly<Item>,
  row: ItemReader,
): Pick<BudgetFacts, 'limitUsd' | 'unreadableLimit' | 'toldUnreadableLimit'> {
  const found = item['budget_limit_usd'];
  const toldUnreadableLimit = row.has('limit_unreadable_told') ? row.text('limit_unreadable_told') : undefined;
  const limitUsd = readLimit(found);
  if (limitUsd !== undefined) return { limitUsd, unreadableLimit: undefined, toldUnreadableLimit };
  const inUse = row.has('limit_in_use') ? row.amount('limit_in_use') : row.amount('budget_limit_usd');
  return { limitUsd: inUse, unreadableLimit: shown(found), toldUnreadableLimit };
}

function readLimit(found: AttributeValue | undefined): Usd | undefined {
  const limitUsd = found?.S === undefined ? exact(found?.N ?? '') : parseUsd(found.S.trim());
  return limitUsd !== undefined && isMoreThan(limitUsd, ZERO_USD) ? limitUsd : undefined;
}

function exact(digits: string): Usd | undefined {
  try {
    return parseExactUsd(digits);
  } catch {
    return undefined;
  }
}

function shown(found: AttributeValue | undefined): string {
  return (found?.S ?? found?.N ?? (found === undefined ? '' : JSON.stringify(found))).slice(0, MAX_CHARACTERS);
}
