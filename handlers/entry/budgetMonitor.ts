import { composeBudgetMonitor } from '../functions/budgetMonitor.js';
import { lambda } from './aws/lambda.js';
import {
  budgets,
  bus,
  clock,
  personPolicyLists,
  policyDocuments,
  settings,
  storedBudgetOf,
  teamCounts,
  telemetry,
} from './aws/services.js';

export const handler = lambda(composeBudgetMonitor, {
  clock,
  telemetry,
  settings,
  budgets,
  teamCounts,
  bus,
  storedBudgetOf,
  personPolicyLists,
  policyDocuments,
});
