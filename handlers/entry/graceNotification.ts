import { composeGraceNotification } from '../functions/graceNotification.js';
import { lambda } from './aws/lambda.js';
import { budgets, bus, clock, telemetry } from './aws/services.js';

export const handler = lambda(composeGraceNotification, { clock, telemetry, budgets, bus });
