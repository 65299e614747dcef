import { ConfigurationError } from '../errors.js';
import type { Variable } from '../variables.js';

/** Throws ConfigurationError. */
export function required(variable: Variable): string {
  const value = optional(variable);
  if (value === undefined) throw new ConfigurationError(`environment: ${variable} is not set`);
  return value;
}

export function optional(variable: Variable): string | undefined {
  const value = process.env[variable];
  return value === undefined || value === '' ? undefined : value;
}

export function requiredList(variable: Variable): readonly string[] {
  return required(variable)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** For clients of what lives in the home Region. */
export function homeRegion(): { readonly region?: string } {
  const region = optional('HOME_REGION');
  return region === undefined ? {} : { region };
}
