import type { PolicyHolder } from '../../domain/iam/principal.js';
import { parseIamEvent, plainArn, type IamCall, type IamEvent } from '../../domain/iam/iamEvent.js';
import { formatInstant } from '../../domain/instant.js';
import { grantsBedrock } from '../../domain/iam/policyGrant.js';
import { isObject, stringAt } from '../../domain/json.js';
import { EVENT_SOURCE } from '../contracts/events.js';
import { holderOf, isRoleOfPersons, principalOf, principalWithId } from '../../domain/iam/principal.js';
import type { Settings } from '../../domain/settings/settings.js';
import { closeBudgets } from '../budgets/budgetClosing.js';
import { changeBudget } from '../budgets/budgetChanges.js';
import { limitOnTag, openBudget, principalNamed, type OpeningPorts } from '../budgets/budgetOpening.js';
import { watchDeny, type WatchingPorts } from '../budgets/denyWatch.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import type { PriceTable } from '../ports/priceTable.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { announceDetached, watchPersonPolicies, type PersonWatchPorts } from '../persons/personPolicyWatch.js';
import { withSettings } from '../settings/settingsCache.js';
import { readEnforcementConfig } from '../workflows/enforcementConfig.js';

export interface UserSetupPorts extends OpeningPorts, WatchingPorts, PersonWatchPorts {
  readonly priceTable: Pick<PriceTable, 'refreshedAt'>;
  readonly settings: () => Promise<Settings>;
}

type Of<Type extends IamEvent['type']> = Extract<IamEvent, { type: Type }>;

/**
 * Opens the budgets of users and roles as they gain Bedrock access, closes those of deleted ones and notices where the
 * Deny of a suspended one was touched, one event of IAM a call. Whom it misses gets a budget with the first spend. Safe
 * to repeat and in any order. What cannot be read is warned about and counted, for trying it again would not help. Throws
 * what the ports throw.
 */
