import type { PrincipalAccess } from '../../domain/iam/principalAccess.js';
import { holderOf, principalOf, type PolicyHolder } from '../../domain/iam/principal.js';
import { UnreadableEventError } from '../runtime/errors.js';
import type { AccessReaderPorts } from './accessPorts.js';

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
