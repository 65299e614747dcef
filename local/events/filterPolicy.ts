import { isObject, type JsonObject } from '../../domain/json.js';
import { type CompiledPattern, compilePattern, matches } from './eventPattern.js';
import { checkFilterPolicy } from './filterPolicyLimits.js';

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** As publishers give it; binary values are not compared. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
}

export interface FilteredMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

export interface CompiledFilterPolicy {
  readonly scope: FilterPolicyScope;
  /** Undefined lets everything through. */
  readonly pattern: CompiledPattern | undefined;
}

/**
 * Compiles the filter policy of a subscription of SNS; a TypeError names the path of what SNS refuses. An empty policy is
 * none. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function compileFilterPolicy(
  policy: unknown,
  scope: FilterPolicyScope = 'MessageAttributes',
): CompiledFilterPolicy {
  const empty = isObject(policy) && Object.keys(policy).length === 0;
  if (empty) return { scope, pattern: undefined };
  const pattern = compilePattern(policy);
  checkFilterPolicy(policy, scope);
  return { scope, pattern };
}

/** Whether the subscription takes the message. A body that is no JSON object is for nobody who filters by it. */
export function accepts({ scope, pattern }: CompiledFilterPolicy, message: FilteredMessage): boolean {
  if (pattern === undefined) return true;
  return matches(pattern, scope === 'MessageBody' ? parsed(message.body) : valuesOf(message.attributes));
}

function valuesOf(attributes: FilteredMessage['attributes']): JsonObject {
  return Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, valueOf(attribute)]));
}

/** SNS compares strings, numbers and arrays of them; it takes an attribute of any other type as not there. */
function valueOf({ DataType, StringValue = '' }: MessageAttribute): unknown {
  switch (DataType) {
    case 'String':
      return StringValue;
    case 'Number':
      return Number(StringValue);
    case 'String.Array': {
      const array = parsed(StringValue);
      return Array.isArray(array) ? array : undefined;
    }
    default:
      return undefined;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
