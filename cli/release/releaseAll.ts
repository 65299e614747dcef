import { holderOf, type PolicyHolder } from '../../domain/iam/principal.js';
import { isPersonId } from '../../domain/iam/person.js';
import { MINUTE_MS, SECOND_MS } from '../../domain/instant.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { StoredPersonPolicy } from '../../handlers/ports/personPolicyLists.js';
import { changeBudget, type BudgetPorts } from '../../handlers/budgets/budgetChanges.js';

export interface ReleasePorts extends BudgetPorts {
  /** Users and roles that have the Deny as policy or boundary. */
  denied(): Promise<readonly PolicyHolder[]>;
  /** Persons on a list, and `policy N` where IAM has yet to be told of a list's last change. */
  deniedPersons(): Promise<readonly string[]>;
  /** Stops the stack from suspending anybody from now on. */
  protectAll(): Promise<void>;
  /** Ends executions of the suspension workflow that wait for the end of grace. Answers their number. */
  stopWaiting(): Promise<number>;
}

export interface Released {
  /** Principals whose restoration was requested. */
  readonly released: readonly string[];
  /** Principals that still have the Deny, as `user NAME`, `role NAME` or `person/NAME`. */
  readonly left: readonly string[];
  /** Number of stopped executions. A state machine with waiting executions cannot be deleted. */
  readonly stopped: number;
}

const LOOK_AGAIN_MS = 10 * SECOND_MS;

/** How long a task may run that has read the settings before: the cache's minute and its time limit. */
const QUIET_MS = 3 * MINUTE_MS;

/**
 * Restores everybody's access with the stack's own workflows before the stack is destroyed. Stops new suspensions,
 * requests the restoration of everybody who has the Deny, and waits until nobody has had it for a while. Throws what
 * the ports throw.
 */
export async function releaseAll(
  ports: ReleasePorts,
  settings: Settings,
  { waitMinutes, onLook }: { readonly waitMinutes: number; readonly onLook: (left: number) => void },
): Promise<Released> {
  await ports.protectAll();
  const released = new Set<string>();
  const deadline = ports.clock.now() + waitMinutes * MINUTE_MS;
  let lastSeenAt = ports.clock.now();
  for (;;) {
    const denied = await ports.denied();
    const persons = await ports.deniedPersons();
    const left = [...denied.map(({ type, name }) => `${type} ${name}`), ...persons];
    onLook(left.length);
    if (left.length > 0) lastSeenAt = ports.clock.now();
    const budgets = [...(await budgetsOf(ports, denied)), ...persons.filter(isPersonId)];
    for (const id of await restored(ports, settings, budgets)) released.add(id);
    const isQuiet = ports.clock.now() >= lastSeenAt + QUIET_MS;
    if (isQuiet || ports.clock.now() >= deadline) {
      const stopped = await ports.stopWaiting();
      return { released: [...released], left, stopped };
    }
    await ports.clock.sleep(LOOK_AGAIN_MS);
  }
}

/** The budgets with the names of these users and roles. A user's path is not known here. */
async function budgetsOf({ budgets }: ReleasePorts, holders: readonly PolicyHolder[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, type } of holders) {
    found.push(...(await budgets.named(name)).filter((id) => holderOf(id)?.type === type));
  }
  return found;
}

/** Begins the restoration of budgets. */
async function restored(
  ports: ReleasePorts,
  settings: Settings,
  principalIds: readonly string[],
): Promise<readonly string[]> {
  const begun: string[] = [];
  for (const principalId of principalIds) {
    const { decision } = await changeBudget(ports, principalId, { type: 'RestoreAccess' }, settings);
    if (decision.kind === 'accepted' && decision.events.length > 0) begun.push(principalId);
  }
  return begun;
}

/** Who is on the lists, and `policy N` where IAM has yet to be told of the last change. */
export function leftOnLists(policies: readonly StoredPersonPolicy[]): readonly string[] {
  return policies.flatMap(({ number, persons, version, writtenVersion }) => [
    ...persons.map(({ principalId }) => principalId),
    ...(persons.length === 0 && writtenVersion !== version ? [`policy ${number}`] : []),
  ]);
}
