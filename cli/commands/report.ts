import type { TextOutput } from '../output/textOutput.js';
import { reportFiles, type FileReportOptions } from '../report/fileReport.js';
import { reportStacks } from '../report/stackReport.js';
import { onStacks } from '../stack/openStacks.js';
import { namesStack, type StackOptions } from '../stack/stackOptions.js';
import { UserError } from '../userError.js';

export type ReportCommandOptions = FileReportOptions & StackOptions;

const FILE_OPTIONS = {
  budgets: '--budgets',
  strict: '--strict',
  inferenceProfiles: '--inference-profiles',
  personRoles: '--person-roles',
} as const satisfies Readonly<Partial<Record<keyof FileReportOptions, string>>>;

/** Sums what was spent: of stacks, or of log files. Answers the exit code. Throws UserError. */
export function runReport(
  files: readonly string[],
  options: ReportCommandOptions,
  output: TextOutput,
): Promise<number> {
  if (!namesStack(options)) return ofFiles(files, options, output);
  if (files.length > 0) throw new UserError('name log files, or a stack, not both');
  const useless = Object.entries(FILE_OPTIONS).find(([name]) => Object.hasOwn(options, name));
  if (useless !== undefined) throw new UserError(`${useless[1]}: is for log files; a stack has its own`);
  return onStacks(options, (stacks) => reportStacks(stacks, options, output));
}

function ofFiles(files: readonly string[], options: FileReportOptions, output: TextOutput): Promise<number> {
  if (files.length > 0) return reportFiles(files, options, output);
  throw new UserError('report about what? log files, or --stack NAME, --outputs FILE, --local FOLDER');
}
