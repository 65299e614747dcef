import { IAMClient } from '@aws-sdk/client-iam';
import { AwsAccessReader } from '../adapters/awsAccessReader.js';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { createPolicyBackup } from '../policyBackup.js';
import { compose, LIMITS, tablesClient, taskWith } from './composition.js';
import { required } from './environment.js';
import { suspensionMeans } from './suspensionMeans.js';

const means = suspensionMeans();
const composition = compose('policy-backup');

export const handler = taskWith(
  composition,
  createPolicyBackup({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), composition.clock),
    iam: new AwsAccessReader(new IAMClient(LIMITS), means),
    means,
  }),
);
