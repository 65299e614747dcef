import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PlanMode } from './plan.js';
import type { Project } from './project.js';

export interface ProgramRun {
  readonly project: Project;
  readonly stack: string;
  readonly mode: PlanMode;
  /** Of the monitor, and of the engine unless it has one of its own. */
  readonly address: string;
  readonly engineAddress?: string;
  readonly timeLimitSeconds: number;
}

export interface ProgramEnd {
  /** Null if the program was stopped. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Pulumi Cloud has one; without it the CLI says this. */
const ORGANIZATION = 'organization';
const PARALLEL = 16;

/**
 * The one thing that Pulumi does not do. Its runner prints errors through `util.inspect` with colours. In Node 20 that
 * never finishes a stack with a frame such as `node_modules/@pulumi/resource.ts`: it spends 20 s, then gives up.
 */
const WITHOUT_COLOURS = `data:text/javascript,${encodeURIComponent(`
  import util from 'node:util';
  util.inspect = new Proxy(util.inspect, {
    apply: (inspect, self, [value, options, ...rest]) =>
      inspect(value, value instanceof Error && options?.colors ? { ...options, colors: false } : options, ...rest),
  });
`)}`;

/** Starts the program as `pulumi-language-nodejs` does, and waits for its end. */
export function runProgramUnder(run: ProgramRun): Promise<ProgramEnd> {
  const { project, timeLimitSeconds } = run;
  const child = spawn(process.execPath, commandLine(run), {
    cwd: project.workingFolder,
    env: environment(project),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
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
      resolve({ exitCode, timedOut, ...output });
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
    `--import=${WITHOUT_COLOURS}`,
    runner,
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ...(mode === 'preview' ? ['--dry-run'] : []),
    project.entryPoint,
  ];
}

function environment({ config, typescript }: Project): NodeJS.ProcessEnv {
  // The child's coverage would be counted on sources that this process runs compiled.
  const { NODE_V8_COVERAGE: _, ...inherited } = process.env;
  return {
    ...inherited,
    // Whatever credentials there are, they are not of the account that the plan makes up.
    BUDGETEER_WITHOUT_ACCOUNT: 'true',
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: 'true' } : {}),
  };
}
