import { isObject, type JsonObject } from '../../domain/json.js';
import { matchesPattern } from '../../domain/iam/pattern.js';
import { listed, statementsIn } from '../../domain/iam/policyDocument.js';
import type { PolicyDecision } from '../../handlers/ports/iamAccess.js';

/** What is asked; of whom the policies are is not part of it. */
export interface PolicyQuestion {
  readonly action: string;
  /** An ARN, or `*` as SimulatePrincipalPolicy asks when it is given none. */
  readonly resource: string;
}

/** Policy documents as JSON text. */
export interface PolicyDocuments {
  readonly identity: readonly string[];
  /** Undefined: there is no boundary. */
  readonly boundary: string | undefined;
}

/**
 * How IAM decides within one account: a Deny in any document wins; what is allowed must be so by an identity policy and
 * by the boundary, if there is one. A statement with a Condition never matches, Deny or Allow: nobody's context is
 * known here, and a Deny that depends on it must not pass for ours. Throws on what IAM would not have stored.
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

function matches({ action, resource }: PolicyQuestion, statement: JsonObject): boolean {
  return (
    statement['Condition'] === undefined &&
    isNamed('Action', action.toLowerCase(), lowerCased(statement)) &&
    isNamed('Resource', resource, statement)
  );
}

/** By an element or, turned round, by its `Not…`. */
function isNamed(element: 'Action' | 'Resource', text: string, statement: JsonObject): boolean {
  const isExcept = statement[element] === undefined;
  const patterns = listed(statement[isExcept ? `Not${element}` : element]);
  return patterns.some((pattern) => typeof pattern === 'string' && matchesPattern(pattern, text)) !== isExcept;
}

/** Actions are not case-sensitive. */
function lowerCased(statement: JsonObject): JsonObject {
  const lower = (value: unknown): unknown =>
    value === undefined ? undefined : listed(value).map((pattern) => String(pattern).toLowerCase());
  return { Action: lower(statement['Action']), NotAction: lower(statement['NotAction']) };
}
