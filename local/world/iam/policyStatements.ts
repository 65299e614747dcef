import { isObject, type JsonObject } from '../../../domain/json.js';
import { matchesPattern } from '../../../domain/iam/pattern.js';
import { listed, statementsIn } from '../../../domain/iam/policyDocument.js';
import { WorldError } from '../worldError.js';

/** An action that somebody requests. */
export interface Access {
  readonly action: string;
  /** An ARN, or `*` for an action without resources. */
  readonly resource: string;
  /** Condition keys that the request carries. */
  readonly context?: Readonly<Record<string, string>>;
  /** For policies with principals. */
  readonly service?: string;
}

/** Every request here uses TLS. */
const ALWAYS = { 'aws:SecureTransport': 'true' };

/** Whether the statements allow an access and none denies it. Throws WorldError for an unknown condition. */
export function isGranted(statements: readonly JsonObject[], access: Access): boolean {
  const matching = statements.filter((statement) => applies(statement, access));
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny');
}

/** The statements of a policy's text. Throws WorldError. */
export function statementsOf(policy: string): readonly JsonObject[] {
  const statements = statementsIn(policy);
  if (statements?.every(isObject) === true) return statements;
  throw new WorldError(`not a policy document: ${policy}`);
}

function applies(statement: JsonObject, { action, resource, context = {}, service }: Access): boolean {
  const actions = listed(statement['Action']).map((pattern) => String(pattern).toLowerCase());
  return (
    isFor(statement['Principal'], service) &&
    actions.some((pattern) => matchesPattern(pattern, action.toLowerCase())) &&
    isOn(statement['Resource'], resource) &&
    conditionsHold(statement['Condition'], { ...ALWAYS, ...context })
  );
}

/** A trust policy has no resource. */
function isOn(patterns: unknown, resource: string): boolean {
  return patterns === undefined || listed(patterns).some((pattern) => matchesPattern(String(pattern), resource));
}

function isFor(principal: unknown, service: string | undefined): boolean {
  if (principal === undefined || principal === '*') return true;
  return isObject(principal) && service !== undefined && listed(principal['Service']).includes(service);
}

type Operator = (pattern: string, value: string) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: (wanted, value) => wanted === value,
  /** Requests here have one value of each key. */
  'ForAnyValue:StringEquals': (wanted, value) => wanted === value,
  StringLike: matchesPattern,
  ArnEquals: matchesPattern,
  ArnLike: matchesPattern,
  Bool: (wanted, value) => wanted === value,
};

function conditionsHold(conditions: unknown, context: Readonly<Record<string, string>>): boolean {
  if (!isObject(conditions)) return true;
  return Object.entries(conditions).every(([name, keys]) => {
    const operator = OPERATORS[name];
    if (operator === undefined) throw new WorldError(`the world does not know the condition ${name}`);
    return Object.entries(isObject(keys) ? keys : {}).every(([key, wanted]) => {
      const value = context[key];
      return value !== undefined && listed(wanted).some((pattern) => operator(String(pattern), value));
    });
  });
}
