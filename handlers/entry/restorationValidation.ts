import { composeRestorationValidation } from '../functions/restorationValidation.js';
import { lambda } from './aws/lambda.js';
import { budgets, clock, settings, telemetry } from './aws/services.js';

export const handler = lambda(composeRestorationValidation, { clock, telemetry, settings, budgets });
