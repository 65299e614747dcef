import type { CallAnswer } from '../../world/logs/bedrock.js';
import { AFTERWARDS_MS } from './watched.js';
import { principalIdOf, sessionOf } from '../scenario/inhabitants.js';
import type { Scenario, SimulatedCall, SimulatedPrincipal } from '../scenario/scenario.js';
import type { World } from '../../world/world.js';
import type { Watch } from './watch.js';

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
  const budget = world.tables.budgets.stored(principalId)?.budget;
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
