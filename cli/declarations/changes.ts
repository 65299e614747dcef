import type { Command } from 'commander';
import type { ChangeRequest } from '../changes/inputs.js';
import type { ChangeOptions } from '../commands/change.js';
import type { ConfigOptions } from '../commands/config.js';
import type { ReleaseAllOptions } from '../commands/releaseAll.js';
import type { Edit } from '../config/edit.js';
import { withStackOptions, type StackOptions } from '../stack/stackOptions.js';
import { withExamples, withStack, type Declaring } from './declaring.js';
import { WHO } from './looks.js';

const UNTIL = 'a date or weekday, which count whole (friday), a time from now (3d), or an instant of ISO 8601';

interface Reasons {
  readonly until?: string;
  readonly reason?: string;
}

/** Those that change one budget, through budget-status and the workflows. */
export function declareChangeCommands(declaring: Declaring): void {
  const { program } = declaring;
  const reason = ['--reason <TEXT>', 'why, for the audit log'] as const;
  const amount = ['<USD>', 'such as 25 or $0.50'] as const;

  withExamples(
    changing(program.command('set-limit'), 'give one budget a limit of its own, also before it was ever seen')
      .argument(...amount)
      .requiredOption(...reason)
      .option('--until <TIME>', `${UNTIL} (default: for good)`),
    'set-limit alice 75 --until friday --reason "the migration" --stack prod',
  ).action((who: string, usd: string, options: Given) =>
    change(declaring, { operation: 'set-limit', who, amount: usd }, options),
  );

  withExamples(
    changing(program.command('top-up'), 'add to the limit of one budget, to be used once')
      .argument(...amount)
      .requiredOption(...reason)
      .option('--until <TIME>', `${UNTIL} (default: the end of the period)`),
    'top-up alice 25 --until friday --reason "a demo" --stack prod',
  ).action((who: string, usd: string, options: Given) =>
    change(declaring, { operation: 'top-up', who, amount: usd }, options),
  );

  withExamples(
    changing(program.command('exempt'), 'count, but neither announce nor cut')
      .requiredOption(...reason)
      .option('--until <TIME>', `${UNTIL} (default: for good)`),
    'exempt role/indexer --until 3d --reason "re-indexing" --stack prod',
  ).action((who: string, options: Given) => change(declaring, { operation: 'exempt', who }, options));

  withExamples(
    changing(
      program.command('clear-overrides'),
      'back to what the rules say: takes away the limit, the top-ups and the exemption',
    ).requiredOption(...reason),
    'clear-overrides alice --reason "the migration is over" --stack prod',
  ).action((who: string, options: Given) => change(declaring, { operation: 'clear-overrides', who }, options));

  withExamples(
    changing(program.command('suspend'), 'cut access to Bedrock now, until it is restored by hand').requiredOption(
      ...reason,
    ),
    'suspend role/indexer --reason "runs wild" --stack prod',
  ).action((who: string, options: Given) => change(declaring, { operation: 'suspend-by-hand', who }, options));

  withExamples(
    changing(
      program.command('restore'),
      'give back access to Bedrock now; until the reset it is not cut again',
    ).requiredOption(...reason),
    'restore role/indexer --reason "fixed" --stack prod',
  ).action((who: string, options: Given) => change(declaring, { operation: 'restore-by-hand', who }, options));

  withExamples(
    changing(program.command('refresh'), 'begin the period that is due now, without waiting for the monitor'),
    'refresh alice --stack prod',
  ).action((who: string, options: Given) => change(declaring, { operation: 'refresh', who }, options));
}

type Given = StackOptions & ChangeOptions & Reasons;

function changing(command: Command, description: string): Command {
  return withStackOptions(command)
    .description(description)
    .argument('<WHO>', WHO)
    .option('--dry-run', 'say what would happen, and change nothing')
    .option('--yes', 'do not ask')
    .option('--wait <TIME>', 'look on until the workflows are done, at most so long (default: 15m)')
    .option('--no-wait', 'do not look on')
    .option('--time-zone <ZONE>', 'of --until and of what is printed (default: that of this shell)')
    .option('--json', 'one JSON object in the end');
}

