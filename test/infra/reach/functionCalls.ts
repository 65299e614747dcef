import ts from 'typescript';
import { FUNCTION_NAMES, type FunctionName } from '../../../handlers/contracts/functions.js';
import { compiled, type Code } from './program.js';
import { Reach, type SdkCall } from './reach.js';

/** Calls of the SDK that IAM knows by another name, or by several (Service Authorization Reference). */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  TransactWriteItems: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
  PutEvents: ['events:PutEvents'],
  SendEmail: ['ses:SendEmail'],
  SendMessageBatch: ['sqs:SendMessage'],
  GetSecretValue: ['secretsmanager:GetSecretValue'],
};

/** What the code of one function can call. */
export interface FunctionCalls {
  /** IAM's actions, all of them. */
  readonly actions: ReadonlySet<string>;
  /** Of each method of an adapter that can be reached and calls AWS, by `CLASS.METHOD`. */
  readonly methods: ReadonlyMap<string, ReadonlySet<string>>;
}

let code: Code | undefined;
const KNOWN = new Map<FunctionName, FunctionCalls>();

/** From the entry of a function on. */
export function callsOf(entry: FunctionName): FunctionCalls {
  code ??= compiled(FUNCTION_NAMES.map(fileOf));
  const calls = KNOWN.get(entry) ?? reachedFrom(code, fileOf(entry));
  KNOWN.set(entry, calls);
  return calls;
}

function fileOf(entry: FunctionName): string {
  return `handlers/entry/${entry}.ts`;
}

function reachedFrom(program: Code, file: string): FunctionCalls {
  const { calls, methods } = new Reach(program, [program.file(file)]);
  const own = [...methods].filter(isOfAdapter).map((method) => {
    return [nameOf(method), actionsOf(new Reach(program, [method]).calls)] as const;
  });
  return { actions: actionsOf(calls), methods: new Map(own.filter(([, actions]) => actions.size > 0)) };
}

/** Private methods are part of those that call them. */
function isOfAdapter({ name, parent }: ts.MethodDeclaration): boolean {
  return parent.getSourceFile().fileName.includes('/handlers/adapters/') && ts.isIdentifier(name);
}

function nameOf({ name, parent }: ts.MethodDeclaration): string {
  const of = ts.isClassDeclaration(parent) ? parent.name?.text : undefined;
  return `${of ?? ''}.${name.getText()}`;
}

function actionsOf(calls: readonly SdkCall[]): ReadonlySet<string> {
  return new Set(calls.flatMap(({ service, operation }) => ACTIONS[operation] ?? [`${service}:${operation}`]));
}
