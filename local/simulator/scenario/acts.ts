import { addUsd, usd } from '../../../domain/money.js';
import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { stringAt } from '../../../domain/json.js';
import { formatInstant, MINUTE_MS } from '../../../domain/instant.js';
import type { World } from '../../world/world.js';
import type { Parts } from '../run/calling.js';
import { personPolicyArnsOf } from '../../world/iam/personPolicyArns.js';
import { configure } from './configure.js';
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
    const principalId = principal === undefined ? act.of : principalIdOf(principal, world);
    if (principal === undefined && teamNameIn(act.of) === undefined) return;
    if (await done(parts, act, principal, principalId)) {
      parts.watch.acts.push({ at: act.at, principalId, kind: act.kind });
    }
  });
}

/** Undefined for a principal. */
export function teamNameIn(principalId: string): string | undefined {
  return principalId.startsWith('team/') ? principalId.slice('team/'.length) : undefined;
}

async function done(
  parts: Parts,
  act: SimulatedAct,
  principal: SimulatedPrincipal | undefined,
  principalId: string,
): Promise<boolean> {
  const { world, watch } = parts;
  const hasBudget = world.tables.budgets.stored(principalId) !== undefined;
  switch (act.kind) {
    case 'edit-limit':
      if (hasBudget) editLimit(parts, principalId, act);
      return hasBudget;
    case 'suspend-by-hand':
    case 'restore-by-hand':
      return hasBudget && (await operate(parts, act, principalId));
    case 'set-limit':
    case 'top-up':
    case 'exempt':
    case 'clear-overrides':
      return operate(parts, act, principalId);
    case 'set-setting':
    case 'deploy':
    case 'override':
      configure(parts, act);
      return true;
    case 'log-garbage':
      watch.garbage += 1;
      world.bedrock.submit(`{"schemaType":"ModelInvocationLog","requestId":"${String(watch.garbage)}`);
      return true;
    case 'delete':
      return principal !== undefined && deleted(world, principal, act.againAfterMs);
    case 'take-out-of-document':
      return takenOut(parts, act, principalId);
    case 'detach-deny':
    case 'attach':
    case 'detach':
      return principal !== undefined && changeAttachment({ world, watch }, act, principal);
  }
}

/** As the adapter reads a row in whose limit somebody has typed. */
function editLimit(
  { world, watch }: Parts,
  principalId: string,
  { at, limitUsd }: Extract<SimulatedAct, { kind: 'edit-limit' }>,
): void {
  const baseLimitUsd = usd(limitUsd);
  world.tables.budgets.edit(principalId, (budget) => {
    const added = budget.overrides.topUps.map(({ amountUsd }) => amountUsd);
    return { ...budget, baseLimitUsd, limitUsd: [budget.extraUsd, ...added].reduce(addUsd, baseLimitUsd) };
  });
  watch.edits.push({ at, principalId, limitUsd });
}

/** An operator who gets an error tries again until there is an answer. */
async function operate(parts: Parts, act: SimulatedAct, principalId: string): Promise<boolean> {
  const { world, watch, scenario } = parts;
  const arn = world.functions.declarations.find(({ entry }) => entry === 'budgetStatus')?.arn ?? '';
  const { at: _, of: __, kind: operation, ...fields } = act;
  const until = 'until' in act ? { until: formatInstant(act.until) } : {};
  const decided = { act, principalId, reason: `act ${scenario.acts.indexOf(act)}`, from: act.at, until: Infinity };
  const by = { by: `arn:aws:iam::${world.accountId}:user/operator`, reason: decided.reason };
  watch.decisions.push(decided);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await world.functions.invoke(arn, { operation, principalId, ...fields, ...until, ...by });
      decided.until = world.time.now();
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