async function change({ output, onExitCode }: Declaring, request: ChangeRequest, options: Given): Promise<void> {
  const { runChange } = await import('../commands/change.js');
  const { until, reason, wait } = options;
  const asked = { ...request, ...(until === undefined ? {} : { until }), ...(reason === undefined ? {} : { reason }) };
  // Commander has `true` for an option that can be negated and is not given.
  const { wait: _, ...others } = options;
  const how = typeof wait === 'string' || wait === false ? { ...others, wait } : others;
  onExitCode(await withStack(options, (stack) => runChange(stack, asked, how, output)));
}

/** Settings of a stack, and the end of one. */
export function declareAdminCommands({ program, output, onExitCode }: Declaring): void {
  const config = program.command('config').description('settings, rules and teams of a stack, and overrides of them');
  const name = [
    '<NAME>',
    'a setting (warnPercent), or a field of a rule or team (budgets/developers/limitUsd)',
  ] as const;

  withExamples(
    withStackOptions(config.command('get'))
      .description('what holds now, and where it is from')
      .argument('[NAME]', name[1])
      .option('--json', 'one JSON object a setting'),
    'config get --stack prod',
    'config get budgets/developers/limitUsd --stack prod',
  ).action(async (setting: string | undefined, options: StackOptions & ConfigOptions) => {
    const { runConfigGet } = await import('../commands/config.js');
    onExitCode(await withStack(options, (stack) => runConfigGet(stack, setting, options, output)));
  });

  const edit = async (asked: Edit, options: StackOptions & ConfigOptions): Promise<void> => {
    const { runConfigEdit } = await import('../commands/config.js');
    onExitCode(await withStack(options, (stack) => runConfigEdit(stack, asked, options, output)));
  };
  const editing = (kind: Edit['kind'], description: string): Command =>
    withStackOptions(config.command(kind))
      .description(description)
      .argument(...name)
      .option('--dry-run', 'say what would change, and change nothing')
      .option('--yes', 'do not ask')
      .option('--json', 'one JSON object');

  withExamples(
    editing('set', 'override a value; it lives on through `pulumi up`').argument(
      '<VALUE>',
      'as in Pulumi.NAME.yaml; of a field as JSON',
    ),
    'config set warnPercent 60 --stack prod',
    'config set budgets/developers/limitUsd 75 --stack prod',
  ).action((setting: string, text: string, options: StackOptions & ConfigOptions) =>
    edit({ kind: 'set', name: setting, text }, options),
  );

  withExamples(
    editing('unset', 'take an override away: what was deployed holds again'),
    'config unset warnPercent --stack prod',
  ).action((setting: string, options: StackOptions & ConfigOptions) =>
    edit({ kind: 'unset', name: setting, text: '' }, options),
  );

  for (const [kind, description] of [
    ['add', 'add one entry to a list'],
    ['remove', 'take one entry from a list'],
  ] as const) {
    withExamples(
      editing(kind, description).argument('<ENTRY>', 'such as a pattern of principals'),
      `config ${kind} protectedPrincipals arn:aws:iam::111122223333:role/payments --stack prod`,
      `config ${kind} teams/search/members person/ana@example.com --stack prod`,
    ).action((setting: string, text: string, options: StackOptions & ConfigOptions) =>
      edit({ kind, name: setting, text }, options),
    );
  }

  program
    .command('release-all')
    .description('give everybody back their access and suspend nobody any more, before `pulumi destroy`')
    .requiredOption('--outputs <FILE>', 'what `pulumi stack output --json` prints; - is standard input')
    .option('--wait <MINUTES>', 'for the workflows of the stack to restore', '15')
    .option('--json', 'one JSON object: who was restored, who still has the Deny')
    .action(async (options: ReleaseAllOptions) => {
      const { runReleaseAll } = await import('../commands/releaseAll.js');
      onExitCode(await runReleaseAll(options, output));
    });
}
