import { statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { objectAt, stringAt } from '../../domain/json.js';
import { PlanFailure } from './planFailure.js';
import { stackConfig, type StackConfig } from './stackConfig.js';
import { readYaml } from './yamlFile.js';

export interface Project {
  readonly name: string;
  /** Folder of Pulumi.yaml, absolute. */
  readonly root: string;
  /** Where the program runs, and what of it: `.` or a file. */
  readonly workingFolder: string;
  readonly entryPoint: string;
  readonly nodeArguments: readonly string[];
  readonly typescript: boolean;
  readonly config: StackConfig;
}

/** Reads Pulumi.yaml and Pulumi.STACK.yaml, or a text in its place, as the CLI does. Throws PlanFailure naming the file. */
export function readProject(folder: string, stack: string, stackText?: string): Project {
  const root = resolve(folder);
  const file = join(folder, 'Pulumi.yaml');
  const { asWritten } = readYaml(file);
  const name = stringAt(asWritten, 'name');
  if (name === undefined) throw new PlanFailure(`${file}: no name`);
  const runtime = objectAt(asWritten, 'runtime');
  const runtimeName = stringAt(asWritten, 'runtime') ?? stringAt(runtime, 'name');
  if (runtimeName !== 'nodejs') throw new PlanFailure(`${file}: runtime is ${runtimeName ?? 'missing'}, not nodejs`);
  const options = objectAt(runtime, 'options');
  return {
    name,
    root,
    ...programPlace(root, stringAt(asWritten, 'main')),
    nodeArguments: stringAt(options, 'nodeargs')?.trim().split(/\s+/) ?? [],
    typescript: options['typescript'] !== 'false',
    config: stackConfig(folder, name, stack, stackText),
  };
}

/** `main` may be a folder or a file; source: sdk/go/common/workspace, GetPwdMain. */
function programPlace(root: string, main: string | undefined): Pick<Project, 'workingFolder' | 'entryPoint'> {
  if (main === undefined) return { workingFolder: root, entryPoint: '.' };
  const path = isAbsolute(main) ? main : join(root, main);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new PlanFailure(`${join(root, 'Pulumi.yaml')}: main: ${main} does not exist`);
  if (stats.isDirectory()) return { workingFolder: path, entryPoint: '.' };
  return { workingFolder: dirname(path), entryPoint: basename(path) };
}
