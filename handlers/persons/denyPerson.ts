import { isSuspension } from '../../domain/budget/budget.js';
import { personName } from '../../domain/iam/person.js';
import { place, without, type DeniedPerson } from '../../domain/iam/personPolicy.js';
import { readBudget, type BudgetPorts } from '../budgets/budgetChanges.js';
import type { PersonAccessOutput, TaskInput } from '../contracts/tasks.js';
import { ownBudget } from '../workflows/ownership.js';
import {
  exclusively,
  personPolicyArn,
  readPolicies,
  saveList,
  writeDocument,
  type PersonPolicyPorts,
} from './personPolicies.js';

export interface PersonAccessPorts extends PersonPolicyPorts, BudgetPorts {}

/**
 * Denies one person all that costs money: first in the list of a policy, then in its document. Of a suspension that has
 * ended meanwhile, the person is taken out again. `refused` where no policy has room, or its policy was deleted.
 */
export async function denyPerson(ports: PersonAccessPorts, task: TaskInput): Promise<PersonAccessOutput> {
  return exclusively(ports, task.execution, async () => {
    const budget = await ownBudget(ports, task, 'suspending');
    if ('verdict' in budget) return withdrawn(ports, task, budget);
    const policies = await readPolicies(ports);
    const placement = place(policies, personOf(budget));
    if (placement.kind === 'full') return { verdict: 'refused', reason: fullReason(policies.length) };
    const before = policies.find(({ number }) => number === placement.number);
    if (before === undefined) throw new TypeError(`no person policy ${placement.number}`);
    const after = placement.kind === 'unchanged' ? before : await saveList(ports, before, placement.persons);
    if ((await writeDocument(ports, after)) === 'absent')
      return { verdict: 'refused', reason: absentReason(ports, after.number) };
    const still = await ownBudget(ports, task, 'suspending');
    if ('verdict' in still) return withdrawn(ports, task, still);
    return { verdict: 'done', steps: [`DenyPerson ${personPolicyArn(ports, after.number)}`], notRestored: [] };
  });
}

/**
 * Gives one person access back: out of the list, then out of the document. Should the person have been suspended again
 * meanwhile, that suspension's own execution denies again.
 */
export async function allowPerson(ports: PersonAccessPorts, task: TaskInput): Promise<PersonAccessOutput> {
  return exclusively(ports, task.execution, async () => {
    const budget = await ownBudget(ports, task, 'restoring');
    if ('verdict' in budget) return budget;
    return { verdict: 'done', steps: await allow(ports, task.principalId), notRestored: [] };
  });
}

/** Leaves a suspension alone that is another execution's; in any other status the person is to have access. */
async function withdrawn<Reason extends PersonAccessOutput>(
  ports: PersonAccessPorts,
  { principalId }: TaskInput,
  reason: Reason,
): Promise<Reason> {
  const stored = await readBudget(ports, principalId);
  if (stored !== undefined && isSuspension(stored.budget)) return reason;
  const steps = await allow(ports, principalId);
  if (steps.length > 0) ports.telemetry.warn('a suspension was withdrawn', { principalId, steps: steps.join(', ') });
  return reason;
}

/** Also where an earlier attempt crashed between the list and the document. A policy that was deleted denies nobody. */
async function allow(ports: PersonAccessPorts, principalId: string): Promise<readonly string[]> {
  const steps: string[] = [];
  for (const policy of await readPolicies(ports)) {
    const isListed = policy.persons.some((person) => person.principalId === principalId);
    if (!isListed && policy.writtenVersion === policy.version) continue;
    const after = isListed ? await saveList(ports, policy, without(policy.persons, principalId)) : policy;
    await writeDocument(ports, after);
    if (isListed) steps.push(`AllowPerson ${personPolicyArn(ports, policy.number)}`);
  }
  return steps;
}

/** Every spelling under which the person was seen; the name itself of one that was not. */
export function personOf({
  principalId,
  sightings,
}: {
  readonly principalId: string;
  readonly sightings: readonly string[];
}): DeniedPerson {
  const sessions = [...new Set(sightings.map((sighting) => sighting.slice(sighting.indexOf('/') + 1)))];
  return { principalId, sessions: sessions.length === 0 ? [personName(principalId)] : sessions };
}

export function fullReason(count: number): string {
  return `all ${count} person policies are full: raise personPolicies, and reference the new policy in the permission sets`;
}

function absentReason(ports: PersonAccessPorts, number: number): string {
  return `the policy ${personPolicyArn(ports, number)} was deleted; pulumi refresh and pulumi up create it again`;
}
