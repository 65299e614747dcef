import type { IamAccess } from '../../../handlers/ports/iamAccess.js';
import { createIamUtilities } from '../../../handlers/functions/iamUtilities.js';
import { EVA, EVA_ARN, EVA_ID, LIMITED_ACCESS, type AccessWorld } from '../accessWorld.js';

/** What the restore point of EVA names. */
export const TAKEN = { uniqueId: EVA_ID, detachedPolicyArns: [LIMITED_ACCESS], deactivatedKeyIds: [] };
export const APPLY = { principalId: EVA_ARN, execution: 'e1', operation: 'apply', restorePoint: TAKEN };

export async function apply(world: AccessWorld, event: unknown = APPLY, iam: IamAccess = world.iam): Promise<unknown> {
  return createIamUtilities({ ...world.accessPorts(), iam })(event);
}

export function done(...steps: readonly string[]): unknown {
  return { verdict: 'done', steps, notRestored: [] };
}

export function isAttached({ iam }: AccessWorld, policyArn: string): boolean {
  return iam.held(EVA).attached.has(policyArn);
}
