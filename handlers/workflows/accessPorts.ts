import type { Settings } from '../../domain/settings/settings.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import type { BudgetPorts } from '../budgets/budgetChanges.js';
import type { AccessReader, IamAccess } from '../ports/iamAccess.js';

/** What a function needs that looks at the access of principals. */
export interface AccessReaderPorts extends BudgetPorts {
  readonly iam: AccessReader;
  readonly enforcementConfig: EnforcementConfig;
  readonly settings: () => Promise<Settings>;
}

/** What a function needs that changes it. */
export interface AccessPorts extends AccessReaderPorts {
  readonly iam: IamAccess;
}
