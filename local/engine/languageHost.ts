import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { PlanMode } from './plan.js';
import { PRELOAD } from './preload.js';
import { programReads, type ProgramReads } from './programReads.js';
import type { Project } from './project.js';

export interface ProgramRun {
  readonly project: Project;
  readonly stack: string;
  readonly mode: PlanMode;
  /** Of the monitor, and of the engine unless it has one of its own. */
  readonly address: string;
  readonly engineAddress?: string;
  /** Whether the program bundles the functions too, for what deploys them; false by default. */
  readonly bundles?: boolean;
  readonly timeLimitSeconds: number;
}

export interface ProgramEnd {
  /** Null if the program was stopped. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Absent if the program was stopped, or started other processes. */
  readonly reads: ProgramReads | undefined;
}

/** Pulumi Cloud has one; without it the CLI says this. */
const ORGANIZATION = 'organization';
const PARALLEL = 16;

/** Starts the program as `pulumi-language-nodejs` does, and waits for its end. */
export function runProgramUnder(run: ProgramRun): Promise<ProgramEnd> {
  const { project, bundles = false, timeLimitSeconds } = run;
  const child = spawn(process.execPath, commandLine(run), {
    cwd: project.workingFolder,
    env: programEnvironment(project, bundles),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '', reads: '' };
  for (const [index, name] of [[1, 'stdout'] as const, [2, 'stderr'] as const, [3, 'reads'] as const]) {
    const stream = child.stdio[index];
    if (stream instanceof Readable) stream.setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeLimitSeconds * 1000);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, timedOut, ...output, reads: programReads(output.reads) });
    });
  });
}

function commandLine({ project, stack, mode, address, engineAddress = address }: ProgramRun): readonly string[] {
  const runner = createRequire(join(project.workingFolder, 'package.json')).resolve('@pulumi/pulumi/cmd/run');
  const options: Readonly<Record<string, string>> = {
    monitor: address,
    engine: engineAddress,
    organization: ORGANIZATION,
    'root-directory': project.root,
    project: project.name,
    stack,
    pwd: project.workingFolder,
    parallel: String(PARALLEL),
  };
  return [
    ...project.nodeArguments,
    `--import=${PRELOAD}`,
    runner,
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ...(mode === 'preview' ? ['--dry-run'] : []),
    project.entryPoint,
  ];
}

/** The variables that a program gets. */
export function programEnvironment({ config, typescript }: Project, bundles: boolean): NodeJS.ProcessEnv {
  // The child's coverage would be counted on sources that this process runs compiled.
  const { NODE_V8_COVERAGE: _, ...inherited } = process.env;
  return {
    ...inherited,
    // Whatever credentials there are, they are not of the account that the plan makes up.
    BUDGETEER_WITHOUT_ACCOUNT: 'true',
    BUDGETEER_WITHOUT_BUNDLES: bundles ? 'false' : 'true',
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: 'true' } : {}),
  };
}
