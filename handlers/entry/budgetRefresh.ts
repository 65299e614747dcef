import { composeBudgetRefresh } from '../functions/budgetRefresh.js';
import { lambda } from './aws/lambda.js';
import { budgets, bus, clock, settings, telemetry } from './aws/services.js';

export const handler = lambda(composeBudgetRefresh, { clock, telemetry, settings, budgets, bus });
