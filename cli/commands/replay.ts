import type { BudgetEvent } from '../../domain/budget/events.js';
import { loadFallbackPriceBook } from '../fallbackPriceBook.js';
import { attributionRules } from '../attributionRules.js';
import { loadInferenceProfiles } from '../inferenceProfiles.js';
import type { LogFile } from '../input/logFiles.js';
import { Reading } from '../input/reading.js';
import { addedUsd } from '../metering/meter.js';
import { meterFiles } from '../metering/meterFiles.js';
import { Tally } from '../metering/tally.js';
import { colours } from '../output/display.js';
import { complain } from '../output/complaint.js';
import { createProgress, type Progress } from '../output/progress.js';
import { eventJson, summaryJson } from '../output/replayJson.js';
import { describeTerms, report } from '../output/replayReport.js';
import type { TextOutput } from '../output/textOutput.js';
import { timelineLine } from '../output/timeline.js';
import { BudgetReplay } from '../replay/budgetReplay.js';
import { SpendLog } from '../replay/spendLog.js';
import { replaySettings, type TermFlags } from '../replaySettings.js';

export interface ReplayOptions extends TermFlags {
  readonly json?: true;
  readonly strict?: true;
  readonly asDelivered?: true;
  readonly inferenceProfiles?: string;
}

/** Runs the records of the files through budgets on virtual time. Answers the exit code. */
export async function runReplay(paths: readonly string[], options: ReplayOptions, output: TextOutput): Promise<number> {
  const limits = replaySettings(options);
  const [first] = limits;
  const rules = attributionRules(first);
  const profiles = loadInferenceProfiles(options.inferenceProfiles);
  if (!options.json) output.line(colours.strong(`What budgets would have done: ${describeTerms(limits)}`));
  const tally = new Tally();
  const spends = new SpendLog();
  const reading = new Reading();
  let files: readonly LogFile[] = [];
  const progress = (found: readonly LogFile[]): Progress => {
    files = found;
    return createProgress(found);
  };
  for await (const batch of meterFiles(paths, loadFallbackPriceBook(), profiles, rules, progress)) {
    for (const metered of batch) {
      tally.add(metered);
      reading.add(metered.record);
      if (metered.kind !== 'charged') continue;
      const { principal, timestamp: at, inferenceProfile } = metered.invocation;
      const isMore = metered.replaces !== undefined;
      spends.add({ principal, at, costUsd: addedUsd(metered), inferenceProfile, isMore });
    }
  }

  const tell = (event: BudgetEvent): void => {
    // Events of several limits would be mixed up.
    if (limits.length > 1 || event.type === 'SpendRecorded' || event.type === 'TeamSpendRecorded') return;
    const line = options.json ? JSON.stringify(eventJson(event)) : timelineLine(event);
    if (line !== undefined) output.line(line);
  };
  const replays = limits.map((settings) => ({ settings, replay: new BudgetReplay(settings, tell) }));
  for (const spend of options.asDelivered ? spends.asDelivered() : spends.inOrder()) {
    for (const { replay } of replays) replay.record(spend);
    if (output.isFull) await output.flush();
  }
  const runs = replays.map(({ settings, replay }) => ({ settings, outcomes: replay.finish() }));

  if (options.json) for (const run of runs) output.line(JSON.stringify(summaryJson(tally, run)));
  else for (const line of report(tally, runs)) output.line(line);
  complain(reading.problems(files));
  return reading.hasFailed || (options.strict && tally.counts.invalid > 0) ? 1 : 0;
}
