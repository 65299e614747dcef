import { composeUserSetup } from '../functions/userSetup.js';
import { lambda } from './aws/lambda.js';
import {
  accessReader,
  budgets,
  bus,
  clock,
  iamDirectory,
  personPolicyLists,
  prices,
  settings,
  telemetry,
} from './aws/services.js';

export const handler = lambda(composeUserSetup, {
  clock,
  telemetry,
  settings,
  budgets,
  prices,
  iamDirectory,
  accessReader,
  bus,
  personPolicyLists,
});
