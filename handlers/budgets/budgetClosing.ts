import type { BudgetPolicy } from '../../domain/budgetPolicy.js';
import { plainUserArn, type IamCall } from '../../domain/iamEvent.js';
import { changeBudget, type BudgetPorts } from './budgetChanges.js';
import type { IamDirectory } from '../ports/iamDirectory.js';

export interface ClosingPorts extends BudgetPorts {
  readonly iamDirectory: IamDirectory;
}

/**
 * Closes the budget of a deleted user. The call does not tell the user's path, so it is looked for among the budgets;
 * that index may not have a budget of a moment ago, so the plain ARN is tried as well. A user that IAM knows was created
 * again since and keeps its budget: closed, it would stay suspended with nobody to lift that.
 */
export async function closeBudgets(
  ports: ClosingPorts,
  call: IamCall,
  userName: string,
  policy: BudgetPolicy,
): Promise<void> {
  const current = await ports.iamDirectory.userArn(userName);
  for (const principalId of await candidates(ports, call, userName)) {
    const fields = { principalId, eventId: call.eventId };
    if (principalId === current) {
      ports.telemetry.info('budget not closed', { ...fields, reason: 'the user was created again' });
      continue;
    }
    const { decision } = await changeBudget(ports, principalId, { type: 'CloseBudget', deletedAt: call.at }, policy);
    if (decision.kind === 'accepted') ports.telemetry.info('budget closed', fields);
    else ports.telemetry.info('budget not closed', { ...fields, reason: decision.reason });
  }
}

/** Users of the call's account; roles and other accounts have the same names. */
async function candidates({ budgets }: ClosingPorts, call: IamCall, userName: string): Promise<ReadonlySet<string>> {
  const named = await budgets.named(userName);
  const ofUsers = named.filter((principalId) => principalId.startsWith(plainUserArn(call, '')));
  return new Set([...ofUsers, plainUserArn(call, userName)]);
}
