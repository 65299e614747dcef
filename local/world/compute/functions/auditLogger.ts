import { createAuditLogger } from '../../../../handlers/functions/auditLogger.js';
import { compose, homeRegion, type LocalRoot } from './composition.js';

export const auditLogger: LocalRoot = (environment, services) =>
  createAuditLogger({
    ...compose(environment, services),
    auditLog: services.auditLog(homeRegion(environment, services), environment.required('AUDIT_LOGS_TABLE')),
  });
