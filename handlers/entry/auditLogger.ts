import { DynamoAuditLog } from '../adapters/dynamoAuditLog.js';
import { createAuditLogger } from '../functions/auditLogger.js';
import { compose, handlerWith, tablesClient } from './composition.js';
import { required } from './environment.js';

const composition = compose('audit-logger');

export const handler = handlerWith(
  composition,
  createAuditLogger({ ...composition, auditLog: new DynamoAuditLog(tablesClient(), required('AUDIT_LOGS_TABLE')) }),
);
