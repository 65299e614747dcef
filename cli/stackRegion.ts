import { readProject } from '../local/engine/project.js';
import { projectFolder } from './projectRoot.js';
import { UserError } from './userError.js';

/** Variables that the AWS SDK reads too. The profile is ignored. */
const VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

/** The Region of a stack in this folder. Throws PlanFailure for bad files, UserError without a Region. */
export function regionOf(stack: string, environment: NodeJS.ProcessEnv = process.env): string {
  const { config } = readProject(projectFolder(), stack);
  const [region] = [config.values['aws:region'], ...VARIABLES.map((name) => environment[name])].filter(isSet);
  if (region === undefined) {
    throw new UserError(`aws:region: not set; pulumi config set aws:region REGION, or ${VARIABLES[0] ?? ''}`);
  }
  return region;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
