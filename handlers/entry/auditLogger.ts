import { composeAuditLogger } from '../functions/auditLogger.js';
import { lambda } from './aws/lambda.js';
import { auditLog, clock, settings, telemetry } from './aws/services.js';

export const handler = lambda(composeAuditLogger, { clock, telemetry, settings, auditLog });
