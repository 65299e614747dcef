import { documentCharacters, type DeniedPerson } from '../../../domain/iam/personPolicy.js';
import { MAX_POLICY_CHARACTERS } from '../../../domain/iam/denyDocument.js';
import { madeUpRequestId } from '../../world/logs/invocationRecord.js';
import type { Random } from './random.js';
import type { SimulatedCall, SimulatedPrincipal } from './scenario.js';

/** A permission set that references the person policies. */
export const SHARED_SSO_ROLE = 'AWSReservedSSO_Team_0123456789abcdef';
/** Of an identity provider that gives session names; the stack attaches the person policies itself. */
export const FEDERATED_ROLE = 'federated-people';
const WITH_FEDERATED = 'AWSReservedSSO_*,federated-*';

/** The longest that STS takes. */
const MAX_NAME = 64;

/** One is a part of another, so that a pattern too wide denies a colleague. */
const NAMES = ['ana@example.com', 'diana@example.com', 'ana@example.community', 'Ben.Meyer+ai@example.com', 'an'];

export interface Persons {
  readonly principals: readonly SimulatedPrincipal[];
  readonly suspendedBefore: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

/** Persons on shared roles; in one seed of four none, in some hardly any room in the document. */
export function generatePersons(random: Random): Persons {
  if (random.chance(0.25)) return { principals: [], suspendedBefore: [], settings: {} };
  const isCrowded = random.chance(0.25);
  const isFederated = random.chance(0.4);
  const count = random.integer(2, 4);
  const first = random.integer(0, NAMES.length - 1);
  const principals = Array.from({ length: count }, (_, index): SimulatedPrincipal => {
    const short = NAMES[(first + index) % NAMES.length] ?? '';
    const name = isCrowded ? short.padEnd(MAX_NAME, '.') : short;
    const sessions = random.chance(0.3) ? [name, name.toUpperCase()] : [name];
    return {
      name,
      kind: 'person',
      policies: [],
      hasOwnAccess: false,
      person: { roles: rolesOf(random, isFederated), sessions },
    };
  });
  const suspendedBefore = isCrowded ? fillers(random.integer(1, 3)) : [];
  return { principals, suspendedBefore, settings: isFederated ? { personRoles: WITH_FEDERATED } : {} };
}

function rolesOf(random: Random, isFederated: boolean): readonly string[] {
  if (!isFederated) return [SHARED_SSO_ROLE];
  return random.pick([SHARED_SSO_ROLE], [FEDERATED_ROLE], [SHARED_SSO_ROLE, FEDERATED_ROLE]);
}

/** So many that names of the greatest length have room for `places`, and half a one. */
function fillers(places: number): readonly string[] {
  const nameOf = (index: number): string => `former-${index}`.padEnd(MAX_NAME, '-');
  const sizeOf = (count: number): number =>
    documentCharacters(personsNamed(Array.from({ length: count }, (_, index) => nameOf(index))));
  const each = sizeOf(2) - sizeOf(1);
  const count = Math.floor((MAX_POLICY_CHARACTERS - sizeOf(0)) / each) - places;
  return Array.from({ length: count }, (_, index) => nameOf(index));
}

export function personsNamed(names: readonly string[]): readonly DeniedPerson[] {
  return names.map((name) => ({ principalId: `person/${name.toLowerCase()}`, sessions: [name] }));
}

/** In some seeds the second person does what the first does in the same instants, so that both are suspended at once. */
export function withTwin(
  random: Random,
  calls: readonly SimulatedCall[],
  [first, second]: readonly SimulatedPrincipal[],
): readonly SimulatedCall[] {
  if (first === undefined || second === undefined || random.chance(0.6)) return calls;
  const others = calls.filter(({ by }) => by !== second.name);
  const same = calls
    .filter(({ by }) => by === first.name)
    .map((call) => ({ ...call, by: second.name, requestId: madeUpRequestId(() => random.fraction()) }));
  return [...others, ...same];
}
