import type { PrincipalAccess } from '../../domain/iam/principalAccess.js';
import { holderOf, principalOf, type PolicyHolder } from '../../domain/iam/principal.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { BudgetPorts } from '../budgets/budgetChanges.js';
import type { AccessReader, IamAccess } from '../ports/iamAccess.js';
import { UnreadableEventError } from '../runtime/errors.js';

/** What a function needs that looks at the access of principals. */
export interface AccessReaderPorts extends BudgetPorts {
  readonly iam: AccessReader;
  readonly enforcementConfig: EnforcementConfig;
  readonly settings: () => Promise<Settings>;
}

/** What a function needs that changes it. */
export interface AccessPorts extends AccessReaderPorts {
  readonly iam: IamAccess;
}

/** The user or role that a budget is about. Throws UnreadableEventError for any other principal. */
export function holderOfBudget(principalId: string): PolicyHolder {
  const holder = holderOf(principalId);
  if (holder === undefined) throw new UnreadableEventError(`${principalId}: neither a user nor a role`);
  return holder;
}

/**
 * What a principal has; undefined if IAM has it no more. A namesake under another path is somebody else, with a budget
 * of its own.
 */
export async function accessOf(
  { iam }: Pick<AccessReaderPorts, 'iam'>,
  principalId: string,
): Promise<PrincipalAccess | undefined> {
  const access = await iam.access(holderOfBudget(principalId));
  return access !== undefined && principalOf(access.arn).principalId === principalId ? access : undefined;
}
