import type { Settings } from '../../domain/settings/settings.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import { plainArn, type IamCall } from '../../domain/iam/iamEvent.js';
import { changeBudget, type BudgetPorts } from './budgetChanges.js';
import { principalNamed } from './budgetOpening.js';
import type { IamDirectory } from '../ports/iamDirectory.js';

export interface ClosingPorts extends BudgetPorts {
  readonly iamDirectory: IamDirectory;
}

/**
 * Closes the budget of a deleted user or role. The call does not tell a user's path, so it is looked for among the
 * budgets; that index may not have a budget of a moment ago, so the plain ARN is tried as well. A principal that IAM
 * knows was created again since and keeps its budget: closed, it would stay suspended with nobody to end that.
 */
export async function closeBudgets(
  ports: ClosingPorts,
  call: IamCall,
  holder: PolicyHolder,
  settings: Settings,
): Promise<void> {
  const current = await principalNamed(ports, call, holder);
  for (const principalId of await candidates(ports, call, holder)) {
    const fields = { principalId, eventId: call.eventId };
    if (principalId === current?.principalId) {
      ports.telemetry.info('budget not closed', { ...fields, reason: `the ${holder.type} was created again` });
      continue;
    }
    const { decision } = await changeBudget(ports, principalId, { type: 'CloseBudget', deletedAt: call.at }, settings);
    if (decision.kind === 'accepted') ports.telemetry.info('budget closed', fields);
    else ports.telemetry.info('budget not closed', { ...fields, reason: decision.reason });
  }
}

/** Of the call's account and the holder's type; others have the same names. */
async function candidates(
  { budgets }: ClosingPorts,
  call: IamCall,
  { type, name }: PolicyHolder,
): Promise<ReadonlySet<string>> {
  const named = await budgets.named(name);
  const ofType = named.filter((principalId) => principalId.startsWith(plainArn(call, { type, name: '' })));
  return new Set([...ofType, plainArn(call, { type, name })]);
}
