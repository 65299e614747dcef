import { composeIamUtilities } from '../functions/iamUtilities.js';
import { lambda } from './aws/lambda.js';
import { budgets, clock, iamAccess, settings, telemetry } from './aws/services.js';

export const handler = lambda(composeIamUtilities, { clock, telemetry, settings, budgets, iamAccess });
