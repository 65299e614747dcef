import { Option } from 'commander';
import type { DoctorOptions } from '../commands/doctor.js';
import type { FirstRunOptions } from '../commands/firstRun.js';
import type { PricesOptions } from '../commands/prices.js';
import { namesStack, withStackOptions, type StackOptions } from '../stack/stackOptions.js';
import type { Stack } from '../stack/stack.js';
import { UserError } from '../userError.js';
import { withExamples, withStack, type Declaring } from './declaring.js';

/** Those that look at what a stack depends on. */
export function declareCheckCommands({ program, output, onExitCode }: Declaring): void {
  const collect = (text: string, texts: readonly string[] = []): readonly string[] => [...texts, text];
  withExamples(
    withStackOptions(program.command('doctor'))
      .description('check a stack and what it depends on, each finding with its fix; exit 1 if there is a problem')
      .option(
        '--first-run [ITEM]',
        'what nobody could prove without an account, or one item of it; exit 1 if one differs',
      )
      .option(
        '--answers <FILE>',
        'with --first-run: write the answers, without names and ids, as they can be sent to us',
      )
      .addOption(
        new Option(
          '--saw <ITEM=VERDICT>',
          'with --answers: what you have seen, expected or differs; may be repeated',
        ).argParser(collect),
      )
      .option('--json', 'one JSON object of findings'),
    'doctor --stack prod',
    'doctor --outputs outputs.json --json',
    'doctor --first-run --stack dev --answers answers.json --saw no-difference=expected',
  ).action(async (options: DoctorOptions & FirstRunOptions & StackOptions) => {
    const { firstRun, answers, saw } = options;
    if (firstRun === undefined && (answers ?? saw) !== undefined) {
      throw new UserError('--answers and --saw go with --first-run');
    }
    if (saw !== undefined && answers === undefined) throw new UserError('--saw goes with --answers FILE');
    if (firstRun !== undefined) {
      const { runFirstRun } = await import('../commands/firstRun.js');
      onExitCode(await withStack(options, (stack) => runFirstRun(stack, options, output)));
      return;
    }
    const { runDoctor } = await import('../commands/doctor.js');
    onExitCode(await withStack(options, (stack) => runDoctor(stack, options, output)));
  });

  withExamples(
    withStackOptions(program.command('prices'))
      .description('each rate of a model with its source: the live table, AWS’s price list, the fallback book')
      .argument('<MODEL>', 'a model’s id or a part of it')
      .option('--region <REGION>', 'one or several, comma-separated; those of the stack by default')
      .addOption(new Option('--csv', 'one row a rate').conflicts('json'))
      .option('--json', 'one JSON object with exact rates'),
    'prices nova-micro --region eu-west-1',
    'prices claude-opus-4-7 --stack prod',
  ).action(async (model: string, options: PricesOptions & StackOptions) => {
    const { runPrices } = await import('../commands/prices.js');
    const run = (stack?: Stack): Promise<number> => runPrices(stack, { ...options, model }, output);
    onExitCode(await (namesStack(options) ? withStack(options, run) : run()));
  });
}
