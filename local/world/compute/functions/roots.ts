import type { EntryName } from '../../../../infra/bundles.js';
import { auditLogger } from './auditLogger.js';
import { budgetMonitor } from './budgetMonitor.js';
import { budgetRefresh } from './budgetRefresh.js';
import { budgetStatus } from './budgetStatus.js';
import type { LocalRoot } from './composition.js';
import { graceNotification } from './graceNotification.js';
import { iamUtilities } from './iamUtilities.js';
import { notifier } from './notifier.js';
import { policyBackup } from './policyBackup.js';
import { pricingManager } from './pricingManager.js';
import { restorationValidation } from './restorationValidation.js';
import { stateReporter } from './stateReporter.js';
import { usageCalculator } from './usageCalculator.js';
import { userSetup } from './userSetup.js';

/** One for each entry of `handlers/entry/`. */
export const LOCAL_ROOTS: Readonly<Record<EntryName, LocalRoot>> = {
  usageCalculator,
  userSetup,
  budgetMonitor,
  budgetRefresh,
  auditLogger,
  pricingManager,
  stateReporter,
  graceNotification,
  budgetStatus,
  policyBackup,
  iamUtilities,
  restorationValidation,
  notifier,
};
