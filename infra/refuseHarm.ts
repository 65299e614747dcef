import * as pulumi from '@pulumi/pulumi';
import { deploymentOf, readDeployment, type Deployment } from './deployment.js';
import { easyToMiss } from './easyToMiss.js';
import { harmfulChanges } from './harmfulChanges.js';
import type { StackIdentity } from './identity.js';
import { loggingFindings } from './loggingInUse.js';
import { readLogging, readSubscriptions } from './readLogging.js';
import type { StackConfig } from './stackConfig.js';
import { subscriptionWarnings } from './subscriptionsInUse.js';

/** Set where the program runs without an account, as in `npm run plan`. */
const WITHOUT_ACCOUNT = 'BUDGETEER_WITHOUT_ACCOUNT';

/**
 * Checks what the update would destroy, before any resource is declared. Throws RunError, one line a change. Answers
 * what the next update compares itself with.
 */
export async function refuseHarm(config: StackConfig, identity: StackIdentity): Promise<Deployment> {
  const before = await readDeployment(identity.stack);
  const after = deploymentOf(config, identity);
  const changes = before === undefined ? [] : harmfulChanges(before, { ...after, createsTrail: config.createsTrail });
  if (changes.length > 0) throw new pulumi.RunError(changes.join('\n'));
  const isWithoutAccount = process.env[WITHOUT_ACCOUNT] === 'true';
  const read = isWithoutAccount ? withoutAccount : readLogging();
  const { refusals, warnings } = await loggingFindings({ config, identity, before, read });
  const crowded = await subscriptionWarnings(config, identity, isWithoutAccount ? withoutAccount : readSubscriptions());
  for (const warning of [...warnings, ...crowded, ...easyToMiss(config, identity)]) await pulumi.log.warn(warning);
  if (refusals.length > 0) throw new pulumi.RunError(refusals.join('\n'));
  return after;
}

const withoutAccount = (): Promise<never> => Promise.reject(new Error('there is no account here'));
