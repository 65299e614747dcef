import type { Tag } from '../../domain/iam/iamChange.js';
import type { IamCall } from '../../domain/iam/iamEvent.js';
import { principalOf, type PolicyHolder, type Principal } from '../../domain/iam/principal.js';
import { isMoreThan, parseUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { IamDirectory } from '../ports/iamDirectory.js';
import { changeBudget, type BudgetPorts } from './budgetChanges.js';

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
  const tagLimitUsd = settings.trustLimitTags ? await limitOnTag(ports, holder, tags) : undefined;
  const opening = { type: 'OpenBudget', principal, seenAt: call.at } as const;
  const command = tagLimitUsd === undefined ? opening : { ...opening, tagLimitUsd };
  const { decision } = await changeBudget(ports, principal.principalId, command, settings);
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

/** An amount of USD on a user or role; whoever may tag may then set limits, so a stack has to trust it. */
const LIMIT_TAG = 'BedrockBudgeteer:LimitUsd';

/** The limit that the tag of a user or role says; undefined without one, or if it is no amount. */
export async function limitOnTag(
  { iamDirectory, telemetry }: Pick<OpeningPorts, 'iamDirectory' | 'telemetry'>,
  { type, name }: PolicyHolder,
  tags: readonly Tag[] = [],
): Promise<Usd | undefined> {
  const given = tags.find(({ key }) => key === LIMIT_TAG)?.value;
  const text = given ?? (await iamDirectory.tag(type, name, LIMIT_TAG));
  if (text === undefined) return undefined;
  const limit = parseUsd(text);
  if (limit !== undefined && isMoreThan(limit, ZERO_USD)) return limit;
  telemetry.warn('limit tag is no amount of USD above 0; the rules hold', { [type]: name, tag: LIMIT_TAG });
  return undefined;
}
