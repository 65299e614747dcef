import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelPrices, PriceBookData } from '../../domain/pricing/priceBookData.js';
import { INGESTION_PATHS, type IngestionPath } from '../../handlers/contracts/ingestionPath.js';
import type { Plan } from '../../local/engine/plan.js';
import { compare, type Compared } from '../../local/simulator/run/compare.js';
import { generateScenario } from '../../local/simulator/scenario/generate.js';
import { stackSettingsOf } from '../../local/simulator/scenario/stackSettings.js';
import type { Scenario } from '../../local/simulator/scenario/scenario.js';
import { seedReport, type SeedReport } from '../../local/simulator/run/seedReport.js';
import { shrink } from '../../local/simulator/run/shrink.js';
import { play, type SimulationOptions } from '../../local/simulator/run/simulation.js';
import { summaryOf } from '../../local/simulator/run/summary.js';
import { traceOf } from '../../local/simulator/run/trace.js';
import { realNow } from '../../local/world/worldTime.js';
import { loadFallbackPriceBook } from '../fallbackPriceBook.js';
import { statusLine } from '../output/statusLine.js';
import { failureLines, summaryLines } from '../output/simulation.js';
import type { TextOutput } from '../output/textOutput.js';
import { projectRoot } from '../projectRoot.js';
import { loadStack } from '../start/loadStack.js';
import { UserError } from '../userError.js';

export interface SimulateOptions {
  /** `FROM..TO` */
  readonly seeds: string;
  readonly seed?: string;
  readonly days: string;
  readonly compare: string;
  /** `firehose` or `direct` for all seeds. */
  readonly ingestionPath?: string;
  readonly trace?: true;
  readonly json?: true;
}

/** Schedules played in search of a smaller one. */
const MAX_PLAYS = 200;

/** Plays seeds against the declared stack and checks the invariants. Answers the exit code: 1 if one is violated. */
export async function runSimulate(options: SimulateOptions, output: TextOutput): Promise<number> {
  const days = wholeNumber('--days', options.days, 1);
  const seeds = options.seed === undefined ? seedsIn(options.seeds) : [wholeNumber('--seed', options.seed)];
  const path = pathIn(options);
  const models = textModels();
  const simulation: SimulationOptions = { planOf: planOf(), book: loadFallbackPriceBook() };
  const scenarioOf = (seed: number): Scenario => by(path, generateScenario(seed, days, models));
  if (options.trace === true) return trace(seeds.map(scenarioOf), simulation, output);
  const begun = realNow();
  const progress = statusLine(seeds.length > 1);
  const reports: SeedReport[] = [];
  for (const seed of seeds) {
    const report = seedReport(await play(scenarioOf(seed), simulation));
    reports.push(report);
    progress.show(`${reports.length} of ${seeds.length} seeds played`);
    if (options.json === true) output.line(JSON.stringify(report));
    else if (report.violations.length > 0) await explain(scenarioOf(seed), report, simulation, output);
    await output.flush();
  }
  progress.stop();
  const seconds = (realNow() - begun) / 1000;
  const compared: Compared[] = [];
  for (const seed of seeds.slice(0, wholeNumber('--compare', options.compare))) {
    compared.push(await compare(scenarioOf(seed), simulation));
  }
  const summary = summaryOf(reports, compared);
  if (options.json === true) output.line(JSON.stringify({ ...summary, days, seconds }));
  else for (const line of summaryLines(summary, days, seconds)) output.line(line);
  return summary.failedSeeds.length > 0 ? 1 : 0;
}

async function trace(
  scenarios: readonly Scenario[],
  simulation: SimulationOptions,
  output: TextOutput,
): Promise<number> {
  let isBroken = false;
  for (const scenario of scenarios) {
    const played = await play(scenario, simulation);
    for (const line of traceOf(played)) output.line(line);
    const { violations } = seedReport(played);
    for (const violation of violations) output.line(JSON.stringify({ kind: 'violation', ...violation }));
    isBroken ||= violations.length > 0;
  }
  return isBroken ? 1 : 0;
}

async function explain(
  scenario: Scenario,
  { violations: [first, ...others] }: SeedReport,
  simulation: SimulationOptions,
  output: TextOutput,
): Promise<void> {
  if (first === undefined) return;
  const smallest = await shrink(scenario, first, simulation, MAX_PLAYS);
  for (const line of failureLines(scenario, [first, ...others], smallest)) output.line(line);
}

/** Loads each choice of settings once. */
function planOf(): SimulationOptions['planOf'] {
  const plans = new Map<string, Promise<Plan>>();
  return (choice) => {
    const settings = stackSettingsOf(choice);
    const key = JSON.stringify(settings);
    const plan = plans.get(key) ?? loadStack('dev', undefined, settings).then((loaded) => loaded.plan);
    plans.set(key, plan);
    return plan;
  };
}

function pathIn({ ingestionPath }: SimulateOptions): IngestionPath | undefined {
  if (ingestionPath === undefined) return undefined;
  const path = INGESTION_PATHS.find((one) => one === ingestionPath);
  if (path !== undefined) return path;
  throw new UserError(`--ingestion-path: must be one of ${INGESTION_PATHS.join(', ')}, and is ${ingestionPath}`);
}

function by(path: IngestionPath | undefined, scenario: Scenario): Scenario {
  return path === undefined ? scenario : { ...scenario, isDirect: path === 'direct' };
}

function textModels(): readonly string[] {
  const text = readFileSync(join(projectRoot(), 'prices', 'priceBook.json'), 'utf8');
  const { models } = JSON.parse(text) as PriceBookData;
  return models.filter(({ modality }: ModelPrices) => modality === 'text').map(({ modelId }) => modelId);
}

function seedsIn(text: string): readonly number[] {
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || Number(to) < Number(from)) {
    throw new UserError(`--seeds: must be FROM..TO, and is ${text}`);
  }
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);
}

function wholeNumber(option: string, text: string, least = 0): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new UserError(`${option}: must be a whole number${least > 0 ? ` from ${least}` : ''}, and is ${text}`);
}
