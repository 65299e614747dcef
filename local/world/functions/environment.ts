import { ConfigurationError } from '../../../handlers/errors.js';
import type { Variable } from '../../../handlers/variables.js';

/** Exactly the environment that the stack declares for a function; remembers what it was asked for. */
export class Environment {
  readonly asked = new Set<Variable>();
  readonly #variables: Readonly<Record<string, string>>;

  constructor(variables: Readonly<Record<string, string>>) {
    this.#variables = variables;
  }

  /** Throws ConfigurationError, as the entry of the function does. */
  required(variable: Variable): string {
    const value = this.optional(variable);
    if (value === undefined) throw new ConfigurationError(`environment: ${variable} is not set`);
    return value;
  }

  optional(variable: Variable): string | undefined {
    this.asked.add(variable);
    const value = this.#variables[variable];
    return value === undefined || value === '' ? undefined : value;
  }

  requiredList(variable: Variable): readonly string[] {
    return this.required(variable)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
}
