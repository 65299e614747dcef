import type { Enforcement } from '../../../domain/budget/budgetPolicy.js';
import { usd } from '../../../domain/money.js';
import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { stringAt } from '../../../domain/json.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import type { World } from '../../world/world.js';
import type { Parts } from '../run/calling.js';
import { personPolicyArnsOf } from '../../world/iam/personPolicyArns.js';
import { holderOfPrincipal, make, policyArnOf, principalIdOf } from './inhabitants.js';
import type { SimulatedAct, SimulatedPrincipal } from './scenario.js';

/** Performs all acts at their times. */
export function actIn(parts: Parts, index = 0): void {
  const { world, scenario } = parts;
  const act = scenario.acts[index];
  if (act === undefined) return;
  world.time.at(act.at, async () => {
    actIn(parts, index + 1);
    const principal = scenario.principals.find(({ name }) => name === act.of);
    if (principal !== undefined) await perform(parts, act, principal);
  });
}

async function perform(parts: Parts, act: SimulatedAct, principal: SimulatedPrincipal): Promise<void> {
  const { world, watch } = parts;
  const principalId = principalIdOf(principal, world);
  const isDone = await done(parts, act, principal, principalId);
  if (isDone) watch.acts.push({ at: act.at, principalId, kind: act.kind });
}

async function done(
  parts: Parts,
  act: SimulatedAct,
  principal: SimulatedPrincipal,
  principalId: string,
): Promise<boolean> {
  const { world, watch } = parts;
  const { budgets } = world.tables;
  const hasBudget = budgets.records.some(({ budget }) => budget.principalId === principalId);
  switch (act.kind) {
    case 'edit-limit':
      if (hasBudget) budgets.edit(principalId, (budget) => ({ ...budget, limitUsd: usd(act.limitUsd) }));
      if (hasBudget) watch.limits.set(principalId, usd(act.limitUsd));
      return hasBudget;
    case 'suspend-by-hand':
    case 'restore-by-hand':
      return hasBudget && (await operate(world, act.kind, principalId));
    case 'set-enforcement':
      setEnforcement(world, act.enforcement);
      watch.enforcements.push({ at: act.at, enforcement: act.enforcement });
      return true;
    case 'log-garbage':
      watch.garbage += 1;
      world.bedrock.submit(`{"schemaType":"ModelInvocationLog","requestId":"${String(watch.garbage)}`);
      return true;
    case 'delete':
      return deleted(world, principal, act.againAfterMs);
    case 'take-out-of-document':
      return takenOut(parts, act, principalId);
    case 'detach-deny':
    case 'attach':
    case 'detach':
      return changeAttachment({ world, watch }, act, principal);
  }
}

function setEnforcement(world: World, enforcement: Enforcement): void {
  const [home] = world.tables.all;
  world.parameters.put(home?.region ?? '', '/bedrock-budgeteer/dev/overrides/enforcement', enforcement);
}

/** An operator who gets an error tries again until there is an answer. */
async function operate(world: World, operation: string, principalId: string): Promise<boolean> {
  const arn = world.functions.declarations.find(({ entry }) => entry === 'budgetStatus')?.arn ?? '';
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await world.functions.invoke(arn, { operation, principalId });
      return stringAt(answer, 'verdict') === 'done' || attempt > 1;
    } catch {
      await world.time.sleep(MINUTE_MS);
    }
  }
}

function deleted(world: World, principal: SimulatedPrincipal, againAfterMs: number | undefined): boolean {
  const holder = holderOfPrincipal(principal);
  if (holder === undefined || world.iam.find(holder) === undefined) return false;
  world.people.delete(holder);
  if (againAfterMs !== undefined) {
    world.time.after(againAfterMs, () => {
      make(world, principal);
    });
  }
  return true;
}

/**
 * Somebody writes the document of a policy anew without the person, or, where nothing denies that one, without whoever of
 * the scenario is denied.
 */
function takenOut({ world, watch, scenario }: Parts, { at, kind }: SimulatedAct, principalId: string): boolean {
  const { rows } = world.tables.personPolicies;
  const known = new Set(scenario.principals.map((principal) => principalIdOf(principal, world)));
  const isListed = rows.some(({ persons }) => persons.some((person) => person.principalId === principalId));
  const isMeant = (id: string): boolean => (isListed ? id === principalId : known.has(id));
  for (const { number, persons } of rows) {
    const left = persons.filter((person) => !isMeant(person.principalId));
    if (left.length === persons.length) continue;
    world.people.writePolicy(personPolicyArnsOf(world)[number - 1] ?? '', JSON.stringify(personPolicyDocument(left)));
    for (const person of persons) {
      if (!left.includes(person)) watch.acts.push({ at, principalId: person.principalId, kind });
    }
  }
  return false;
}

/** IAM's maximum for a principal. */
export const MAX_ATTACHED = 10;

function changeAttachment(
  { world, watch }: Pick<Parts, 'world' | 'watch'>,
  act: SimulatedAct,
  principal: SimulatedPrincipal,
): boolean {
  const holder = holderOfPrincipal(principal);
  const attached = holder === undefined ? undefined : world.iam.find(holder)?.attached;
  if (holder === undefined || attached === undefined) return false;
  if (act.kind === 'attach' && attached.size >= MAX_ATTACHED) return false;
  const named = act.kind === 'attach' || act.kind === 'detach' ? policyArnOf(act.policy, world) : undefined;
  const policyArn = named ?? [...attached].find((arn) => watch.isDeny(arn));
  if (policyArn === undefined || attached.has(policyArn) === (act.kind === 'attach')) return false;
  if (act.kind === 'attach') world.people.attach(holder, policyArn);
  else world.people.detach(holder, policyArn);
  return true;
}
