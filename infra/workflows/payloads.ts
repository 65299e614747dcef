import type {
  BudgetStatusInput,
  BudgetStatusOutput,
  GraceNotificationInput,
  GraceNotificationOutput,
  IamUtilitiesInput,
  IamUtilitiesOutput,
  PersonAccessInput,
  PersonAccessOutput,
  PolicyBackupOutput,
  RestorationValidationOutput,
  TaskInput,
  WorkflowInput,
} from '../../handlers/contracts/tasks.js';
import type { Json, JsonObject } from './asl.js';

/** The inputs and answers of the workflows' functions. */
export interface Functions {
  readonly 'grace-notification': { readonly input: GraceNotificationInput; readonly output: GraceNotificationOutput };
  readonly 'budget-status': { readonly input: BudgetStatusInput; readonly output: BudgetStatusOutput };
  readonly 'policy-backup': { readonly input: TaskInput; readonly output: PolicyBackupOutput };
  readonly 'iam-utilities': { readonly input: IamUtilitiesInput; readonly output: IamUtilitiesOutput };
  readonly 'person-access': { readonly input: PersonAccessInput; readonly output: PersonAccessOutput };
  readonly 'restoration-validation': { readonly input: TaskInput; readonly output: RestorationValidationOutput };
}

export type FunctionName = keyof Functions;

/** Where a value of type `V` is at run time: a path, or an intrinsic function. */
export interface PathTo<V> {
  readonly path: string;
  /** Never set; it only tells the compiler the type of the value. */
  readonly leadsTo?: V;
}

/** `T` with paths instead of values. Literals that discriminate a union stay literals. */
export type Template<T> = T extends unknown ? { readonly [K in keyof T]: Slot<T[K]> } : never;

type Slot<V> = [V] extends [string] ? (string extends V ? V | PathTo<V> : V) : V | PathTo<V>;

/** What a task gets beside principal and execution. */
export type Payload<F extends FunctionName> = Template<Without<Functions[F]['input'], keyof TaskInput>>;

type Without<T, K extends PropertyKey> = T extends unknown ? { readonly [P in keyof T as Exclude<P, K>]: T[P] } : never;

/** Where a task keeps its function's answer in the state's data. */
export interface Answer<F extends FunctionName> {
  readonly of: F;
  readonly path: string;
}

/** A task keeps its answer as `NAME.answer`. */
export function answerOf<F extends FunctionName>(of: F, name: string): Answer<F> {
  return { of, path: `$.${name}` };
}

type FieldOf<T, K> = T extends Readonly<Record<K & PropertyKey, infer V>> ? V : never;

type Fields<T> = T extends unknown ? keyof T & string : never;

/** A field of an answer, or of the union member that has it. */
export function fieldOf<F extends FunctionName, K extends Fields<Functions[F]['output']>>(
  answer: Answer<F>,
  field: K,
): PathTo<FieldOf<Functions[F]['output'], K>> {
  return { path: `${answer.path}.answer.${field}` };
}

/** A field of the execution's input. */
export function inputField<K extends keyof WorkflowInput>(field: K): PathTo<NonNullable<WorkflowInput[K]>> {
  return { path: `$.${field}` };
}

/** The context object of Step Functions (Developer Guide, "Accessing execution data from the Context object"). */
export const CONTEXT = {
  executionArn: { path: '$$.Execution.Id' },
  executionInput: { path: '$$.Execution.Input' },
  enteredAt: { path: '$$.State.EnteredTime' },
} as const satisfies Readonly<Record<string, PathTo<unknown>>>;

/** As Step Functions writes it: `"key.$": "path"`, at any depth. */
export function rendered(template: object): JsonObject {
  return Object.fromEntries(Object.entries(template).map(([key, value]) => entryOf(key, value)));
}

function entryOf(key: string, value: unknown): [string, Json] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key, value as Json];
  if ('path' in value && typeof value.path === 'string') return [`${key}.$`, value.path];
  return [key, rendered(value)];
}
