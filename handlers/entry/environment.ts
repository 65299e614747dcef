import { Environment } from '../runtime/environment.js';
import type { Variable } from '../contracts/variables.js';

/** Of the process. */
export const ENVIRONMENT = new Environment((variable) => process.env[variable]);

/** Throws ConfigurationError. */
export function required(variable: Variable): string {
  return ENVIRONMENT.required(variable);
}

export function requiredList(variable: Variable): readonly string[] {
  return ENVIRONMENT.requiredList(variable);
}

/** For clients of what lives in the home Region. */
export function homeRegion(): { readonly region?: string } {
  const region = ENVIRONMENT.optional('HOME_REGION');
  return region === undefined ? {} : { region };
}
