import { Option, type Command } from 'commander';
import type { InventoryOptions } from '../commands/inventory.js';
import type { KeysCreateOptions, KeysListOptions, KeysRevokeOptions, KeysRotateOptions } from '../commands/keys.js';
import { withStackOptions, type StackOptions } from '../stack/stackOptions.js';
import { SPAN_TEXTS } from '../values/span.js';
import { withExamples, withStack, type Declaring } from './declaring.js';

const EXPIRES = '90d, 12w, a date, which counts whole, or never';

/** `keys create`, `list`, `rotate` and `revoke`. */
export function declareKeyCommands({ program, output, onExitCode }: Declaring): void {
  const keys = program.command('keys').description('Bedrock API keys, each with a user and a budget of its own');

  withExamples(
    changing(keys.command('create <NAME>'))
      .description('make a user with one key, which may call models up to a limit; shows the secret once')
      .requiredOption('--limit <USD>', 'of each period, such as 25 or $0.50')
      .option('--expires <WHEN>', EXPIRES, '90d')
      .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
      .option('--reason <TEXT>', 'why, for the audit log'),
    'keys create ci-search --limit 25 --expires 90d --stack prod',
  ).action(async (name: string, options: KeysCreateOptions & StackOptions) => {
    const { runKeysCreate } = await import('../commands/keys.js');
    onExitCode(await withStack(options, (stack) => runKeysCreate(stack, name, options, output)));
  });

  withStackOptions(keys.command('list'))
    .description('the keys that `keys create` made, with limit and spend')
    .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
    .option('--json', 'one JSON object a key')
    .action(async (options: KeysListOptions & StackOptions) => {
      const { runKeysList } = await import('../commands/keys.js');
      onExitCode(await withStack(options, (stack) => runKeysList(stack, options, output)));
    });

  withExamples(
    changing(keys.command('rotate <NAME>'))
      .description('make a new key for the same user and budget, then delete the old one; shows the secret once')
      .option('--expires <WHEN>', `${EXPIRES}; as long as the old one by default`)
      .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
      .option('--keep-old', 'leave the old key active, until `keys revoke NAME --key ID`'),
    'keys rotate ci-search --keep-old --stack prod',
  ).action(async (name: string, options: KeysRotateOptions & StackOptions) => {
    const { runKeysRotate } = await import('../commands/keys.js');
    onExitCode(await withStack(options, (stack) => runKeysRotate(stack, name, options, output)));
  });

  withExamples(
    changing(keys.command('revoke <NAME>'))
      .description('delete a key with its user; its budget closes')
      .option('--key <ID>', 'only this one of its keys; the user stays'),
    'keys revoke ci-search --dry-run --stack prod',
  ).action(async (name: string, options: KeysRevokeOptions & StackOptions) => {
    const { runKeysRevoke } = await import('../commands/keys.js');
    onExitCode(await withStack(options, (stack) => runKeysRevoke(stack, name, options, output)));
  });
}

function changing(command: Command): Command {
  return withStackOptions(command)
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show the steps and change nothing')
    .option('--json', 'one JSON object');
}

export function declareInventoryCommand({ program, output, onExitCode }: Declaring): void {
  withExamples(
    withStackOptions(program.command('inventory'))
      .description('who has access to Bedrock by the policies of the account, with and without a budget')
      .option('--without-budget', 'only those without one')
      .option('--no-last-used', 'do not ask IAM when each was last used, which takes a second or two each')
      .option('--time-zone <ZONE>', SPAN_TEXTS.timeZone)
      .addOption(new Option('--json', 'one JSON object a principal').conflicts('csv'))
      .option('--csv', 'comma-separated, with a head'),
    'inventory --without-budget --stack prod',
  ).action(async (options: InventoryOptions & StackOptions) => {
    const { runInventory } = await import('../commands/inventory.js');
    onExitCode(await withStack(options, (stack) => runInventory(stack, options, output)));
  });
}
