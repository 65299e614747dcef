import { IAMClient } from '@aws-sdk/client-iam';
import type { Stack } from '../stack/stack.js';
import type { AccountAccess } from './accountAccess.js';
import { AwsAccess } from './awsAccess.js';
import { worldAccess } from './worldAccess.js';

/** The IAM of a stack's account, by the shell's credentials, or of its local world. */
export function accountOf({ reach, homeRegion, clock }: Stack): AccountAccess {
  if (reach.kind === 'local') return worldAccess(reach.world);
  return new AwsAccess(new IAMClient({ region: homeRegion }), clock);
}
