import type { Budget } from '../../domain/budget/budget.js';
import { periodOf } from '../../domain/budget/inPeriod.js';
import type { Instant } from '../../domain/instant.js';
import { ZERO_USD, type Usd } from '../../domain/money.js';
import type { Stack } from '../stack/stack.js';
import type { ApiKey, KeyAdministration } from './keyAdministration.js';
import { keyNameOf, pathOf } from './keyNames.js';
import { byAge, hasDeny } from './ownedKeys.js';

/** One key, or a user that has none left. */
export interface ListedKey {
  readonly name: string;
  readonly userName: string;
  /** The user's ARN. */
  readonly principalId: string;
  readonly key: ApiKey | undefined;
  readonly state: KeyState;
  /** Undefined without a budget. */
  readonly spending: Spending | undefined;
}

/** `suspended`: the Deny is on the user. */
export type KeyState = 'active' | 'inactive' | 'expired' | 'suspended' | 'no key';

/** A budget as it stands at an instant, though nobody has looked at it since its period began. */
export interface Spending {
  readonly status: Budget['status'];
  readonly limitUsd: Usd;
  readonly spentUsd: Usd;
  readonly resetsAt: Instant;
}

/** The keys that `keys create` of this stack made, those of a user by age. */
export async function listKeys(
  stack: Pick<Stack, 'name' | 'clock' | 'budgets'>,
  administration: KeyAdministration,
): Promise<readonly ListedKey[]> {
  const users = await administration.usersBelow(pathOf(stack.name));
  const budgets = await stack.budgets.read(users.map(({ arn }) => arn));
  const now = stack.clock.now();
  return users.flatMap(({ userName, arn, keys }): readonly ListedKey[] => {
    const budget = budgets.get(arn)?.budget;
    const spending = budget === undefined ? undefined : spendingOf(budget, now);
    const user = { name: keyNameOf(userName), userName, principalId: arn, spending };
    if (keys.length === 0) return [{ ...user, key: undefined, state: 'no key' }];
    return byAge(keys).map((key) => ({ ...user, key, state: stateOf(key, budget, now) }));
  });
}

export function spendingOf(budget: Budget, now: Instant): Spending {
  const period = periodOf(budget, now);
  const isSame = period.start <= budget.period.start;
  const { status, limitUsd, spentUsd } = budget;
  return { status, limitUsd, spentUsd: isSame ? spentUsd : ZERO_USD, resetsAt: period.end };
}

function stateOf(key: ApiKey, budget: Budget | undefined, now: Instant): KeyState {
  if (key.expiresAt !== undefined && key.expiresAt <= now) return 'expired';
  if (hasDeny(budget)) return 'suspended';
  return key.isActive ? 'active' : 'inactive';
}
