import { isProperties, isUnknown, valueAt } from './resource.js';

/** A statement of a policy, with lists in place of single values. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly Principal[];
  readonly conditions: readonly Condition[];
  /** Whether a preview does not know its conditions. */
  readonly hasUnknownConditions: boolean;
  /** Which of NotAction, NotResource and NotPrincipal it uses. */
  readonly inversions: readonly string[];
}

export interface Principal {
  /** `*` if the policy gives no kind. */
  readonly kind: string;
  readonly id: string;
}

export interface Condition {
  readonly operator: string;
  /** In lower case, as AWS ignores case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Statements of a policy, given as JSON text or object; none if it is absent, unknown or unreadable. */
export function statementsOf(policy: unknown): readonly Statement[] {
  return listOf(valueAt(parsed(policy), 'Statement'))
    .filter(isProperties)
    .filter((source) => !isUnknown(source))
    .map(statement);
}

/** Whether there is a policy that cannot be judged. */
export function isUnreadable(policy: unknown): boolean {
  if (policy === undefined || policy === null || isUnknown(policy)) return false;
  const document = parsed(policy);
  if (!isProperties(document)) return true;
  const statements = listOf(document['Statement']);
  return statements.length === 0 || statements.some((one) => !isProperties(one) && !isUnknown(one));
}

/** Policies allow a single value instead of a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function parsed(policy: unknown): unknown {
  if (typeof policy !== 'string' || isUnknown(policy)) return policy;
  try {
    return JSON.parse(policy);
  } catch {
    return undefined;
  }
}

function statement(source: Readonly<Record<string, unknown>>): Statement {
  return {
    // Whatever is not clearly a Deny is judged as a grant.
    effect: source['Effect'] === 'Deny' ? 'Deny' : 'Allow',
    actions: textsOf(source['Action']),
    resources: textsOf(source['Resource']),
    principals: principalsOf(source['Principal']),
    conditions: conditionsOf(source['Condition']),
    hasUnknownConditions: isUnknown(source['Condition']),
    inversions: ['NotAction', 'NotResource', 'NotPrincipal'].filter((key) => source[key] !== undefined),
  };
}

function principalsOf(source: unknown): readonly Principal[] {
  if (!isProperties(source) || isUnknown(source)) return textsOf(source).map((id) => ({ kind: '*', id }));
  return Object.entries(source).flatMap(([kind, ids]) => textsOf(ids).map((id) => ({ kind, id })));
}

function conditionsOf(source: unknown): readonly Condition[] {
  return entriesOf(source).flatMap(([operator, keys]) =>
    entriesOf(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: listOf(values).map(String),
    })),
  );
}

function entriesOf(source: unknown): readonly (readonly [string, unknown])[] {
  return isProperties(source) && !isUnknown(source) ? Object.entries(source) : [];
}

function textsOf(source: unknown): readonly string[] {
  return listOf(source).filter((text): text is string => typeof text === 'string' && !isUnknown(text));
}
