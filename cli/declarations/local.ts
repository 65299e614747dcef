import { join } from 'node:path';
import type { PlanOptions } from '../commands/plan.js';
import type { SimulateOptions } from '../commands/simulate.js';
import type { StartOptions } from '../commands/start.js';
import { projectFolder } from '../projectRoot.js';
import { FILES, PROFILES, type Declaring } from './declaring.js';

/** What `start` runs by default. */
function examples(): Pick<StartOptions, 'logs' | 'operations'> {
  const folder = projectFolder();
  return { logs: [join(folder, 'examples', 'logs')], operations: join(folder, 'examples', 'operations.jsonl') };
}

/** Those that run the program of this folder in this process. */
export function declareLocalCommands({ program, output, onExitCode }: Declaring): void {
  program
    .command('start')
    .description('run the stack that index.ts declares in this process, and make the calls of the logs in it')
    .option('--stack <NAME>', 'settings of Pulumi.NAME.yaml in this folder', 'dev')
    .option('--logs <FILE...>', `${FILES} (default: examples/logs, with examples/operations.jsonl)`)
    .option('--budgets <FILE>', 'rules and teams in place of those of the stack: lists budgets and teams, YAML or JSON')
    .option(
      '--operations <FILE>',
      'what operators ask of budget-status, one JSON object a line, with the instant as `at`',
    )
    .option('--until <TIME>', 'when the world ends: a day in UTC, or an instant (default: a day after the last call)')
    .option('--speed <N>', 'virtual seconds in a second; as fast as possible by default')
    .option('--keep <FOLDER>', 'write tables, objects and messages as files in the end')
    .option('--json', 'one JSON object for each thing that happens, then the summary')
    .option('--inference-profiles <FILE>', PROFILES)
    .action(async (options: Omit<StartOptions, 'logs'> & Partial<Pick<StartOptions, 'logs'>>) => {
      const { runStart } = await import('../commands/start.js');
      const given = options.logs === undefined ? examples() : { logs: [] };
      onExitCode(await runStart({ ...given, ...options }, output));
    });

  program
    .command('simulate')
    .description('try to break the stack of dev: made-up traffic, people and faults, and invariants that have to hold')
    .option('--seeds <FROM..TO>', 'one run for each', '1..20')
    .option('--seed <N>', 'this one alone')
    .option('--days <N>', 'of traffic and faults; three quiet ones follow', '40')
    .option('--ingestion-path <PATH>', 'firehose or direct for all seeds; by default one in three is direct')
    .option('--compare <N>', 'of so many seeds, also the traffic alone with the stream and with the sweep only', '5')
    .option('--trace', 'one JSON object for each thing that happens')
    .option('--json', 'one JSON object a seed, then the summary')
    .action(async (options: SimulateOptions) => {
      const { runSimulate } = await import('../commands/simulate.js');
      onExitCode(await runSimulate(options, output));
    });

  program
    .command('plan')
    .description(
      'show what the Pulumi program of this folder declares, without an AWS account; exit 1 beyond AWS’s limits',
    )
    .requiredOption('--stack <NAME>', 'settings of Pulumi.NAME.yaml in this folder')
    .option('--resolved', 'with made-up ids, ARNs and URLs in place of what only a deployment knows')
    .option('--json', 'one JSON object of resources and outputs')
    .option(
      '--graph <FILE>',
      'write the components and what they use of each other, as Mermaid (.mmd, .md) or DOT (.dot, .gv)',
    )
    .action(async (options: PlanOptions) => {
      // Loaded only here, because the engine is slow to load.
      const { runPlan } = await import('../commands/plan.js');
      onExitCode(await runPlan(options, output));
    });
}
