import type { Writable } from 'node:stream';
import { Command, CommanderError } from 'commander';
import { completionScript, SHELLS } from './completion/completionScript.js';
import { declareAdminCommands, declareChangeCommands } from './declarations/changes.js';
import { declareCheckCommands } from './declarations/checks.js';
import { declareInventoryCommand, declareKeyCommands } from './declarations/keys.js';
import { declareLocalCommands } from './declarations/local.js';
import { declareLogCommands } from './declarations/logs.js';
import { declareLookCommands } from './declarations/looks.js';
import { packageVersion } from './packageVersion.js';
import { declareReportCommand } from './declarations/report.js';
import { complain } from './output/complaint.js';
import { TextOutput } from './output/textOutput.js';
import { UserError } from './userError.js';

/** Runs one command line, `argv` as Node has it. Answers the exit code; a defect throws. */
export async function runCommandLine(argv: readonly string[], stream: Writable): Promise<number> {
  let exitCode = 0;
  const output = new TextOutput(stream);
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

/** All commands with their options. Throws CommanderError for a command line that it does not take. */
export function createProgram(output: TextOutput, onExitCode: (code: number) => void): Command {
  const program = new Command('budgeteer')
    .description('Meters Amazon Bedrock spend from model invocation logs and shows what budgets would do about it.')
    .version(packageVersion(), '--version')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .hook('preAction', (_, command) => {
      refuseSwallowedOptions(command);
    });

  const declaring = { program, output, onExitCode };
  declareLookCommands(declaring);
  declareReportCommand(declaring);
  declareCheckCommands(declaring);
  declareChangeCommands(declaring);
  declareKeyCommands(declaring);
  declareInventoryCommand(declaring);
  declareAdminCommands(declaring);
  declareLogCommands(declaring);
  declareLocalCommands(declaring);
  program
    .command('complete')
    .description('print a completion script: bash, zsh or fish')
    .argument('<SHELL>', SHELLS.join(', '))
    .action((shell: string) => {
      output.line(completionScript(program, shell).trimEnd());
    });
  return program;
}

/** `--html --local world` would write a file of the name `--local`. Throws UserError. */
function refuseSwallowedOptions(command: Command): void {
  for (const option of command.options) {
    const values = [command.getOptionValue(option.attributeName()) as unknown].flat();
    const swallowed = values.find((value): value is string => typeof value === 'string' && value.startsWith('--'));
    if (swallowed !== undefined) throw new UserError(`${option.flags}: its value is missing before ${swallowed}`);
  }
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
