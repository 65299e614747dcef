import { writeFileSync } from 'node:fs';
import { DAY_MS } from '../../domain/instant.js';
import { displayAmount } from '../../domain/display.js';
import type { Report } from '../../domain/report/report.js';
import { ReportBuilder, type ReportSpan } from '../../domain/report/reportBuilder.js';
import type { ReportKey } from '../../domain/report/reportKey.js';
import { renderPage } from '../../page/renderPage.js';
import { attributionRules } from '../attributionRules.js';
import { loadFallbackPriceBook } from '../fallbackPriceBook.js';
import { loadInferenceProfiles } from '../inferenceProfiles.js';
import type { LogFile } from '../input/logFiles.js';
import { Reading } from '../input/reading.js';
import { meterFiles } from '../metering/meterFiles.js';
import { complain } from '../output/complaint.js';
import { createProgress } from '../output/progress.js';
import { statusLine } from '../output/statusLine.js';
import type { TextOutput } from '../output/textOutput.js';
import { callOfRecord } from '../report/fileCalls.js';
import { csvHead, csvRow, groupJson, summaryJson } from '../report/reportLines.js';
import { keysOf, metadataKeysIn, sectionsOf, timeZoneOf, givenSpan, type GivenSpan, type SpanFlags } from '../report/reportOptions.js';
import { reportRemarks, reportTable } from '../report/reportTable.js';
import { readStack, type ReportedStack } from '../report/stackCalls.js';
import { given, readValues, withEntriesOf } from '../stackSettings.js';
import { UserError } from '../userError.js';

export interface ReportOptions extends SpanFlags {
  readonly by?: string;
  readonly timeZone?: string;
  readonly csv?: true;
  readonly json?: true;
  /** Where the page is written to. */
  readonly html?: string;
  /** Of log files alone. */
  readonly budgets?: string;
  readonly strict?: true;
  readonly inferenceProfiles?: string;
  readonly personRoles?: string;
}

const DEFAULT_DAYS = 30;
const WIDTH = 80;

const TEAMS_NOTE = 'A call of several teams counts in each of them, so that teams may add up to more than the total.';
const FILES_NOTE = 'At list price, from log files: no budgets, and nothing that they refused.';

/** What was spent in a span by the keys of `--by`, of log files. Answers the exit code. */
export async function runFileReport(
  paths: readonly string[],
  options: ReportOptions,
  output: TextOutput,
): Promise<number> {
  const keys = keysOf(options.by, false);
  const timeZone = timeZoneOf(options.timeZone, 'UTC');
  const asked = givenSpan(options, timeZone);
  const settings = fileSettings(options, keys);
  const rules = attributionRules(settings);
  const builder = new ReportBuilder(timeZone, sectionsOf(keys, options.html !== undefined));
  const reading = new Reading();
  let [files, invalid]: [readonly LogFile[], number] = [[], 0];
  const progress = (found: readonly LogFile[]): ReturnType<typeof createProgress> => createProgress((files = found));
  const profiles = loadInferenceProfiles(options.inferenceProfiles);
  for await (const batch of meterFiles(paths, loadFallbackPriceBook(), profiles, rules, progress)) {
    for (const metered of batch) {
      reading.add(metered.record);
      if (metered.status === 'invalid') invalid += 1;
      if (metered.kind === 'charged' && isWithin(metered.invocation.timestamp, asked)) {
        builder.addCall(callOfRecord(metered, settings));
      }
    }
  }
  const now = Date.now();
  const { since, until } = { ...(builder.span ?? { since: now, until: now }), ...asked };
  const notes = [
    FILES_NOTE,
    ...(invalid > 0 ? [`${invalid} records could not be read.`] : []),
    ...teamNotes(keys, options),
  ];
  const title = files.length === 1 ? (files[0]?.path ?? '') : `${files.length} log files`;
  await tell(
    builder.build({ since, until }, { title, writtenAt: now, hasBudgets: false, notes }),
    keys,
    options,
    output,
  );
  complain(reading.problems(files));
  return reading.hasFailed || (options.strict && invalid > 0) ? 1 : 0;
}

