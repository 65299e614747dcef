import { holderOf, type PolicyHolder } from '../../domain/iam/principal.js';
import { MINUTE_MS, SECOND_MS } from '../../domain/instant.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import { changeBudget, type BudgetPorts } from '../../handlers/budgets/budgetChanges.js';

export interface ReleasePorts extends BudgetPorts {
  /** Users and roles that have the Deny as policy or boundary. */
  denied(): Promise<readonly PolicyHolder[]>;
  /** Stops the stack from suspending anybody from now on. */
  protectAll(): Promise<void>;
  /** Ends executions of the suspension workflow that wait for the end of grace. Answers their number. */
  stopWaiting(): Promise<number>;
}

export interface Released {
  /** Principals whose restoration was requested. */
  readonly released: readonly string[];
  /** Principals that still have the Deny, as `user NAME` or `role NAME`. */
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
  policy: BudgetPolicy,
  { waitMinutes, onLook }: { readonly waitMinutes: number; readonly onLook: (left: number) => void },
): Promise<Released> {
  await ports.protectAll();
  const released = new Set<string>();
  const deadline = ports.clock.now() + waitMinutes * MINUTE_MS;
  let lastSeenAt = ports.clock.now();
  for (;;) {
    const denied = await ports.denied();
    onLook(denied.length);
    if (denied.length > 0) lastSeenAt = ports.clock.now();
    for (const holder of denied) for (const id of await restored(ports, policy, holder)) released.add(id);
    const isQuiet = ports.clock.now() >= lastSeenAt + QUIET_MS;
    if (isQuiet || ports.clock.now() >= deadline) {
      const stopped = await ports.stopWaiting();
      return { released: [...released], left: denied.map(({ type, name }) => `${type} ${name}`), stopped };
    }
    await ports.clock.sleep(LOOK_AGAIN_MS);
  }
}

/** Begins the restoration of budgets with this name. A user's path is not known here. */
async function restored(ports: ReleasePorts, policy: BudgetPolicy, holder: PolicyHolder): Promise<readonly string[]> {
  const named = (await ports.budgets.named(holder.name)).filter((id) => holderOf(id)?.type === holder.type);
  const begun: string[] = [];
  for (const principalId of named) {
    const { decision } = await changeBudget(ports, principalId, { type: 'RestoreAccess' }, policy);
    if (decision.kind === 'accepted' && decision.events.length > 0) begun.push(principalId);
  }
  return begun;
}
