import { composePersonAccess } from '../functions/personAccess.js';
import { lambda } from './aws/lambda.js';
import { budgets, clock, personPolicyLists, policyDocuments, telemetry } from './aws/services.js';

export const handler = lambda(composePersonAccess, { clock, telemetry, budgets, personPolicyLists, policyDocuments });