/** The same of the usage rows of stacks, 30 days back by default. Answers the exit code. */
export async function runStackReport(
  stacks: readonly ReportedStack[],
  options: ReportOptions,
  output: TextOutput,
): Promise<number> {
  const [first] = stacks;
  if (first === undefined) throw new UserError('no stack to report of');
  const keys = keysOf(options.by, stacks.length > 1);
  const { policy, usageMetadataKeys } = await first.settings();
  const timeZone = timeZoneOf(options.timeZone, policy.schedule.timeZone);
  const span = spanOf(givenSpan(options, timeZone), first.clock.now());
  const isPage = options.html !== undefined;
  const builder = new ReportBuilder(timeZone, sectionsOf(keys, isPage));
  const line = statusLine(true);
  let done = 0;
  const onPrincipal = (): void => {
    line.show(`reading usage rows: ${(done += 1)} principals`);
  };
  const problems: string[] = [];
  try {
    const reads = { span, withBudgets: isPage, isOneOfSeveral: stacks.length > 1, onPrincipal };
    for (const stack of stacks) problems.push(...(await readStack(stack, builder, reads)));
  } finally {
    line.stop();
  }
  const missing = metadataKeysIn(keys).filter((key) => !usageMetadataKeys.includes(key));
  const notes = [
    ...missing.map((key) => `The stack keeps no metadata ${key}; see the setting usageMetadataKeys.`),
    ...teamNotes(keys, options),
  ];
  const title = stacks.map(({ name }) => name).join(', ');
  const report = builder.build(span, { title, writtenAt: first.clock.now(), hasBudgets: isPage, notes });
  await tell(
    report,
    keys,
    options,
    output,
    stacks.reduce((sum, stack) => sum + stack.readUnits(), 0),
  );
  complain(problems);
  return problems.length > 0 ? 1 : 0;
}

function fileSettings(options: ReportOptions, keys: readonly ReportKey[]): ReturnType<typeof readValues> {
  const metadataKeys = metadataKeysIn(keys);
  const usageMetadataKeys = metadataKeys.length === 0 ? undefined : metadataKeys.join(',');
  const flags = given({ personRoles: options.personRoles, usageMetadataKeys });
  return readValues(options.budgets === undefined ? flags : withEntriesOf(options.budgets, flags), '');
}

function isWithin(instant: number, { since = -Infinity, until = Infinity }: GivenSpan): boolean {
  return since <= instant && instant < until;
}

function spanOf({ since, until }: GivenSpan, now: number): ReportSpan {
  const end = until ?? now;
  const span = { since: since ?? end - DEFAULT_DAYS * DAY_MS, until: end };
  if (span.since >= span.until) throw new UserError('--since is not before --until');
  return span;
}

function teamNotes(keys: readonly ReportKey[], { html }: ReportOptions): readonly string[] {
  return keys.includes('team') || html !== undefined ? [TEAMS_NOTE] : [];
}

async function tell(
  report: Report,
  keys: readonly ReportKey[],
  { csv, json, html }: ReportOptions,
  output: TextOutput,
  readUnits?: number,
): Promise<void> {
  const section = report.sections.find((one) => one.keys.join() === keys.join());
  if (section === undefined) throw new RangeError(`no section by ${keys.join()}`);
  if (html !== undefined) writePage(html, report);
  if (csv) output.line(csvHead(section));
  for (const group of csv || json ? section.groups : []) {
    output.line(csv ? csvRow(group) : JSON.stringify(groupJson(section, group)));
    if (output.isFull) await output.flush();
  }
  if (json) output.line(JSON.stringify(summaryJson(report, readUnits)));
  if (csv || json) return;
  if (html === undefined) {
    output.line(`${reportTable(section, report.total, process.stdout.isTTY ? process.stdout.columns : WIDTH)}\n`);
    for (const line of reportRemarks(report)) output.line(line);
  } else
    output.line(
      `${html}: ${displayAmount(report.total.spentUsd)} in ${report.total.calls.toLocaleString('en-US')} calls`,
    );
  if (readUnits !== undefined) output.line(`read with ${readUnits.toLocaleString('en-US')} read request units`);
}

function writePage(path: string, report: Report): void {
  try {
    writeFileSync(path, renderPage(report));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: cannot be written: ${reason}`, { cause: error });
  }
}
