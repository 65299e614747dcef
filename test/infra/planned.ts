import { stringify } from 'yaml';
import { PLAN_CACHE } from '../../local/engine/planCache.js';
import { runProgram, type RunOptions } from '../../local/engine/runProgram.js';
import { StackGraph } from './stackGraph.js';

/** Settings by name, without the project's namespace but for those of others, such as `aws:region`. */
export type StackFile = Readonly<Record<string, unknown>>;

/** On a busy machine that may take its time. */
const TIME_LIMIT_SECONDS = 600;

/** What the program declares under a stack file of its own. */
export async function planned(
  settings: StackFile,
  { stack = 'test', mode = 'resolved', ...options }: Partial<Omit<RunOptions, 'folder'>> = {},
): Promise<StackGraph> {
  const config = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name.includes(':') ? name : `bedrock-budgeteer:${name}`, value]),
  );
  const run = { folder: '.', stackText: stringify({ config }), stack, mode, timeLimitSeconds: TIME_LIMIT_SECONDS };
  return new StackGraph(await runProgram({ ...run, cacheFolder: PLAN_CACHE, ...options }));
}
