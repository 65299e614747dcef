import { ConfigurationError } from './errors.js';
import type { FunctionName, VariableOf } from '../contracts/functions.js';
import type { Variable } from '../contracts/variables.js';

/** The variables that the stack sets for a function; a function reads only those that it declares. */
export class Environment<Name extends Variable = Variable> {
  readonly #valueOf: (variable: Name) => string | undefined;

  constructor(valueOf: (variable: Name) => string | undefined) {
    this.#valueOf = valueOf;
  }

  /** Throws ConfigurationError. */
  required(variable: Name): string {
    const value = this.optional(variable);
    if (value === undefined) throw new ConfigurationError(`environment: ${variable} is not set`);
    return value;
  }

  optional(variable: Name): string | undefined {
    const value = this.#valueOf(variable);
    return value === undefined || value === '' ? undefined : value;
  }

  requiredList(variable: Name): readonly string[] {
    return listed(this.required(variable));
  }

  optionalList(variable: Name): readonly string[] {
    return listed(this.optional(variable) ?? '');
  }
}

function listed(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export type EnvironmentOf<Name extends FunctionName> = Environment<VariableOf<Name>>;
