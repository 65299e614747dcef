import { readProject } from '../local/engine/project.js';
import { UserError } from './userError.js';

/** Where the SDK of AWS looks as well, beside the profile, which is nobody's business here. */
const VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

/** The Region of a stack in this folder. Throws PlanFailure for its files, and UserError where no Region is set. */
export function regionOf(stack: string, environment: NodeJS.ProcessEnv = process.env): string {
  const { config } = readProject('.', stack);
  const [region] = [config.values['aws:region'], ...VARIABLES.map((name) => environment[name])].filter(isSet);
  if (region === undefined) {
    throw new UserError(`aws:region: not set; pulumi config set aws:region REGION, or ${VARIABLES[0] ?? ''}`);
  }
  return region;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
