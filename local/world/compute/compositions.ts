import { composeAuditLogger } from '../../../handlers/functions/auditLogger.js';
import { composeBudgetMonitor } from '../../../handlers/functions/budgetMonitor.js';
import { composeBudgetRefresh } from '../../../handlers/functions/budgetRefresh.js';
import { composeBudgetStatus } from '../../../handlers/functions/budgetStatus.js';
import { composeGraceNotification } from '../../../handlers/functions/graceNotification.js';
import { composeIamUtilities } from '../../../handlers/functions/iamUtilities.js';
import { composeNotifier } from '../../../handlers/functions/notifier.js';
import { composePersonAccess } from '../../../handlers/functions/personAccess.js';
import { composePolicyBackup } from '../../../handlers/functions/policyBackup.js';
import { composePricingManager } from '../../../handlers/functions/pricingManager.js';
import { composeReportWriter } from '../../../handlers/functions/reportWriter.js';
import { composeRestorationValidation } from '../../../handlers/functions/restorationValidation.js';
import { composeStateReporter } from '../../../handlers/functions/stateReporter.js';
import { composeUsageCalculator } from '../../../handlers/functions/usageCalculator.js';
import { composeUserSetup } from '../../../handlers/functions/userSetup.js';
import type { FunctionName } from '../../../handlers/contracts/functions.js';
import type { Services } from '../../../handlers/ports/services.js';
import type { Environment } from '../../../handlers/runtime/environment.js';
import type { Handler } from '../../../handlers/runtime/handler.js';

/** Every function, for who runs them all in one process; in AWS each is bundled from its file of `handlers/entry/`. */
export const COMPOSITIONS: Readonly<Record<FunctionName, (environment: Environment, services: Services) => Handler>> = {
  usageCalculator: composeUsageCalculator,
  userSetup: composeUserSetup,
  budgetMonitor: composeBudgetMonitor,
  budgetRefresh: composeBudgetRefresh,
  auditLogger: composeAuditLogger,
  pricingManager: composePricingManager,
  stateReporter: composeStateReporter,
  reportWriter: composeReportWriter,
  graceNotification: composeGraceNotification,
  budgetStatus: composeBudgetStatus,
  policyBackup: composePolicyBackup,
  iamUtilities: composeIamUtilities,
  personAccess: composePersonAccess,
  restorationValidation: composeRestorationValidation,
  notifier: composeNotifier,
};
