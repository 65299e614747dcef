import { isObject, objectAt, type JsonObject } from '../../domain/json.js';
import { matchesPattern } from '../../domain/iam/pattern.js';
import { listed, statementsIn } from '../../domain/iam/policyDocument.js';
import type { PolicyDecision } from '../../handlers/ports/iamAccess.js';

/** An action on a resource, whoever asks. */
export interface PolicyQuestion {
  readonly action: string;
  /** An ARN, or `*`, which SimulatePrincipalPolicy assumes without one. */
  readonly resource: string;
  /** `aws:userid` of the caller: `ROLE-ID:SESSION` of a session of a role. */
  readonly userId?: string;
}

/** Policy documents as JSON text. */
export interface PolicyDocuments {
  readonly identity: readonly string[];
  /** Undefined without a boundary. */
  readonly boundary: string | undefined;
}

/**
 * IAM's decision within one account. A Deny in any document wins; an Allow is needed in an identity policy and, if
 * there is one, in the boundary. Of a caller's context only `aws:userid` is known: a statement with any other condition
 * never matches, Allow or Deny, for a Deny that depends on it must not count as the stack's. Throws on a document that
 * IAM would not store.
 */
export function decisionOn(question: PolicyQuestion, { identity, boundary }: PolicyDocuments): PolicyDecision {
  const granting = identity.flatMap(statementsOf);
  const bounding = boundary === undefined ? undefined : statementsOf(boundary);
  const isStated = (effect: string, statements: readonly JsonObject[]): boolean =>
    statements.some((statement) => statement['Effect'] === effect && matches(question, statement));
  if (isStated('Deny', [...granting, ...(bounding ?? [])])) return 'explicitDeny';
  const isWithin = bounding === undefined || isStated('Allow', bounding);
  return isWithin && isStated('Allow', granting) ? 'allowed' : 'implicitDeny';
}

function statementsOf(document: string): readonly JsonObject[] {
  const statements = statementsIn(document) ?? [];
  if (statements.length > 0 && statements.every(isObject)) return statements;
  throw new TypeError(`no policy document: ${document}`);
}

function matches({ action, resource, userId }: PolicyQuestion, statement: JsonObject): boolean {
  return (
    isMet(statement['Condition'], userId) &&
    isNamed('Action', action.toLowerCase(), lowerCased(statement)) &&
    isNamed('Resource', resource, statement)
  );
}

/** `StringLike` is case-sensitive. */
function isMet(condition: unknown, userId: string | undefined): boolean {
  if (condition === undefined) return true;
  const { 'aws:userid': patterns, ...others } = objectAt(condition, 'StringLike');
  const isOnlyThis = isObject(condition) && Object.keys(condition).length === 1 && Object.keys(others).length === 0;
  if (!isOnlyThis || userId === undefined) return false;
  return listed(patterns).some((pattern) => typeof pattern === 'string' && matchesPattern(pattern, userId));
}

/** Whether the element matches the text, or its `Not…` form does not. */
function isNamed(element: 'Action' | 'Resource', text: string, statement: JsonObject): boolean {
  const isExcept = statement[element] === undefined;
  const patterns = listed(statement[isExcept ? `Not${element}` : element]);
  return patterns.some((pattern) => typeof pattern === 'string' && matchesPattern(pattern, text)) !== isExcept;
}

/** IAM ignores the case of actions. */
function lowerCased(statement: JsonObject): JsonObject {
  const lower = (value: unknown): unknown =>
    value === undefined ? undefined : listed(value).map((pattern) => String(pattern).toLowerCase());
  return { Action: lower(statement['Action']), NotAction: lower(statement['NotAction']) };
}
