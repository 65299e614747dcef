import type { Tag } from '../../domain/iam/iamChange.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { IamCall } from '../../domain/iam/iamEvent.js';
import { principalOf, type Principal } from '../../domain/iam/principal.js';
import type { Settings } from '../../domain/settings/settings.js';
import { changeBudget, type BudgetPorts } from './budgetChanges.js';
import { openingLimit } from './limitTag.js';
import type { IamDirectory } from '../ports/iamDirectory.js';

export interface OpeningPorts extends BudgetPorts {
  readonly iamDirectory: IamDirectory;
}

/** Whose budget to open, and the call that says so. */
export interface Opening {
  readonly call: IamCall;
  readonly principal: Principal;
  readonly holder: PolicyHolder;
  /** Those that the call itself gave. */
  readonly tags: readonly Tag[];
}

/** Opens a budget where there is none and opens a closed one again; one that is open stays as it is. */
export async function openBudget(
  ports: OpeningPorts,
  { call, principal, holder, tags }: Opening,
  settings: Settings,
): Promise<void> {
  const limitUsd = await openingLimit(ports, holder, tags, settings);
  const { refreshPeriodDays, policy } = settings;
  const command = { type: 'OpenBudget', principal, limitUsd, refreshPeriodDays, seenAt: call.at } as const;
  const { decision } = await changeBudget(ports, principal.principalId, command, policy);
  const fields = { ...principal, eventId: call.eventId };
  if (decision.kind === 'rejected') {
    ports.telemetry.info('budget not opened', { ...fields, reason: decision.reason });
    return;
  }
  const isNew = decision.events.some(({ type }) => type === 'BudgetOpened');
  if (isNew) ports.telemetry.count('BudgetsOpened', 1);
  ports.telemetry.info(isNew ? 'budget opened' : 'budget opened again', fields);
}

/** The principal behind a name as IAM knows it now; undefined where the account has none (any more). */
export async function principalNamed(
  { iamDirectory }: Pick<OpeningPorts, 'iamDirectory'>,
  { accountId }: IamCall,
  { type, name }: PolicyHolder,
): Promise<Principal | undefined> {
  const arn = await (type === 'user' ? iamDirectory.userArn(name) : iamDirectory.roleArn(name));
  const principal = principalOf(arn, accountId);
  return principal.accountType === 'unknown' ? undefined : principal;
}
