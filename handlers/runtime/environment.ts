import { ConfigurationError } from './errors.js';
import type { Variable } from '../contracts/variables.js';

/** The variables that the stack sets for a function. */
export class Environment {
  readonly #valueOf: (variable: Variable) => string | undefined;

  constructor(valueOf: (variable: Variable) => string | undefined) {
    this.#valueOf = valueOf;
  }

  /** Throws ConfigurationError. */
  required(variable: Variable): string {
    const value = this.optional(variable);
    if (value === undefined) throw new ConfigurationError(`environment: ${variable} is not set`);
    return value;
  }

  optional(variable: Variable): string | undefined {
    const value = this.#valueOf(variable);
    return value === undefined || value === '' ? undefined : value;
  }

  requiredList(variable: Variable): readonly string[] {
    return listed(this.required(variable));
  }

  optionalList(variable: Variable): readonly string[] {
    return listed(this.optional(variable) ?? '');
  }
}

function listed(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
