import { IAMClient } from '@aws-sdk/client-iam';
import type { Stack } from '../stack/stack.js';
import { AwsKeys } from './awsKeys.js';
import type { KeyAdministration } from './keyAdministration.js';
import { WorldKeys } from './worldKeys.js';

/** The IAM of a stack's account, by the shell's credentials, or of its local world. */
export function administrationOf({ reach, homeRegion, clock }: Stack): KeyAdministration {
  if (reach.kind === 'local') return new WorldKeys(reach.world);
  return new AwsKeys(new IAMClient({ region: homeRegion }), clock);
}
