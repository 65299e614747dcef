import { DAY_MS, type Instant } from '../../domain/instant.js';
import { createWorld, type World } from '../../local/world/world.js';
import { WorldError } from '../../local/world/worldError.js';
import { realNow, realSleep } from '../../local/world/worldTime.js';
import { loadInferenceProfiles } from '../inferenceProfiles.js';
import { displayInstant } from '../../domain/display.js';
import { colours } from '../output/display.js';
import type { TextOutput } from '../output/textOutput.js';
import { entryJson, worldSummaryJson } from '../output/worldJson.js';
import { outcomeTable, noticeTable, omissionLines, problemLines, teamTable, totalLine } from '../output/worldTables.js';
import { WorldTimeline } from '../output/worldTimeline.js';
import { MADE_BEFORE_MS, settle } from '../start/inhabitants.js';
import { listSettingsOf } from '../stackSettings.js';
import { readOperations, schedule, type Operation } from '../start/operations.js';
import { loadStack, savedProducts, type LoadedStack } from '../start/loadStack.js';
import { outcomesOf, teamsOf } from '../start/outcome.js';
import { accountOf, readTraffic, type LoggedCall } from '../start/traffic.js';
import { assertKeepable, keepWorld } from '../stack/keptWorld.js';
import { UserError } from '../userError.js';
import { untilOf } from '../values/when.js';

export interface StartOptions {
  readonly stack: string;
  readonly logs: readonly string[];
  readonly json?: true;
  readonly speed?: string;
  readonly keep?: string;
  readonly inferenceProfiles?: string;
  /** Rules and teams in place of the stack's. */
  readonly budgets?: string;
  /** When the world ends, a day after the last call by default. */
  readonly until?: string;
  /** What operators ask of budget-status, and when. */
  readonly operations?: string;
}

/**
 * Runs the stack that index.ts declares in this process, with the calls of the logs. Answers the exit code. Throws
 * UserError.
 */
export async function runStart(options: StartOptions, output: TextOutput): Promise<number> {
  if (options.keep !== undefined) {
    assertKeepable(options.keep);
    output.endsWhole();
  }
  const speed = speedOf(options.speed);
  const profiles = loadInferenceProfiles(options.inferenceProfiles);
  const operations = options.operations === undefined ? [] : readOperations(options.operations);
  const calls = await readTraffic(options.logs, profiles);
  if (!options.json) output.line(`Loading index.ts as stack ${options.stack} …`);
  await output.flush();
  const begun = realNow();
  const lists = options.budgets === undefined ? {} : listSettingsOf(options.budgets);
  const loaded = await loadStack(options.stack, accountOf(calls), lists);
  try {
    await inWorld(worldFor(loaded, calls, profiles), async (world) => {
      if (!options.json) output.line(loadedLine(loaded, world, realNow() - begun));
      await run(
        { world, calls, operations, speed, prefix: prefixOf(loaded), end: endOf(options, calls, world) },
        options,
        output,
      );
      if (options.keep !== undefined) {
        const origin = { stack: options.stack, account: world.accountId, settings: lists, profiles: [...profiles] };
        keepWorld(options.keep, origin, world, 'the start');
      }
      conclude(world, loaded, options, output);
    });
  } catch (error) {
    if (error instanceof WorldError) throw new UserError(error.message, { cause: error });
    throw error;
  }
  return 0;
}

async function inWorld(world: World, live: (world: World) => Promise<void>): Promise<void> {
  try {
    await live(world);
  } finally {
    world.time.close();
  }
}

function worldFor(
  { plan, hasTrail }: LoadedStack,
  [first]: readonly [LoggedCall, ...LoggedCall[]],
  inferenceProfiles: ReadonlyMap<string, string>,
): World {
  const start = first.at - 2 * MADE_BEFORE_MS;
  return createWorld({ plan, start, hasTrail, inferenceProfiles, products: savedProducts() });
}

interface Run {
  readonly world: World;
  readonly prefix: string;
  readonly calls: readonly LoggedCall[];
  readonly operations: readonly Operation[];
  readonly speed: number;
  readonly end: Instant;
}

async function run(
  { world, prefix, calls, operations, speed, end }: Run,
  { json }: StartOptions,
  output: TextOutput,
): Promise<void> {
  const timeline = new WorldTimeline(prefix);
  let isNew = false;
  world.journal.onEntry = (entry) => {
    const line = json ? JSON.stringify(entryJson(entry)) : timeline.lineOf(entry);
    if (line === undefined) return;
    output.line(line);
    isNew = true;
  };
  settle(world, calls);
  for (const operation of operations) schedule(world, operation);
  submitAll(world, calls);
  let before = world.time.now();
  await world.time.runUntil(end, async () => {
    const passed = world.time.now() - before;
    before = world.time.now();
    if (Number.isFinite(speed) && passed > 0) await realSleep(passed / speed);
    if (isNew) await output.flush();
    isNew = false;
  });
}

/** One timer at a time, as a log may have millions of lines. */
function submitAll(world: World, calls: readonly LoggedCall[], index = 0): void {
  const call = calls[index];
  if (call === undefined) return;
  world.time.at(call.at, () => {
    world.bedrock.submit(call.message);
    submitAll(world, calls, index + 1);
  });
}

function loadedLine({ plan }: LoadedStack, world: World, milliseconds: number): string {
  const functions = world.functions.declarations.length;
  const seconds = (milliseconds / 1000).toFixed(1);
  const resources = plan.resources.filter(({ custom }) => custom).length;
  return `${resources} resources, ${functions} functions, in ${seconds} s. The world begins on ${displayInstant(world.time.now())} (UTC).\n`;
}

function conclude(world: World, loaded: LoadedStack, { json, keep }: StartOptions, output: TextOutput): void {
  const { plan } = loaded;
  const { journal } = world;
  const prefix = prefixOf(loaded);
  const outcomes = outcomesOf(world);
  if (json) {
    output.line(JSON.stringify(worldSummaryJson(outcomes, journal, plan)));
    return;
  }
  const table = (title: string, text: string): void => {
    output.line(`\n${colours.strong(title)}\n${text}`);
  };
  table('Who spent what', `${outcomeTable(outcomes)}\n${totalLine(outcomes)}`);
  const teams = teamTable(teamsOf(world));
  if (teams !== undefined) table('Teams', teams);
  table('What people were told', noticeTable(journal, prefix));
  const problems = problemLines(journal, prefix);
  table('What needs a look', problems.length === 0 ? ' nothing' : problems.join('\n'));
  table('Not simulated', omissionLines(plan).join('\n'));
  if (keep !== undefined) output.line(`\nTables, objects and messages are in ${keep}`);
}

/** The prefix of the names of the stack's resources. */
function prefixOf({ plan }: LoadedStack): string {
  return `${plan.project}-${plan.stack}-`;
}

function endOf({ until }: StartOptions, calls: readonly LoggedCall[], { time }: World): Instant {
  const last = calls.at(-1)?.at ?? time.now();
  if (until === undefined) return last + DAY_MS;
  const end = untilOf(until, '--until', { now: last, timeZone: 'UTC' });
  if (end > time.now()) return end;
  throw new UserError(`--until: ${JSON.stringify(until)} is before the first call`);
}

/** Virtual seconds in a second. */
function speedOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const speed = Number(text);
  if (speed > 0) return speed;
  throw new UserError(`--speed: must be a number above 0, and is ${text}`);
}
