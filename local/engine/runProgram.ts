import { join } from 'node:path';
import { programEnvironment, runProgramUnder, type ProgramEnd } from './languageHost.js';
import type { Diagnostic, Plan, PlanMode, PlanObject } from './plan.js';
import { PlanCache } from './planCache.js';
import { PlanFailure } from './planFailure.js';
import type { PlanRecorder } from './planRecorder.js';
import { readProject, type Project } from './project.js';
import { digestOfSources, type ProgramReads } from './programReads.js';
import { inTreeOrder } from './resourceTree.js';
import { encodeObject } from './wireValue.js';

export interface RunOptions {
  /** Holds Pulumi.yaml, Pulumi.STACK.yaml and the program. */
  readonly folder: string;
  readonly stack: string;
  readonly mode: PlanMode;
  /** Where the stack says none; us-east-1 by default, which the plan notes. */
  readonly region?: string;
  /** 444455556666 by default. */
  readonly account?: string;
  /** Of the stack's last deployment; none by default. */
  readonly previousOutputs?: PlanObject;
  /** YAML in place of Pulumi.STACK.yaml. */
  readonly stackText?: string;
  /** Settings of the project that go before those of the stack, by their names. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether the program bundles the functions too, for what deploys them; false by default, where paths are all. */
  readonly bundles?: boolean;
  /** Where plans are kept that can be had again without a run; none by default. */
  readonly cacheFolder?: string;
  /** 120 by default. */
  readonly timeLimitSeconds?: number;
}

const ACCOUNT = '444455556666';
const REGION = 'us-east-1';
const TIME_LIMIT_SECONDS = 120;

/** What a run needs, with defaults. */
interface Run extends RunOptions {
  readonly project: Project;
  readonly account: string;
  readonly bundles: boolean;
}

/**
 * Runs a Pulumi program under Pulumi's own Node runner against an engine in this process, and answers what it
 * declares; or answers it from the cache if nothing that the program read has changed. Throws PlanFailure if the
 * project cannot be read or the program fails.
 */
export async function runProgram(options: RunOptions): Promise<Plan> {
  const { folder, stack, stackText, account = ACCOUNT, bundles = false, settings = {}, cacheFolder } = options;
  const project = withSettings(readProject(folder, stack, stackText), settings);
  const run = { ...options, account, bundles, project };
  if (cacheFolder === undefined || bundles) return (await planned(run)).plan;
  const cache = new PlanCache(cacheFolder);
  const place = { workingFolder: project.workingFolder, env: programEnvironment(project, bundles) };
  const request = requestOf(run);
  const found = cache.find(request, place);
  if (found !== undefined) return found;
  const startedAt = Date.now();
  const { plan, reads } = await planned(run);
  cache.keep(request, place, { plan, reads, startedAt });
  return plan;
}

/** All that a plan depends on but what its program reads. */
function requestOf({ project, stack, mode, region, account, previousOutputs = {} }: Run): string {
  const { version, platform, arch } = process;
  const engine = [import.meta.dirname, join(import.meta.dirname, '..', '..', 'domain')].map(digestOfSources);
  const outputs = encodeObject(previousOutputs);
  return JSON.stringify([engine, version, platform, arch, project, stack, mode, region, account, outputs]);
}

async function planned(run: Run): Promise<{ readonly plan: Plan; readonly reads: ProgramReads | undefined }> {
  const { stack, mode, account, project, bundles, previousOutputs = {} } = run;
  const { timeLimitSeconds = TIME_LIMIT_SECONDS } = run;
  const region = project.config.values['aws:region'] ?? run.region ?? REGION;
  // Loaded only now: a kept plan needs no engine.
  const { startLoopbackEngine } = await import('./loopbackEngine.js');
  const engine = await startLoopbackEngine({ project: project.name, stack, mode, account, region, previousOutputs });
  try {
    const end = await runProgramUnder({ project, stack, mode, address: engine.address, bundles, timeLimitSeconds });
    const diagnostics = [...engine.diagnostics, ...printed(end)].filter(({ severity }) => severity !== 'debug');
    if (end.timedOut) throw new PlanFailure(`the program did not end within ${timeLimitSeconds} s`, diagnostics);
    if (end.exitCode !== 0 || diagnostics.some(isError)) throw failed(end, diagnostics);
    return { plan: planOf(engine.recorder, diagnostics, run), reads: end.reads };
  } finally {
    engine.close();
  }
}

function withSettings(project: Project, settings: Readonly<Record<string, string>>): Project {
  const { name, config } = project;
  const own = Object.entries(settings).map(([key, value]) => [`${name}:${key}`, value] as const);
  return { ...project, config: { ...config, values: { ...config.values, ...Object.fromEntries(own) } } };
}

function planOf(
  recorder: PlanRecorder,
  diagnostics: readonly Diagnostic[],
  { project, stack, mode, region }: Run,
): Plan {
  const secrets = project.config.secretKeys.map((key) => `${key}: encrypted, the program saw a stand-in`);
  const isSet = region !== undefined || 'aws:region' in project.config.values;
  const assumed = isSet ? [] : [`aws:region: not set, ${REGION} is assumed`];
  return {
    project: project.name,
    stack,
    mode,
    resources: inTreeOrder(recorder.resources),
    outputs: recorder.stackOutputs,
    diagnostics,
    notes: [...recorder.notes, ...secrets, ...assumed],
  };
}

/** What the program logged as errors is for people; without any, its stderr is all there is. */
function failed({ exitCode, stderr }: ProgramEnd, diagnostics: readonly Diagnostic[]): PlanFailure {
  const errors = diagnostics.filter(isError).map(({ message }) => message.trimEnd());
  if (errors.length > 0) return new PlanFailure([...new Set(errors)].join('\n'), diagnostics);
  return new PlanFailure(`the program exited with code ${exitCode ?? 'none'}: ${stderr.trim()}`, diagnostics);
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function printed({ stdout, stderr }: ProgramEnd): readonly Diagnostic[] {
  const lines = (text: string, severity: Diagnostic['severity']): readonly Diagnostic[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((message) => ({ severity, message, urn: undefined }));
  return [...lines(stdout, 'info'), ...lines(stderr, 'info#err')];
}
