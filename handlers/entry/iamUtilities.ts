import { IAMClient } from '@aws-sdk/client-iam';
import { AwsIamAccess } from '../adapters/awsIamAccess.js';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { createIamUtilities } from '../functions/iamUtilities.js';
import { readEnforcementConfig } from '../workflows/enforcementConfig.js';
import { compose, LIMITS, tablesClient, taskWith } from './composition.js';
import { ENVIRONMENT, required } from './environment.js';

const enforcementConfig = readEnforcementConfig(ENVIRONMENT);
const composition = compose('iam-utilities');

export const handler = taskWith(
  composition,
  createIamUtilities({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), composition.clock),
    iam: new AwsIamAccess(new IAMClient(LIMITS), enforcementConfig),
    enforcementConfig,
  }),
);
