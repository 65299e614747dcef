import { IAMClient } from '@aws-sdk/client-iam';
import { AwsAccessReader } from '../adapters/awsAccessReader.js';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { createPolicyBackup } from '../functions/policyBackup.js';
import { readEnforcementConfig } from '../workflows/enforcementConfig.js';
import { compose, LIMITS, tablesClient, taskWith } from './composition.js';
import { ENVIRONMENT, required } from './environment.js';

const enforcementConfig = readEnforcementConfig(ENVIRONMENT);
const composition = compose('policy-backup');

export const handler = taskWith(
  composition,
  createPolicyBackup({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), composition.clock),
    iam: new AwsAccessReader(new IAMClient(LIMITS), enforcementConfig),
    enforcementConfig,
  }),
);
