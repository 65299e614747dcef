import { composePolicyBackup } from '../functions/policyBackup.js';
import { lambda } from './aws/lambda.js';
import { accessReader, budgets, clock, personPolicyLists, settings, telemetry } from './aws/services.js';

export const handler = lambda(composePolicyBackup, {
  clock,
  telemetry,
  settings,
  budgets,
  accessReader,
  personPolicyLists,
});
