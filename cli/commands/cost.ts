import { loadFallbackPriceBook } from '../fallbackPriceBook.js';
import { attributionRules } from '../attributionRules.js';
import { loadInferenceProfiles } from '../inferenceProfiles.js';
import type { LogFile } from '../input/logFiles.js';
import { Reading } from '../input/reading.js';
import { meterFiles } from '../metering/meterFiles.js';
import { Tally } from '../metering/tally.js';
import { costJson } from '../output/costJson.js';
import { costLine } from '../output/costLine.js';
import { modelTable, remarks } from '../output/tables.js';
import { complain } from '../output/complaint.js';
import { createProgress, NO_PROGRESS, type Progress } from '../output/progress.js';
import type { TextOutput } from '../output/textOutput.js';
import { given, settingsOf } from '../stackSettings.js';

export interface CostOptions {
  readonly json?: true;
  /** Only what the records come to. */
  readonly summary?: true;
  readonly strict?: true;
  readonly inferenceProfiles?: string;
  readonly personRoles?: string;
  readonly metadataKeys?: string;
}

/** Prices every record of the files. Answers the exit code. */
export async function runCost(paths: readonly string[], options: CostOptions, output: TextOutput): Promise<number> {
  const { personRoles, metadataKeys: usageMetadataKeys } = options;
  const rules = attributionRules(settingsOf('.', undefined, given({ personRoles, usageMetadataKeys })));
  const tally = new Tally();
  const profiles = loadInferenceProfiles(options.inferenceProfiles);
  const reading = new Reading();
  let files: readonly LogFile[] = [];
  const progress = (found: readonly LogFile[]): Progress => {
    files = found;
    return process.stdout.isTTY ? NO_PROGRESS : createProgress(found);
  };
  for await (const batch of meterFiles(paths, loadFallbackPriceBook(), profiles, rules, progress)) {
    for (const metered of batch) {
      tally.add(metered);
      reading.add(metered.record);
      if (!options.summary) output.line(options.json ? JSON.stringify(costJson(metered, rules)) : costLine(metered));
    }
    if (output.isFull) await output.flush();
  }
  if (!options.json) {
    output.line(`${options.summary ? '' : '\n'}${modelTable(tally)}\n`);
    for (const line of remarks(tally)) output.line(line);
  }
  complain(reading.problems(files));
  return reading.hasFailed || (options.strict && tally.counts.invalid > 0) ? 1 : 0;
}
