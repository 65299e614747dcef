import { hexOf } from './fingerprint.js';
import type { PlanObject, PlanValue } from '../plan.js';
import { isList, isPlanObject } from '../planValue.js';

/** `aws.iam.getPolicyDocument`: the arguments as IAM's JSON. */
export function policyDocument(args: PlanObject): PlanObject {
  const document = {
    Version: args['version'] ?? '2012-10-17',
    ...(args['policyId'] === undefined ? {} : { Id: args['policyId'] }),
    Statement: objectsAt(args, 'statements').map(statementOf),
  };
  const minifiedJson = JSON.stringify(document);
  return { id: hexOf(minifiedJson, 10), json: JSON.stringify(document, null, 2), minifiedJson };
}

function statementOf(statement: PlanObject): PlanObject {
  const lists: readonly (readonly [string, PlanValue | undefined])[] = [
    ['Sid', statement['sid']],
    ['Effect', statement['effect'] ?? 'Allow'],
    ['Action', oneOrMany(statement['actions'])],
    ['NotAction', oneOrMany(statement['notActions'])],
    ['Resource', oneOrMany(statement['resources'])],
    ['NotResource', oneOrMany(statement['notResources'])],
    ['Principal', principals(objectsAt(statement, 'principals'))],
    ['NotPrincipal', principals(objectsAt(statement, 'notPrincipals'))],
    ['Condition', conditions(objectsAt(statement, 'conditions'))],
  ];
  return Object.fromEntries(lists.filter((entry): entry is [string, PlanValue] => entry[1] !== undefined));
}

function objectsAt(object: PlanObject, key: string): readonly PlanObject[] {
  const list = object[key];
  return isList(list) ? list.filter(isPlanObject) : [];
}

function oneOrMany(values: PlanValue | undefined): PlanValue | undefined {
  return isList(values) && values.length === 1 ? values[0] : values;
}

function principals(blocks: readonly PlanObject[]): PlanValue | undefined {
  if (blocks.length === 0) return undefined;
  const byType = new Map<string, PlanValue>();
  for (const { type, identifiers } of blocks as readonly { type: string; identifiers: PlanValue }[]) {
    if (type === '*') return '*';
    byType.set(type, oneOrMany(identifiers) ?? null);
  }
  return Object.fromEntries(byType);
}

function conditions(blocks: readonly PlanObject[]): PlanValue | undefined {
  if (blocks.length === 0) return undefined;
  const tests: Record<string, Record<string, PlanValue>> = {};
  for (const { test, variable, values } of blocks as readonly { test: string; variable: string; values: PlanValue }[]) {
    tests[test] = { ...tests[test], [variable]: oneOrMany(values) ?? null };
  }
  return tests;
}
