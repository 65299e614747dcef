import { IAMClient } from '@aws-sdk/client-iam';
import { AwsIamAccess } from '../adapters/awsIamAccess.js';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { createIamUtilities } from '../iamUtilities.js';
import { compose, LIMITS, tablesClient, taskWith } from './composition.js';
import { required } from './environment.js';
import { suspensionMeans } from './suspensionMeans.js';

const means = suspensionMeans();
const composition = compose('iam-utilities');

export const handler = taskWith(
  composition,
  createIamUtilities({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), composition.clock),
    iam: new AwsIamAccess(new IAMClient(LIMITS), means),
    means,
  }),
);
