import { MINUTE_MS } from '../../domain/instant.js';
import { displayUsd } from '../../domain/display.js';
import { confirm, type ConfirmOptions } from '../confirmation.js';
import { interruptible } from '../interruption.js';
import { administrationOf } from '../keys/administrationOf.js';
import { createKey, plannedSteps, type KeyRequest } from '../keys/createKey.js';
import type { KeyAdministration } from '../keys/keyAdministration.js';
import { readExpiry } from '../keys/keyNames.js';
import { listKeys } from '../keys/listKeys.js';
import { hasDeny, ownedKeys } from '../keys/ownedKeys.js';
import { remove, removalsOf } from '../keys/revokeKey.js';
import { ageOf, assertRoom, rotateKey } from '../keys/rotateKey.js';
import { complain } from '../output/complaint.js';
import {
  createdJson,
  createdLines,
  keyLines,
  listedJson,
  revokeCommand,
  rotatedJson,
  rotatedLines,
} from '../output/keyOutput.js';
import type { TextOutput } from '../output/textOutput.js';
import type { Stack } from '../stack/stack.js';
import { amountOf } from '../values/amount.js';
import { zoneOf, type Here } from '../values/when.js';

export interface KeysListOptions {
  readonly json?: true;
  readonly timeZone?: string;
}

interface ChangeOptions extends ConfirmOptions, KeysListOptions {
  readonly dryRun?: true;
}

export interface KeysCreateOptions extends ChangeOptions {
  readonly limit: string;
  readonly expires: string;
  readonly reason?: string;
}

export interface KeysRotateOptions extends ChangeOptions {
  readonly expires?: string;
  readonly keepOld?: true;
}

export interface KeysRevokeOptions extends ChangeOptions {
  readonly key?: string;
}

/** Enough for CloudTrail's event of a change to reach user-setup in a local world. */
const SEEN_AFTER_MS = 2 * MINUTE_MS;

/** Prints the secret of the new key, once. Answers the exit code. */
export async function runKeysCreate(
  stack: Stack,
  name: string,
  options: KeysCreateOptions,
  output: TextOutput,
  administration: KeyAdministration = administrationOf(stack),
): Promise<number> {
  output.endsWhole();
  const here = hereOf(stack, options);
  const request: KeyRequest = {
    name,
    limitUsd: amountOf(options.limit, '--limit'),
    ageDays: readExpiry(options.expires, here),
    reason: options.reason ?? `the limit of key ${name}`,
  };
  const steps = await plannedSteps(stack, administration, request);
  if (options.dryRun) return showSteps(steps, options, output);
  await confirm(`create key ${name} with a limit of ${displayUsd(request.limitUsd)} in stack ${stack.name}?`, options);
  const created = await interruptible((interruption) => createKey(stack, administration, request, interruption));
  if (options.json) output.line(JSON.stringify(createdJson(created)));
  else for (const line of createdLines(created, here.timeZone)) output.line(line);
  await output.flush();
  await seenByStack(stack);
  return output.isClosed ? unread(name) : 0;
}

export async function runKeysList(
  stack: Stack,
  options: KeysListOptions,
  output: TextOutput,
  administration: KeyAdministration = administrationOf(stack),
): Promise<number> {
  const { timeZone } = hereOf(stack, options);
  const keys = await listKeys(stack, administration);
  if (options.json) for (const key of keys) output.line(JSON.stringify(listedJson(key)));
  else if (keys.length === 0) output.line('no keys; `budgeteer keys create NAME --limit 25` makes one');
  else for (const line of keyLines(keys, timeZone)) output.line(line);
  return 0;
}

/** Prints the secret of the new key, once. Answers the exit code: 1 if the old key could not be deleted. */
export async function runKeysRotate(
  stack: Stack,
  name: string,
  options: KeysRotateOptions,
  output: TextOutput,
  administration: KeyAdministration = administrationOf(stack),
): Promise<number> {
  output.endsWhole();
  const owned = await ownedKeys(stack, administration, name);
  assertRoom(owned);
  const here = hereOf(stack, options);
  const ageDays = options.expires === undefined ? ageOf(owned.keys[0]) : readExpiry(options.expires, here);
  const keepOld = options.keepOld === true;
  const oldSteps = keepOld ? [] : owned.keys.flatMap(({ keyId }) => [`deactivate key ${keyId}`, `delete key ${keyId}`]);
  if (options.dryRun) return showSteps([`create a new key for user ${owned.userName}`, ...oldSteps], options, output);
  await confirm(`rotate key ${name}${keepOld ? '' : '; whoever uses the old one is cut off'}?`, options);
  const rotated = await interruptible((interruption) =>
    rotateKey(administration, owned, { ageDays, keepOld }, interruption),
  );
  if (options.json) output.line(JSON.stringify(rotatedJson(name, owned.principalId, rotated)));
  else for (const line of rotatedLines(name, rotated, here.timeZone)) output.line(line);
  await output.flush();
  if (hasDeny((await stack.budgets.read([owned.principalId])).get(owned.principalId)?.budget)) {
    complain([`${name} is suspended: the new key is refused too until access is back, for the Deny is on the user`]);
  }
  await seenByStack(stack);
  if (output.isClosed) return unread(name);
  if (rotated.old !== 'left') return 0;
  complain([
    `the new key works, the old one is left: ${rotated.problem ?? ''}; ${revokeCommand(name, rotated.oldKeyId)}`,
  ]);
  return 1;
}

/** Whoever was to read the secret has closed the pipe. */
function unread(name: string): number {
  complain([`nobody has read the secret of ${name}: \`keys rotate ${name}\` makes another`]);
  return 1;
}

export async function runKeysRevoke(
  stack: Stack,
  name: string,
  options: KeysRevokeOptions,
  output: TextOutput,
  administration: KeyAdministration = administrationOf(stack),
): Promise<number> {
  output.endsWhole();
  const owned = await ownedKeys(stack, administration, name);
  const removals = await removalsOf(administration, owned, options.key);
  const steps = removals.map(({ what }) => what);
  if (options.dryRun) return showSteps(steps, options, output);
  const what = options.key === undefined ? `key ${name} and its user ${owned.userName}` : `${options.key} of ${name}`;
  await confirm(`delete ${what} for good?`, options);
  await interruptible((interruption) => remove(removals, interruption));
  if (options.json) output.line(JSON.stringify({ name, principalId: owned.principalId, done: steps }));
  else output.line(`revoked ${options.key ?? name}; what was spent stays in the ledger`);
  await seenByStack(stack);
  return 0;
}

function showSteps(steps: readonly string[], { json }: ChangeOptions, output: TextOutput): number {
  if (json) output.line(JSON.stringify({ dryRun: true, steps }));
  else for (const step of ['nothing is changed; it would', ...steps.map((what) => `  ${what}`)]) output.line(step);
  return 0;
}

function hereOf({ clock }: Stack, { timeZone }: KeysListOptions): Here {
  return { now: clock.now(), timeZone: zoneOf(timeZone) };
}

/** A local world stands still between two commands. */
async function seenByStack({ reach, clock }: Stack): Promise<void> {
  if (reach.kind === 'local') await clock.sleep(SEEN_AFTER_MS);
}
