import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { BudgetFacts } from '../../domain/budget/budget.js';
import { isMoreThan, parseExactUsd, parseUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { limitOf } from '../../domain/budget/overrides.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { limitSourceIn, overridesIn, overridesJson } from './overridesJson.js';
import { amount, itemOf, text, type Item, type ItemReader } from './attributes.js';

/** Enough to know it again in a message. */
const MAX_CHARACTERS = 100;

/** What a row says of a budget's limit. */
export type Limits = Pick<
  BudgetFacts,
  | 'limitUsd'
  | 'baseLimitUsd'
  | 'settledLimitUsd'
  | 'limitFrom'
  | 'extraUsd'
  | 'overrides'
  | 'unreadableLimit'
  | 'toldUnreadableLimit'
>;

/**
 * `budget_limit_usd` is the base, which people may edit, and `limit_in_use` the base that a review has settled;
 * `effective_limit_usd` is what that leaves for this period. What somebody typed stays as it is: a write takes over what
 * differs between two records, and both say the same of it.
 */
export function limitAttributes({ budget }: StoredBudget): Readonly<Item> {
  const { baseLimitUsd, settledLimitUsd, limitFrom, extraUsd, overrides } = budget;
  const { unreadableLimit: found, toldUnreadableLimit: told } = budget;
  return itemOf({
    budget_limit_usd: found === undefined ? amount(baseLimitUsd) : text(found),
    limit_in_use: settledLimitUsd === undefined ? undefined : amount(settledLimitUsd),
    effective_limit_usd:
      limitFrom === undefined || settledLimitUsd === undefined
        ? undefined
        : amount(limitOf({ ...budget, baseLimitUsd: settledLimitUsd })),
    limit_from: limitFrom === undefined ? undefined : text(limitFrom),
    extra_usd: extraUsd.isZero() ? undefined : amount(extraUsd),
    overrides: overridesJson(overrides),
    limit_unreadable_told: told === undefined ? undefined : text(told),
  });
}

/**
 * The limit is a number, or a text that is one, above zero; where it is not, the last one that was stands in for it.
 * Throws CorruptRowError where there is none.
 */
export function limitsOf(item: Readonly<Item>, row: ItemReader): Limits {
  const found = item['budget_limit_usd'];
  const readable = readLimit(found);
  const settledLimitUsd = row.has('limit_in_use') ? row.amount('limit_in_use') : undefined;
  const parts = {
    baseLimitUsd: readable ?? settledLimitUsd ?? row.amount('budget_limit_usd'),
    extraUsd: row.has('extra_usd') ? row.amount('extra_usd') : ZERO_USD,
    overrides: overridesIn(row),
  };
  return {
    ...parts,
    limitUsd: limitOf(parts),
    settledLimitUsd,
    limitFrom: row.has('limit_from') ? limitSourceIn(row) : undefined,
    unreadableLimit: readable === undefined ? shown(found) : undefined,
    toldUnreadableLimit: row.has('limit_unreadable_told') ? row.text('limit_unreadable_told') : undefined,
  };
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
