import type { PersonRoles } from '../../domain/iam/person.js';
import { grantsBedrock } from '../../domain/iam/policyGrant.js';
import { isRoleOfPersons, principalOf, type AccountType } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';
import { spendingOf, type Spending } from '../keys/listKeys.js';
import type { Stack } from '../stack/stack.js';
import type { AccountAccess, Entity, HeldPolicy } from './accountAccess.js';

/** A user or role that a policy lets use Bedrock. */
export interface InventoryRow {
  /** Of its budget: of a role without the path. */
  readonly principalId: string;
  readonly accountType: AccountType;
  /** The policies that let it. */
  readonly accessBy: readonly string[];
  /** Policies that are no policy documents: they may let it do anything. */
  readonly unreadable: readonly string[];
  readonly boundary: Boundary | undefined;
  /** Whether its sessions are persons, who have budgets of their own. */
  readonly isOfPersons: boolean;
  /** Undefined without a budget. */
  readonly spending: Spending | undefined;
  /** Undefined where IAM knows of no use, or was not asked. */
  readonly lastUsed: Instant | undefined;
}

export interface Boundary {
  readonly name: string;
  /** Whether it leaves room for Bedrock; without that the principal's policies have no effect. */
  readonly allows: 'yes' | 'no' | 'unreadable';
}

export interface InventoryWish {
  readonly withoutBudget: boolean;
  readonly lastUsed: boolean;
}

/**
 * Who has access to Bedrock by its policies, by id. Conditions and Denies are not weighed, nor the organisation's
 * policies: better one too many than one too few.
 */
export async function inventory(
  stack: Pick<Stack, 'accountId' | 'clock' | 'budgets' | 'settings'>,
  account: AccountAccess,
  wish: InventoryWish,
  onLook: (done: number, all: number) => void,
): Promise<readonly InventoryRow[]> {
  const { personRoles } = (await stack.settings()).policy;
  const found = (await account.entities()).flatMap((entity) => withAccess(entity, stack.accountId, personRoles));
  const budgets = await stack.budgets.read(found.map(({ principalId }) => principalId));
  const now = stack.clock.now();
  const rows = found.map((row) => {
    const budget = budgets.get(row.principalId)?.budget;
    return { ...row, spending: budget === undefined ? undefined : spendingOf(budget, now), lastUsed: undefined };
  });
  const shown = rows.filter((row) => !wish.withoutBudget || (row.spending === undefined && !row.isOfPersons));
  const used = wish.lastUsed ? await usesOf(account, shown, onLook) : new Map<string, Instant>();
  return shown
    .map(({ arn, ...row }) => ({ ...row, lastUsed: used.get(arn) }))
    .sort((left, right) => (left.principalId < right.principalId ? -1 : 1));
}

type Accessor = Omit<InventoryRow, 'spending' | 'lastUsed'> & { readonly arn: string };

function usesOf(
  account: AccountAccess,
  rows: readonly Accessor[],
  onLook: (done: number, all: number) => void,
): Promise<ReadonlyMap<string, Instant>> {
  return account.lastUsed(
    rows.map(({ arn }) => arn),
    (count) => {
      onLook(count, rows.length);
    },
  );
}

function withAccess(entity: Entity, accountId: string, personRoles: PersonRoles): readonly Accessor[] {
  const { arn, holder, policies, boundary } = entity;
  const accessBy = namesOf(policies, 'yes');
  const unreadable = namesOf(policies, 'unreadable');
  if (accessBy.length + unreadable.length === 0) return [];
  return [
    {
      ...principalOf(arn, accountId),
      arn,
      accessBy,
      unreadable,
      boundary: boundary && { name: boundary.name, allows: grantOf(boundary) },
      isOfPersons: isRoleOfPersons(holder, personRoles),
    },
  ];
}

function namesOf(policies: readonly HeldPolicy[], grant: ReturnType<typeof grantOf>): readonly string[] {
  return policies.filter((policy) => grantOf(policy) === grant).map(({ name }) => name);
}

/** A policy that is gone allows nothing. */
function grantOf({ document }: HeldPolicy): 'yes' | 'no' | 'unreadable' {
  return document === undefined ? 'no' : grantsBedrock(document);
}
