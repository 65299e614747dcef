import { isObject, stringAt } from '../../domain/json.js';
import { readSettings } from '../../domain/settings/settings.js';
import type { TextOutput } from '../output/textOutput.js';
import { awsRelease, overrideOf, type StackOutputs } from '../release/awsRelease.js';
import { releaseAll, type Released } from '../release/releaseAll.js';
import { naming } from '../stack/awsProblem.js';
import { jsonOfFile } from '../stack/outputs.js';
import { UserError } from '../userError.js';

export interface ReleaseAllOptions {
  readonly outputs: string;
  readonly wait: string;
  readonly json?: true;
}

/** Restores everybody's access before `pulumi destroy`. Answers the exit code: 1 if somebody still has the Deny. */
export async function runReleaseAll(options: ReleaseAllOptions, output: TextOutput): Promise<number> {
  const outputs = readOutputs(options.outputs);
  const waitMinutes = /^\d{1,4}$/.test(options.wait) ? Number(options.wait) : refuseWait(options.wait);
  output.endsWhole();
  const defaults = readSettings({});
  if (defaults.kind === 'invalid') throw new TypeError(defaults.problems.join('; '));
  const onLook = (left: number): void => {
    if (!options.json) process.stderr.write(`${left} principals have the Deny\n`);
  };
  const answer = await naming(releaseAll(awsRelease(outputs), defaults.settings, { waitMinutes, onLook }));
  if (options.json) output.line(JSON.stringify(answer));
  else for (const line of linesOf(answer, overrideOf(outputs))) output.line(line);
  return answer.left.length > 0 ? 1 : 0;
}

const NAMES = [
  'userBudgetsTable',
  'settings',
  'denyPolicy',
  'denyBoundary',
  'homeRegion',
  'suspensionWorkflow',
] as const;

function readOutputs(file: string): StackOutputs {
  const outputs = jsonOfFile(file);
  const found = NAMES.map((name) => [name, isObject(outputs) ? stringAt(outputs, name) : undefined] as const);
  const missing = found.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0) throw new UserError(`${file}: no output ${missing.join(', ')}`);
  const persons = isObject(outputs) ? stringAt(outputs, 'personPoliciesTable') : undefined;
  const required = Object.fromEntries(found) as unknown as StackOutputs;
  return persons === undefined ? required : { ...required, personPoliciesTable: persons };
}

function refuseWait(wait: string): never {
  throw new UserError(`--wait: ${JSON.stringify(wait)} is not a number of minutes`);
}

function linesOf({ released, left, stopped }: Released, override: string): readonly string[] {
  return [
    ...released.map((who) => `restored: ${who}`),
    `${stopped} executions that waited for the end of a grace were stopped`,
    ...left.map((who) => `still has the Deny, detach it by hand: ${who}`),
    ...(left.length === 0 ? ['nobody has the Deny'] : []),
    `nobody is suspended until this parameter is deleted: ${override}`,
  ];
}
