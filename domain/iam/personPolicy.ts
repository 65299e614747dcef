import { isObject } from '../json.js';
import { DENY, MAX_POLICY_CHARACTERS, type PolicyDocument } from './denyDocument.js';

/** AWS lets a permission set reference ten customer managed policies; one place is left for people. */
export const MAX_PERSON_POLICIES = 9;

/** A suspended person in the list of a policy: every spelling of the name that was seen. */
export interface DeniedPerson {
  readonly principalId: string;
  /** Session names as AWS has them, in the order in which they were seen. */
  readonly sessions: readonly string[];
}

/** The list of one policy: what its document is derived from. */
export interface PersonPolicy {
  /** 1 to `MAX_PERSON_POLICIES`; the policy is `bedrock-budgeteer-STACK-persons-N`. */
  readonly number: number;
  readonly persons: readonly DeniedPerson[];
}

/** Matches no `aws:userid`: a condition needs a value, and no session name is empty. */
const NOBODY = '*:';

/** The document of a list: denies the sessions of these names, in whatever role, and no others. */
export function personPolicyDocument(persons: readonly DeniedPerson[]): PolicyDocument {
  const names = persons.flatMap(({ sessions }) => sessions);
  const userIds = names.length === 0 ? [NOBODY] : names.map((name) => `*:${name}`);
  return {
    Version: '2012-10-17',
    Statement: [{ ...DENY, Condition: { StringLike: { 'aws:userid': userIds } } }],
  };
}

/** As IAM counts a document that is sent without white space. */
export function documentCharacters(persons: readonly DeniedPerson[]): number {
  return JSON.stringify(personPolicyDocument(persons)).length;
}

export type Placement =
  | { readonly kind: 'placed'; readonly number: number; readonly persons: readonly DeniedPerson[] }
  /** The person is in that list already, with all these sessions. */
  | { readonly kind: 'unchanged'; readonly number: number }
  /** No list has room. */
  | { readonly kind: 'full' };

/**
 * Where a person goes, and that list with the person in it: the list that has the person already, else the first with
 * room.
 */
export function place(policies: readonly PersonPolicy[], person: DeniedPerson): Placement {
  for (const { number, persons } of policies) {
    const known = persons.find(isSame(person));
    if (known === undefined) continue;
    const sessions = [...new Set([...known.sessions, ...person.sessions])];
    if (sessions.length === known.sessions.length) return { kind: 'unchanged', number };
    const grown = persons.map((one) => (one === known ? { ...one, sessions } : one));
    return fits(grown) ? { kind: 'placed', number, persons: grown } : { kind: 'full' };
  }
  for (const { number, persons } of policies) {
    const grown = [...persons, person];
    if (fits(grown)) return { kind: 'placed', number, persons: grown };
  }
  return { kind: 'full' };
}

/** The list without a person. */
export function without(persons: readonly DeniedPerson[], principalId: string): readonly DeniedPerson[] {
  return persons.filter((person) => person.principalId !== principalId);
}

function isSame({ principalId }: DeniedPerson): (other: DeniedPerson) => boolean {
  return (other) => other.principalId === principalId;
}

function fits(persons: readonly DeniedPerson[]): boolean {
  return documentCharacters(persons) <= MAX_POLICY_CHARACTERS;
}

/** Whom a document of IAM denies, if it has the form of ours whatever its actions; undefined for any other. */
export function namesInDocument(document: string): readonly string[] | undefined {
  const policy = parsed(document);
  if (!isObject(policy) || !Array.isArray(policy['Statement']) || policy['Statement'].length !== 1) return undefined;
  const [statement] = policy['Statement'] as readonly unknown[];
  if (!isObject(statement) || statement['Effect'] !== 'Deny' || !isObject(statement['Condition'])) return undefined;
  const { StringLike: condition, ...others } = statement['Condition'];
  if (!isObject(condition) || Object.keys(others).length > 0) return undefined;
  const { 'aws:userid': userIds, ...keys } = condition;
  if (!Array.isArray(userIds) || Object.keys(keys).length > 0) return undefined;
  return (userIds as readonly unknown[]).map(String).filter((userId) => userId !== NOBODY);
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}
