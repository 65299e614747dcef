import { ReportBuilder } from '../../domain/report/reportBuilder.js';
import type { ReportKey } from '../../domain/report/reportKey.js';
import type { Settings } from '../../domain/settings/settings.js';
import { attributionRules } from '../attributionRules.js';
import { loadFallbackPriceBook } from '../fallbackPriceBook.js';
import { loadInferenceProfiles } from '../inferenceProfiles.js';
import type { LogFile } from '../input/logFiles.js';
import { Reading } from '../input/reading.js';
import { meterFiles } from '../metering/meterFiles.js';
import { complain } from '../output/complaint.js';
import { createProgress, type Progress } from '../output/progress.js';
import type { TextOutput } from '../output/textOutput.js';
import { given, readValues, withEntriesOf } from '../stackSettings.js';
import { zoneOf } from '../values/when.js';
import { callOfRecord } from './fileCalls.js';
import { printReport } from './printReport.js';
import {
  givenSpan,
  isWithin,
  keysOf,
  metadataKeysIn,
  sectionsOf,
  teamNotes,
  type ReportOptions,
} from './reportOptions.js';

export interface FileReportOptions extends ReportOptions {
  /** A file with a list of teams. */
  readonly budgets?: string;
  readonly strict?: true;
  readonly inferenceProfiles?: string;
  readonly personRoles?: string;
}

const FILES_NOTE = 'At list price, from log files: no budgets, and nothing that they refused.';

/** What was spent by the keys of `--by`, from log files. Answers the exit code. Throws UserError. */
export async function reportFiles(
  paths: readonly string[],
  options: FileReportOptions,
  output: TextOutput,
): Promise<number> {
  const keys = keysOf(options.by, false);
  const [now, timeZone] = [Date.now(), zoneOf(options.timeZone)];
  const asked = givenSpan(options, { now, timeZone });
  const settings = settingsFor(options, keys);
  const profiles = loadInferenceProfiles(options.inferenceProfiles);
  const builder = new ReportBuilder(timeZone, sectionsOf(keys, options), options.html !== undefined);
  const reading = new Reading();
  let [files, invalid]: [readonly LogFile[], number] = [[], 0];
  const progress = (found: readonly LogFile[]): Progress => createProgress((files = found));
  for await (const batch of meterFiles(
    paths,
    loadFallbackPriceBook(),
    profiles,
    attributionRules(settings),
    progress,
  )) {
    for (const metered of batch) {
      reading.add(metered.record);
      if (metered.status === 'invalid') invalid += 1;
      if (metered.kind !== 'charged' || !isWithin(metered.invocation.timestamp, asked)) continue;
      builder.addCall(callOfRecord(metered, settings));
    }
  }
  const span = { since: now, until: now, ...builder.span, ...asked };
  const title = files.length === 1 ? (files[0]?.path ?? '') : `${files.length} log files`;
  const notes = [FILES_NOTE, ...invalidNotes(invalid), ...teamNotes(keys, options)];
  const report = builder.build(span, { title, writtenAt: now, hasBudgets: false, notes });
  await printReport(report, keys, options, output);
  complain(reading.problems(files));
  return reading.hasFailed || (options.strict && invalid > 0) ? 1 : 0;
}

function settingsFor({ personRoles, budgets }: FileReportOptions, keys: readonly ReportKey[]): Settings {
  const metadataKeys = metadataKeysIn(keys);
  const usageMetadataKeys = metadataKeys.length === 0 ? undefined : metadataKeys.join(',');
  const flags = given({ personRoles, usageMetadataKeys });
  return readValues(budgets === undefined ? flags : withEntriesOf(budgets, flags), '');
}

function invalidNotes(invalid: number): readonly string[] {
  if (invalid === 0) return [];
  return [invalid === 1 ? '1 record could not be read.' : `${invalid} records could not be read.`];
}
