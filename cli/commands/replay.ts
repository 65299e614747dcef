import { displayUsd } from '../../domain/display.js';
import type { Settings } from '../../domain/settings/settings.js';
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
import { modelTable, principalTable, remarks } from '../output/tables.js';
import type { TextOutput } from '../output/textOutput.js';
import { timelineLine } from '../output/timeline.js';
import { BudgetReplay } from '../replay/budgetReplay.js';
import { SpendLog } from '../replay/spendLog.js';
import { given, settingsOf } from '../stackSettings.js';

export interface ReplayOptions {
  readonly json?: true;
  readonly strict?: true;
  readonly asDelivered?: true;
  readonly stack?: string;
  readonly enforcement?: string;
  readonly inferenceProfiles?: string;
  readonly personRoles?: string;
  readonly personPolicies?: string;
  readonly limit?: string;
  readonly warn?: string;
  readonly critical?: string;
  readonly exceeded?: string;
  readonly hardStop?: string;
  readonly grace?: string;
  readonly refreshDays?: string;
  readonly monitorMinutes?: string;
}

/** Runs the records of the files through budgets on virtual time. Answers the exit code. */
export async function runReplay(paths: readonly string[], options: ReplayOptions, output: TextOutput): Promise<number> {
  const settings = settingsOf('.', options.stack, { ...unlessStack(options), ...settingsGiven(options) });
  const rules = attributionRules(settings);
  const profiles = loadInferenceProfiles(options.inferenceProfiles);
  if (!options.json) output.line(colours.strong(`What budgets would have done: ${describePolicy(settings)}`));
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
      const { principal, timestamp: at } = metered.invocation;
      spends.add({ principal, at, costUsd: addedUsd(metered), isMore: metered.replaces !== undefined });
    }
  }

  const replay = new BudgetReplay(settings, (event) => {
    if (event.type === 'SpendRecorded') return;
    const line = options.json ? JSON.stringify(eventJson(event)) : timelineLine(event);
    if (line !== undefined) output.line(line);
  });
  for (const spend of options.asDelivered ? spends.asDelivered() : spends.inOrder()) {
    replay.record(spend);
    if (output.isFull) await output.flush();
  }
  const outcomes = replay.finish();

  if (options.json) {
    output.line(JSON.stringify(summaryJson(tally, outcomes)));
  } else {
    output.line(`\n${colours.strong('Who spent what')}\n${principalTable(tally, outcomes)}`);
    output.line(`\n${colours.strong('On which model')}\n${modelTable(tally)}\n`);
    for (const line of remarks(tally)) output.line(line);
  }
  complain(reading.problems(files));
  return reading.hasFailed || (options.strict && tally.counts.invalid > 0) ? 1 : 0;
}

/** Without a stack, a replay shows what budgets would do, so it enforces by default. */
function unlessStack({ stack }: ReplayOptions): Readonly<Record<string, string>> {
  return stack === undefined ? { enforcement: 'enforce' } : {};
}

function describePolicy({ budgetLimitUsd, refreshPeriodDays, policy }: Settings): string {
  const { enforcement, warnPercent, criticalPercent, exceededPercent, hardStopPercent, gracePeriodSeconds } = policy;
  return [
    `${displayUsd(budgetLimitUsd)} a principal every ${refreshPeriodDays} days`,
    `warnings at ${warnPercent} and ${criticalPercent} %`,
    `${gracePeriodSeconds} s of grace at ${exceededPercent} %`,
    ...(hardStopPercent === undefined ? [] : [`none at ${hardStopPercent} %`]),
    enforcement === 'enforce' ? 'enforced' : 'observed only: nobody is suspended',
  ].join(', ');
}

function settingsGiven(options: ReplayOptions): Readonly<Record<string, string>> {
  return given({
    enforcement: options.enforcement,
    budgetLimitUsd: options.limit,
    warnPercent: options.warn,
    criticalPercent: options.critical,
    exceededPercent: options.exceeded,
    hardStopPercent: options.hardStop,
    gracePeriodSeconds: options.grace,
    refreshPeriodDays: options.refreshDays,
    monitorIntervalMinutes: options.monitorMinutes,
    personRoles: options.personRoles,
    personPolicies: options.personPolicies,
  });
}
