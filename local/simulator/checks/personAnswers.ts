import type { CallAnswer } from '../../world/logs/bedrock.js';
import { HOUR_MS } from '../scenario/hours.js';
import { principalIdOf, sessionOf } from '../scenario/inhabitants.js';
import type { Scenario, SimulatedCall, SimulatedPrincipal } from '../scenario/scenario.js';
import type { World } from '../../world/world.js';
import type { Watch } from './watch.js';

/** The stack looks again after it has written, so a Deny may outlive its reason for this long. */
const AFTERWARDS_MS = 2 * HOUR_MS;

/** Of each call of a person: it is refused if that person is suspended or just was, and for nobody else's sake. */
export function watchAnswer(
  { world, watch, scenario }: { readonly world: World; readonly watch: Watch; readonly scenario: Scenario },
  principal: SimulatedPrincipal,
  call: SimulatedCall,
  answer: CallAnswer,
): void {
  if (principal.person === undefined) return;
  const principalId = principalIdOf(principal, world);
  const wrong = (problem: string): void => {
    const at = new Date(call.at).toISOString();
    watch.wrongAnswers.push({ invariant: 'persons', principalId, problem: `${at}: ${problem}` });
  };
  const budget = world.tables.budgets.records.find((record) => record.budget.principalId === principalId)?.budget;
  if (answer === 'refused') {
    const isSuspended = ['suspending', 'suspended', 'restoring'].includes(budget?.status ?? '');
    const lastSuspendedAt = watch.suspendedUntil.get(principalId) ?? Number.NEGATIVE_INFINITY;
    if (!isSuspended && call.at - lastSuspendedAt > AFTERWARDS_MS) wrong('refused, and not suspended');
    return;
  }
  const { role, session } = sessionOf(principal.person, call);
  const isDenied = budget?.status === 'suspended' && budget.sightings.includes(`${role}/${session}`);
  const isTouched = scenario.acts.some(({ kind }) => kind === 'take-out-of-document');
  if (isDenied && !isTouched && budget.deny === 'attached') wrong(`served on ${role}, and suspended`);
}
