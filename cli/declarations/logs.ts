import { Option } from 'commander';
import type { CostOptions } from '../commands/cost.js';
import type { ReplayOptions } from '../commands/replay.js';
import { FILES, PERSON_ROLES, PROFILES, type Declaring } from './declaring.js';

/** Those that read log files. */
export function declareLogCommands({ program, output, onExitCode }: Declaring): void {
  program
    .command('cost')
    .description('price each record')
    .argument('<FILE...>', FILES)
    .option('--json', 'one JSON object a record')
    .addOption(new Option('--summary', 'only the sums by model, and what they assume and leave out').conflicts('json'))
    .option('--strict', 'exit 1 if a record could not be read')
    .option('--inference-profiles <FILE>', PROFILES)
    .option('--person-roles <PATTERNS>', PERSON_ROLES)
    .option('--metadata-keys <KEYS>', 'keys of request metadata to print with --json, comma-separated; or none')
    .action(async (files: string[], options: CostOptions) => {
      const { runCost } = await import('../commands/cost.js');
      onExitCode(await runCost(files, options, output));
    });

  program
    .command('replay')
    .description('run the records through budgets on virtual time')
    .argument('<FILE...>', FILES)
    .option('--stack <NAME>', 'settings of Pulumi.NAME.yaml in this folder; flags go before them')
    .option('--budgets <FILE>', 'YAML or JSON with lists budgets and teams, in place of the stack’s')
    .option('--limit <USD>', 'budget of each principal that no rule gives one; 20,50,100 compares several')
    .addOption(
      new Option(
        '--period <PERIOD>',
        'daily, weekly, monthly, quarterly, yearly, or Ndays, such as 30days; where no rule says another',
      ).conflicts('refreshDays'),
    )
    .option('--time-zone <ZONE>', 'of the periods, such as Europe/Berlin; where no rule says another')
    .option('--warn <PERCENT>', 'first warning')
    .option('--critical <PERCENT>', 'second warning')
    .option('--enforcement <HOW>', 'enforce, or observe: only say who would be suspended')
    .option('--exceeded <PERCENT>', 'start of grace')
    .option('--hard-stop <PERCENT>', 'no grace from here on')
    .option('--grace <SECONDS>', 'from exceeding the limit to suspension')
    .option('--refresh-days <DAYS>', 'length of a budget period')
    .option('--monitor-minutes <MINUTES>', 'time between two looks of the monitor')
    .addOption(new Option('--as-delivered', 'in the order of the files, not of the timestamps: shows late records'))
    .option('--json', 'one JSON object an event, then the summary')
    .option('--strict', 'exit 1 if a record could not be read')
    .option('--inference-profiles <FILE>', PROFILES)
    .option('--person-roles <PATTERNS>', PERSON_ROLES)
    .option('--person-policies <N>', 'policies for suspending single persons; 0: persons are only alerted about')
    .action(async (files: string[], options: ReplayOptions) => {
      const { runReplay } = await import('../commands/replay.js');
      onExitCode(await runReplay(files, options, output));
    });
}
