import { composeBudgetStatus } from '../functions/budgetStatus.js';
import { lambda } from './aws/lambda.js';
import { budgets, clock, settings, telemetry } from './aws/services.js';

export const handler = lambda(composeBudgetStatus, { clock, telemetry, settings, budgets });