export function createUserSetup(ports: UserSetupPorts): (event: unknown, context: LambdaContext) => Promise<void> {
  return async (event) => {
    try {
      const opened = openedPrincipal(event);
      if (opened !== undefined) {
        await applyLimitTag(ports, opened);
        return;
      }
      const parsed = parseIamEvent(event);
      if (parsed.kind === 'event') await apply(ports, parsed.event);
      else if (parsed.kind === 'ignored') ports.telemetry.info('event ignored', { reason: parsed.reason });
      else warnUnreadable(ports, 'event unreadable', parsed.reason);
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeUserSetup(
  environment: EnvironmentOf<'userSetup'>,
  services: Pick<
    Services,
    | 'clock'
    | 'telemetry'
    | 'settings'
    | 'budgets'
    | 'prices'
    | 'iamDirectory'
    | 'accessReader'
    | 'bus'
    | 'personPolicyLists'
  >,
): Handler {
  const enforcementConfig = readEnforcementConfig(environment);
  const iamDirectory = services.iamDirectory();
  return createUserSetup({
    ...withSettings(environment, services),
    budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
    priceTable: services.prices(environment.required('PRICING_TABLE')),
    iamDirectory,
    documents: iamDirectory,
    iam: services.accessReader(enforcementConfig),
    enforcementConfig,
    bus: services.bus(environment.required('EVENT_BUS')),
    lists: services.personPolicyLists(environment.required('PERSON_POLICIES_TABLE')),
    personPolicyArns: enforcementConfig.personPolicyArns,
  });
}

/** Whose budget was opened, of our own event that says so. */
function openedPrincipal(event: unknown): string | undefined {
  const isOpened = stringAt(event, 'source') === EVENT_SOURCE && stringAt(event, 'detail-type') === 'BudgetOpened';
  return isOpened && isObject(event) ? stringAt(event['detail'], 'principalId') : undefined;
}

/** A budget that the first spend has opened knows nothing of tags. */
async function applyLimitTag(ports: UserSetupPorts, principalId: string): Promise<void> {
  const settings = await ports.settings();
  const holder = holderOf(principalId);
  const limitUsd = settings.trustLimitTags && holder !== undefined ? await limitOnTag(ports, holder) : undefined;
  if (limitUsd === undefined) return;
  const principal = principalWithId(principalId);
  const command = { type: 'SetLimit', from: 'tag', principal, limitUsd, by: 'tag', reason: '' } as const;
  const { decision } = await changeBudget(ports, principalId, command, settings);
  const reason = decision.kind === 'rejected' ? decision.reason : undefined;
  ports.telemetry.info('limit on the tag of a new budget', { principalId, reason });
}

async function apply(ports: UserSetupPorts, event: IamEvent): Promise<void> {
  switch (event.type) {
    case 'UserCreated':
      return openOfCreatedUser(ports, event);
    case 'PrincipalDeleted':
      return settleDeleted(ports, event);
    case 'UserRenamed':
      return settleRenamed(ports, event);
    case 'KeyCreated':
      return openOfKeyOwner(ports, event);
    case 'KeyDeleted':
      // The user may have a second key or access keys, and what was spent stays spent.
      ports.telemetry.info('key deleted; the budget stays', { userName: event.userName, eventId: event.eventId });
      return;
    case 'PolicyAttached':
      return event.policyArn === ports.enforcementConfig.denyPolicyArn
        ? watched(ports, event)
        : openOfPolicyHolder(ports, event);
    case 'PolicyPut':
      return openOfPolicyHolder(ports, event);
    case 'PolicyDocumentChanged':
      if (ports.personPolicyArns.includes(event.policyArn)) return watchPersonPolicies(ports);
      ports.telemetry.info('event ignored', { reason: 'not a policy that denies persons', eventId: event.eventId });
      return;
    case 'PolicyDetached':
      if (ports.personPolicyArns.includes(event.policyArn)) return personPolicyDetached(ports, event);
      if (event.policyArn === ports.enforcementConfig.denyPolicyArn) return watched(ports, event);
      ports.telemetry.info('event ignored', { reason: 'not the policy by which we suspend', eventId: event.eventId });
      return;
    case 'BoundaryChanged':
      return watched(ports, event);
  }
}

/** One that was made again under the name at once keeps the budget, and has to have its Deny. */
async function settleDeleted(ports: UserSetupPorts, event: Of<'PrincipalDeleted'>): Promise<void> {
  const settings = await ports.settings();
  await closeBudgets(ports, event, event.holder, settings);
  await watchDeny(ports, event, event.holder, settings);
}

/** The old ARN is nobody's now; a Deny that the user had under it goes with the user, and nobody would take it away. */
async function settleRenamed(ports: UserSetupPorts, event: Of<'UserRenamed'>): Promise<void> {
  const settings = await ports.settings();
  await closeBudgets(ports, event, { type: 'user', name: event.userName }, settings);
  await watchDeny(ports, event, { type: 'user', name: event.newName }, settings);
}

/** Events come late: a role that is gone, or carries the policy again, needs nobody. */
async function personPolicyDetached(ports: UserSetupPorts, event: Of<'PolicyDetached'>): Promise<void> {
  const access = await ports.iam.access(event.holder);
  if (access !== undefined && !access.attachedPolicyArns.includes(event.policyArn)) {
    return announceDetached(ports, event);
  }
  const reason = access === undefined ? 'the principal is gone' : 'the policy is attached again';
  ports.telemetry.info('event ignored', { reason, eventId: event.eventId });
}

async function watched(ports: UserSetupPorts, event: IamCall & { readonly holder: PolicyHolder }): Promise<void> {
  await watchDeny(ports, event, event.holder, await ports.settings());
}

/** Users of other names have no access yet; what gives it to them is an event of its own. */
async function openOfCreatedUser(ports: UserSetupPorts, event: Of<'UserCreated'>): Promise<void> {
  const { userName, arn, tags } = event;
  if (principalOf(plainArn(event, { type: 'user', name: userName })).accountType !== 'bedrock_api_key') {
    ports.telemetry.info('event ignored', { reason: 'a user without Bedrock access', eventId: event.eventId });
    return;
  }
  const holder = { type: 'user', name: userName } as const;
  const principal = await principalNamed(ports, event, holder);
  const isGone = principal === undefined || (arn !== undefined && arn !== principal.principalId);
  if (isGone) infoGone(ports, event, holder);
  else await openBudget(ports, { call: event, principal, holder, tags }, await ports.settings());
}

/** A key makes its user one that is metered as a key, whatever its name. */
async function openOfKeyOwner(ports: UserSetupPorts, event: Of<'KeyCreated'>): Promise<void> {
  const holder = { type: 'user', name: event.userName } as const;
  const found = await principalNamed(ports, event, holder);
  if (found === undefined) {
    infoGone(ports, event, holder);
  } else {
    const principal = { ...found, accountType: 'bedrock_api_key' } as const;
    await openBudget(ports, { call: event, principal, holder, tags: [] }, await ports.settings());
  }
  await requestFirstPrices(ports, event);
}

async function openOfPolicyHolder(ports: UserSetupPorts, event: Of<'PolicyAttached' | 'PolicyPut'>): Promise<void> {
  const { holder, eventId } = event;
  const settings = await ports.settings();
  if (isRoleOfPersons(holder, settings.policy.personRoles)) {
    ports.telemetry.info('event ignored', { reason: 'a role of persons, who have budgets of their own', eventId });
    return;
  }
  const document =
    event.type === 'PolicyPut' ? event.policyDocument : await ports.iamDirectory.policyDocument(event.policyArn);
  const grant = document === undefined ? 'no' : grantsBedrock(document);
  if (grant === 'unreadable') {
    warnUnreadable(ports, 'policy unreadable', `${event.type} ${eventId}: not a policy document`);
  } else if (grant === 'no') {
    ports.telemetry.info('event ignored', { reason: 'a policy that grants no Bedrock access', eventId });
  } else {
    const principal = await principalNamed(ports, event, holder);
    if (principal === undefined) infoGone(ports, event, holder);
    else await openBudget(ports, { call: event, principal, holder, tags: [] }, settings);
  }
}

/** The first key of an account comes before the first daily refresh; a repeated request does no harm. */
async function requestFirstPrices({ priceTable, bus, telemetry }: UserSetupPorts, call: IamCall): Promise<void> {
  if ((await priceTable.refreshedAt()) !== undefined) return;
  const detail = { type: 'PriceRefreshRequested', at: formatInstant(call.at), reason: 'first-api-key' } as const;
  await bus.publish([{ eventId: `price-refresh-${call.eventId}`, detail }]);
  telemetry.count('EventsPublished', 1);
}

function infoGone({ telemetry }: UserSetupPorts, { eventId }: IamCall, { type, name }: PolicyHolder): void {
  telemetry.info('budget not opened', { [type]: name, eventId, reason: 'the account has no such principal any more' });
}

function warnUnreadable({ telemetry }: UserSetupPorts, message: string, reason: string): void {
  telemetry.warn(message, { reason });
  telemetry.count('EventsUnreadable', 1);
}
