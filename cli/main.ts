import { Command, CommanderError, Option } from 'commander';
import type { CostOptions } from './commands/cost.js';
import type { PlanOptions } from './commands/plan.js';
import type { ReleaseAllOptions } from './commands/releaseAll.js';
import type { ReplayOptions } from './commands/replay.js';
import type { ReportCommandOptions } from './commands/report.js';
import type { SimulateOptions } from './commands/simulate.js';
import type { StartOptions } from './commands/start.js';
import { complain } from './output/complaint.js';
import { TextOutput } from './output/textOutput.js';
import { withStackOptions } from './stack/stackOptions.js';
import { UserError } from './userError.js';
import { SPAN_TEXTS } from './values/span.js';

/** What `start` runs by default. */
const EXAMPLES = { logs: ['examples/logs'], operations: 'examples/operations.jsonl' };

const FILES =
  'log files or folders (JSON, CloudWatch Logs exports, `aws logs tail`, Insights or Athena results, .gz); - is standard input';
const PERSON_ROLES = 'names of roles whose sessions are persons, comma-separated, * for any characters; or none';
const REPORT_KEYS =
  'person, team, model, day, region, profile, session, principal, account, metadata:KEY, comma-separated';
const PROFILES = 'output of `aws bedrock list-inference-profiles --type-equals APPLICATION`';

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  // A reader such as `head` may close the pipe early.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  let exitCode = 0;
  const output = new TextOutput(process.stdout);
  const program = createProgram(output, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv);
    await output.flush();
  } catch (error) {
    await output.flush();
    return failed(error);
  }
  return exitCode;
}

function createProgram(output: TextOutput, onExitCode: (code: number) => void): Command {
  const program = new Command('budgeteer')
    .description('Meters Amazon Bedrock spend from model invocation logs and shows what budgets would do about it.')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });

  program
    .command('cost')
    .description('price each record')
    .argument('<FILE...>', FILES)
    .option('--json', 'one JSON object a record')
    .option('--strict', 'exit 1 if a record could not be read')
    .option('--inference-profiles <FILE>', PROFILES)
    .option('--person-roles <PATTERNS>', PERSON_ROLES)
    .option('--metadata-keys <KEYS>', 'keys of request metadata to print with --json, comma-separated; or none')
    .action(async (files: string[], options: CostOptions) => {
      const { runCost } = await import('./commands/cost.js');
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
      const { runReplay } = await import('./commands/replay.js');
      onExitCode(await runReplay(files, options, output));
    });

  withStackOptions(
    program
      .command('report')
      .description('sum what was spent, by whom and on what: as a table, as data, or as a page')
      .argument('[FILE...]', `of a stack, or of ${FILES}`),
  )
    .option('--by <KEYS>', `rows for each, or each combination, of ${REPORT_KEYS}`, 'principal')
    .option('--since <TIME>', `${SPAN_TEXTS.since} (default: 30d, of log files all)`)
    .option('--until <TIME>', SPAN_TEXTS.until)
    .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
    .addOption(new Option('--csv', 'comma-separated, with a line of heads').conflicts('json'))
    .option('--json', 'one JSON object a row, then the summary')
    .option('--html <FILE>', 'write a page with charts and tables; it asks nothing of any server')
    .option('--budgets <FILE>', 'of log files: YAML or JSON with a list teams')
    .option('--strict', 'of log files: exit 1 if a record could not be read')
    .option('--inference-profiles <FILE>', `of log files: ${PROFILES}`)
    .option('--person-roles <PATTERNS>', `of log files: ${PERSON_ROLES}`)
    .action(async (files: string[], options: ReportCommandOptions) => {
      const { runReport } = await import('./commands/report.js');
      onExitCode(await runReport(files, options, output));
    });

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
    .option('--speed <N>', 'virtual seconds in a second; as fast as possible by default')
    .option('--keep <FOLDER>', 'write tables, objects and messages as files in the end')
    .option('--json', 'one JSON object for each thing that happens, then the summary')
    .option('--inference-profiles <FILE>', PROFILES)
    .action(async (options: Omit<StartOptions, 'logs'> & Partial<Pick<StartOptions, 'logs'>>) => {
      const { runStart } = await import('./commands/start.js');
      const examples = options.logs === undefined ? EXAMPLES : {};
      onExitCode(await runStart({ logs: [], ...examples, ...options }, output));
    });

  program
    .command('simulate')
    .description('try to break the stack of dev: made-up traffic, people and faults, and invariants that have to hold')
    .option('--seeds <FROM..TO>', 'one run for each', '1..20')
    .option('--seed <N>', 'this one alone')
    .option('--days <N>', 'of traffic and faults; three quiet ones follow', '40')
    .option('--compare <N>', 'of so many seeds, also the traffic alone with the stream and with the sweep only', '5')
    .option('--trace', 'one JSON object for each thing that happens')
    .option('--json', 'one JSON object a seed, then the summary')
    .action(async (options: SimulateOptions) => {
      const { runSimulate } = await import('./commands/simulate.js');
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
      const { runPlan } = await import('./commands/plan.js');
      onExitCode(await runPlan(options, output));
    });

  program
    .command('release-all')
    .description('give everybody back their access and suspend nobody any more, before `pulumi destroy`')
    .requiredOption('--outputs <FILE>', 'what `pulumi stack output --json` prints; - is standard input')
    .option('--wait <MINUTES>', 'for the workflows of the stack to restore', '15')
    .option('--json', 'one JSON object: who was restored, who still has the Deny')
    .action(async (options: ReleaseAllOptions) => {
      const { runReleaseAll } = await import('./commands/releaseAll.js');
      onExitCode(await runReleaseAll(options, output));
    });
  return program;
}

/** One line for a user's mistake; a defect keeps its stack trace. */
function failed(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof UserError) return complained(error.message);
  if (error instanceof CommanderError && error.code === 'commander.help') return complained('no command; see --help');
  if (error instanceof CommanderError) return complained(error.message.replace(/^error: /, '').replaceAll('\n', ' '));
  throw error;
}

function complained(problem: string): number {
  complain([problem]);
  return 2;
}
