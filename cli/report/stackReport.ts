import { ReportBuilder } from '../../domain/report/reportBuilder.js';
import type { ReportKey } from '../../domain/report/reportKey.js';
import { readStack, type ReportedStack } from '../../handlers/report/readStack.js';
import { complain } from '../output/complaint.js';
import { statusLine } from '../output/statusLine.js';
import type { TextOutput } from '../output/textOutput.js';
import { UserError } from '../userError.js';
import type { Stack } from '../stack/stack.js';
import { spanOf } from '../values/span.js';
import { printReport } from './printReport.js';
import { keysOf, metadataKeysIn, sectionsOf, teamNotes, type ReportOptions } from './reportOptions.js';

/** A stack, and what reading it has cost. */
export type CountedStack = ReportedStack & Pick<Stack, 'readUnits'>;

/** How far back a report reads by default. */
const DAYS_BACK = '30d';

/** What was spent by the keys of `--by`, from the usage rows of stacks. Answers the exit code. Throws UserError. */
export async function reportStacks(
  stacks: readonly CountedStack[],
  options: ReportOptions,
  output: TextOutput,
): Promise<number> {
  const [first] = stacks;
  if (first === undefined) throw new UserError('no stack to report about');
  const isOneOfSeveral = stacks.length > 1;
  const keys = keysOf(options.by, isOneOfSeveral);
  const now = first.clock.now();
  const { timeZone, ...span } = spanOf(options, now + 1, DAYS_BACK);
  const hasBudgets = options.html !== undefined;
  const builder = new ReportBuilder(timeZone, sectionsOf(keys, options), hasBudgets);
  const [problems, notes]: [string[], string[]] = [[], []];
  const line = statusLine(true);
  let done = 0;
  const onPrincipal = (): void => {
    line.show(`reading usage rows: ${(done += 1).toLocaleString('en-US')} principals`);
  };
  try {
    for (const stack of stacks) {
      problems.push(...(await readStack(stack, builder, { span, hasBudgets, isOneOfSeveral, onPrincipal })));
      notes.push(...(await metadataNotes(stack, keys)));
    }
  } finally {
    line.stop();
  }
  const report = builder.build(span, {
    title: stacks.map(({ name }) => name).join(', '),
    writtenAt: now,
    hasBudgets,
    notes: [...notes, ...teamNotes(keys, options)],
  });
  const readUnits = stacks.reduce((sum, stack) => sum + stack.readUnits(), 0);
  await printReport(report, keys, options, output, { readUnits });
  complain(problems);
  return problems.length > 0 ? 1 : 0;
}

async function metadataNotes(stack: ReportedStack, keys: readonly ReportKey[]): Promise<readonly string[]> {
  const { usageMetadataKeys } = await stack.settings();
  const missing = metadataKeysIn(keys).filter((key) => !usageMetadataKeys.includes(key));
  return missing.map((key) => `Stack ${stack.name} keeps no metadata ${key}: see the setting usageMetadataKeys.`);
}
