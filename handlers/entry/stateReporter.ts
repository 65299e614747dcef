import { composeStateReporter } from '../functions/stateReporter.js';
import { lambda } from './aws/lambda.js';
import { census, clock, prices, telemetry } from './aws/services.js';

export const handler = lambda(composeStateReporter, { clock, telemetry, census, prices });
