import { PERSON_PREFIX } from '../../../domain/iam/person.js';
import { namesInDocument } from '../../../domain/iam/personPolicy.js';
import type { CallAnswer } from '../../world/logs/bedrock.js';
import { HOUR_MS } from '../scenario/hours.js';
import { principalIdOf, sessionOf } from '../scenario/inhabitants.js';
import type { SimulatedCall, SimulatedPrincipal } from '../scenario/scenario.js';
import type { Parts } from '../run/calling.js';

/** The stack looks again after it has written, so a Deny may outlive its reason for this long. */
const AFTERWARDS_MS = 2 * HOUR_MS;

/** Of each call of a person: it is refused if that person is suspended or just was, and for nobody else's sake. */
export function watchAnswer(
  { world, watch, scenario }: Pick<Parts, 'world' | 'watch' | 'scenario'>,
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

/** Principal ids of all whom a document of a person policy denies. */
export function deniedPersons(document: string | undefined): ReadonlySet<string> {
  const userIds = document === undefined ? [] : (namesInDocument(document) ?? []);
  return new Set(userIds.map((userId) => `${PERSON_PREFIX}${userId.replace(/^\*:/, '').toLowerCase()}`));
}
