import { Option, type Command } from 'commander';

export interface StackOptions {
  readonly stack?: string;
  readonly outputs?: readonly string[];
  readonly local?: string;
  /** Name of a role in the account of each stack. */
  readonly assumeRole?: string;
}

/** Adds the options that say which stack a command is about. */
export function withStackOptions(command: Command): Command {
  const collect = (file: string, files: readonly string[] = []): readonly string[] => [...files, file];
  return command
    .addOption(
      new Option('--stack <NAME>', 'a deployed stack of the Pulumi project in this folder').conflicts([
        'outputs',
        'local',
      ]),
    )
    .addOption(
      new Option(
        '--outputs <FILE>',
        'or what `pulumi stack output --json` printed, of one stack or a list; - is standard input; may be repeated',
      )
        .argParser(collect)
        .conflicts('local'),
    )
    .option('--local <FOLDER>', 'or a world that `budgeteer start --keep FOLDER` wrote');
}

/** The same for commands that look at several stacks, which may be in several accounts. */
export function withStacksOptions(command: Command): Command {
  return withStackOptions(command).addOption(
    new Option(
      '--assume-role <NAME>',
      'assume this role in the account of each stack; by default the credentials of this shell are used as they are',
    ).conflicts('local'),
  );
}

/** Whether options name a stack. */
export function namesStack({ stack, outputs, local }: StackOptions): boolean {
  return stack !== undefined || outputs !== undefined || local !== undefined;
}
