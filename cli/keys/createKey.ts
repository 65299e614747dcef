import { randomUUID } from 'node:crypto';
import { MINUTE_MS, SECOND_MS } from '../../domain/instant.js';
import { usdToString, type Usd } from '../../domain/money.js';
import type { Interruption } from '../interruption.js';
import type { Stack } from '../stack/stack.js';
import { UserError } from '../userError.js';
import type { KeyAdministration, NewKey } from './keyAdministration.js';
import { pathOf, userNameOf } from './keyNames.js';
import { spendingOf, type Spending } from './listKeys.js';
import { CREATED_BY_TAG, CREATION_TAG, LIMIT_TAG, STACK_TAG } from './keyTags.js';
import { assertGoesOn, carryOut, type Step } from './steps.js';

/** What somebody asks for. */
export interface KeyRequest {
  readonly name: string;
  readonly limitUsd: Usd;
  /** Undefined: the key does not expire. */
  readonly ageDays: number | undefined;
  readonly reason: string;
}

export interface CreatedKey extends KeyRequest {
  readonly userName: string;
  /** The user's ARN, which is the id of its budget. */
  readonly principalId: string;
  readonly key: NewKey;
  readonly spending: Spending | undefined;
}

/** What is known by now. */
interface Made {
  principalId?: string;
  key?: NewKey;
  spending?: Spending | undefined;
}

export type KeyStack = Pick<Stack, 'name' | 'clock' | 'caller' | 'operate' | 'budgets'>;

/** A user of a name that had a key before has a closed budget until CloudTrail tells the stack of the new one. */
const MAX_WAIT_MS = 10 * MINUTE_MS;
const LOOK_MS = 10 * SECOND_MS;

/**
 * Makes a user, lets it call models, gives it a budget and then its key. Throws UserError: if there is such a user, and
 * if a step fails or somebody interrupts, after taking back what was made.
 */
export async function createKey(
  stack: KeyStack,
  administration: KeyAdministration,
  request: KeyRequest,
  interruption: Interruption,
): Promise<CreatedKey> {
  const userName = userNameOf(request.name);
  await assertFree(administration, request.name, userName);
  const made: Made = {};
  const steps = stepsOf({ stack, administration, request, userName, made, interruption, by: await stack.caller() });
  await carryOut(steps, interruption);
  const { principalId, key, spending } = made;
  if (principalId === undefined || key === undefined) throw new TypeError('all steps were done without a key');
  return { ...request, userName, principalId, key, spending };
}

/** The same, as it would be done. Throws UserError if there is such a user. */
export async function plannedSteps(
  stack: Pick<Stack, 'name'>,
  administration: KeyAdministration,
  { name, limitUsd, ageDays }: KeyRequest,
): Promise<readonly string[]> {
  const userName = userNameOf(name);
  await assertFree(administration, name, userName);
  const expiry = ageDays === undefined ? 'that does not expire' : `for ${ageDays} days`;
  return [
    `create user ${pathOf(stack.name)}${userName}`,
    `let it call models`,
    `set its limit to $${usdToString(limitUsd)}`,
    `create its key ${expiry}`,
  ];
}

async function assertFree(administration: KeyAdministration, name: string, userName: string): Promise<void> {
  const found = await administration.find(userName);
  if (found === undefined) return;
  throw new UserError(
    `${name}: there is a user ${found.arn}, which stays as it is; \`keys rotate\` gives it a new key, or take another name`,
  );
}

interface Creation {
  readonly stack: KeyStack;
  readonly administration: KeyAdministration;
  readonly request: KeyRequest;
  readonly userName: string;
  readonly made: Made;
  readonly interruption: Interruption;
  readonly by: string;
}

/** The key comes last: nobody can spend before there is a limit. */
function stepsOf(creation: Creation): readonly Step[] {
  const { administration, request, userName, made } = creation;
  return [
    userStep(creation),
    { what: 'let it call models', run: () => administration.grantCalls(userName) },
    limitStep(creation),
    {
      what: 'create its key',
      run: async () => {
        made.key = await administration.createKey(userName, request.ageDays);
      },
      takeBack: () => deleteKeys(administration, userName),
      leaves: `the keys of user ${userName}`,
    },
  ];
}

function userStep({ stack, administration, request, userName, made, by }: Creation): Step {
  const creation = randomUUID();
  const tags = {
    [LIMIT_TAG]: usdToString(request.limitUsd),
    [STACK_TAG]: stack.name,
    [CREATED_BY_TAG]: by,
    [CREATION_TAG]: creation,
  };
  return {
    what: `create user ${userName}`,
    run: async () => {
      made.principalId = await administration.createUser({ userName, path: pathOf(stack.name), tags });
    },
    takeBack: async () => {
      const found = await administration.find(userName);
      if (found?.tags[CREATION_TAG] === creation) await administration.deleteUser(userName);
    },
    leaves: `user ${userName}`,
  };
}

function limitStep({ stack, request, made, by, interruption }: Creation): Step {
  const principalId = (): string => made.principalId ?? '';
  return {
    what: `set its limit to $${usdToString(request.limitUsd)}`,
    run: async () => {
      await untilOpen(stack, principalId(), interruption);
      const limitUsd = usdToString(request.limitUsd);
      const { reason } = request;
      const answer = await stack.operate({ operation: 'set-limit', principalId: principalId(), limitUsd, by, reason });
      if (answer.verdict === 'not-needed') throw new UserError(answer.reason);
      // Before there is a key: nothing that may fail stands between its secret and whoever asked for it.
      made.spending = await spendingIn(stack, principalId());
    },
    takeBack: async () => {
      const reason = 'the key could not be made';
      await stack.operate({ operation: 'clear-overrides', principalId: principalId(), by, reason });
    },
    leaves: `the limit of ${request.name}'s budget`,
  };
}

async function spendingIn({ budgets, clock }: KeyStack, principalId: string): Promise<Spending | undefined> {
  const stored = (await budgets.read([principalId])).get(principalId);
  return stored && spendingOf(stored.budget, clock.now());
}

async function untilOpen({ budgets, clock }: KeyStack, principalId: string, interruption: Interruption): Promise<void> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const stored = (await budgets.read([principalId])).get(principalId);
    if (stored?.budget.status !== 'closed') return;
    if (waited >= MAX_WAIT_MS) {
      throw new UserError('its budget is closed since a user of that name was deleted; is the trail on? see `doctor`');
    }
    assertGoesOn(interruption);
    await clock.sleep(LOOK_MS);
  }
}

async function deleteKeys(administration: KeyAdministration, userName: string): Promise<void> {
  for (const { keyId } of await administration.keysOf(userName)) await administration.deleteKey(userName, keyId);
}
