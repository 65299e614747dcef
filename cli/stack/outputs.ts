import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arrayAt, isObject, objectAt, stringAt, type JsonObject } from '../../domain/json.js';
import { INGESTION_PATHS, type IngestionPath } from '../../handlers/contracts/ingestionPath.js';
import { UserError } from '../userError.js';

const NAMES = [
  'homeRegion',
  'settings',
  'userBudgetsTable',
  'usageTrackingTable',
  'auditLogsTable',
  'pricingTable',
  'teamSpendingTable',
  'personPoliciesTable',
  'budgetStatusFunction',
  'eventBus',
  'suspensionWorkflow',
  'restorationWorkflow',
  'denyPolicy',
  'denyBoundary',
] as const;

/** What the commands need from `pulumi stack output --json`: names, ARNs and places of one stack. */
export type StackOutputs = Readonly<Record<(typeof NAMES)[number], string>> & {
  readonly stack: string;
  readonly accountId: string;
  /** Those whose calls are metered. */
  readonly regions: readonly string[];
  readonly ingestionPath: IngestionPath;
};

/** Reads a file of the outputs of one stack, or of a list of several; `-` is standard input. Throws UserError. */
export function outputsOfFile(file: string): readonly StackOutputs[] {
  const found = jsonOfFile(file);
  if (!Array.isArray(found) || found.length === 0) return [outputsIn(found, file)];
  return found.map((outputs, index) => outputsIn(outputs, `${file}[${index}]`));
}

/** The same for commands that need other outputs. Throws UserError. */
export function jsonOfFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file}: not the JSON of \`pulumi stack output --json\`: ${problem}`, { cause: error });
  }
}

/** Asks Pulumi for the outputs of a stack of the project in this folder. Throws UserError. */
export function outputsOfStack(stack: string): StackOutputs {
  const command = `pulumi stack output --json --stack ${stack}`;
  const { status, stdout, stderr, error } = spawnSync('pulumi', ['stack', 'output', '--json', '--stack', stack], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error !== undefined) {
    throw new UserError(`pulumi cannot be run (${error.message}): is it on the PATH? --outputs FILE does without it`);
  }
  if (status !== 0) throw new UserError(`\`${command}\`: ${stderr.trim().split('\n').at(-1) ?? `exit ${status}`}`);
  return outputsIn(JSON.parse(stdout), command);
}

/** The outputs in an object. Throws UserError naming `where` and what is missing. */
export function outputsIn(found: unknown, where: string): StackOutputs {
  const outputs: JsonObject = isObject(found) ? found : {};
  const missing = NAMES.filter((name) => stringAt(outputs, name) === undefined);
  const deployment = objectAt(outputs, 'deployment');
  const [stack, accountId] = [stringAt(deployment, 'stack'), stringAt(deployment, 'accountId')];
  const regions = arrayAt(deployment, 'regions').filter((region) => typeof region === 'string');
  if (missing.length === 0 && stack !== undefined && accountId !== undefined) {
    const texts = Object.fromEntries(NAMES.map((name) => [name, stringAt(outputs, name)]));
    // A stack from before the setting has one path.
    const ingestionPath = INGESTION_PATHS.find((path) => path === stringAt(outputs, 'ingestionPath')) ?? 'firehose';
    return { ...(texts as Record<(typeof NAMES)[number], string>), stack, accountId, regions, ingestionPath };
  }
  const lacking = missing.length === 0 ? ['deployment'] : missing;
  if (lacking.length === NAMES.length) {
    throw new UserError(`${where}: no outputs of a stack of Bedrock Budgeteer, such as userBudgetsTable`);
  }
  throw new UserError(
    `${where}: no output ${lacking.join(', ')}; the stack is older than this command: run \`pulumi up\``,
  );
}
