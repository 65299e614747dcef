import { stringAt } from '../../domain/json.js';

/** Of the Cause that a Catch of Step Functions gives: for a function's error JSON with its message, else a text. */
export function failureMessage(cause: string): string {
  try {
    return stringAt(JSON.parse(cause), 'errorMessage') ?? cause;
  } catch {
    return cause;
  }
}
