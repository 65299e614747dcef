import { isObject, type JsonObject } from '../../domain/json.js';
import { UnreadableEventError } from './errors.js';
import type { TaskInput } from '../contracts/tasks.js';

/** Reads what a state machine tells each of its functions. Throws UnreadableEventError naming the field that is missing. */
export function readTask(event: unknown): TaskInput {
  const fields = fieldsOf(event);
  return { principalId: textIn(fields, 'principalId'), execution: textIn(fields, 'execution') };
}

export function fieldsOf(event: unknown): JsonObject {
  if (isObject(event)) return event;
  throw new UnreadableEventError('the input of the task is not an object');
}

export function textIn(fields: JsonObject, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new UnreadableEventError(`${name}: not a text in the input of the task`);
}

export function oneOfIn<T extends string>(fields: JsonObject, name: string, values: readonly T[]): T {
  const found = values.find((value) => value === fields[name]);
  if (found !== undefined) return found;
  throw new UnreadableEventError(`${name}: not one of ${values.join(', ')} in the input of the task`);
}

export function textsIn(fields: JsonObject, name: string): readonly string[] {
  const value = fields[name];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw new UnreadableEventError(`${name}: not a list of texts in the input of the task`);
}
