import { formatInstant } from '../../domain/instant.js';
import { loadPriceBookData } from '../fallbackPriceBook.js';
import { CHECKS } from '../doctor/checks/all.js';
import { diagnose, type Diagnosis } from '../doctor/diagnosis.js';
import { countOf, diagnosisLines } from '../doctor/diagnosisText.js';
import { examinationOf, partitionOf } from '../doctor/examined.js';
import { LEVELS } from '../doctor/finding.js';
import { statusLine } from '../output/statusLine.js';
import type { TextOutput } from '../output/textOutput.js';
import type { Stack } from '../stack/stack.js';

export interface DoctorOptions {
  readonly json?: true;
}

/** Looks at a stack and what it depends on. Answers the exit code: 1 if there is a problem. */
export async function runDoctor(stack: Stack, options: DoctorOptions, output: TextOutput): Promise<number> {
  const partition = partitionOf(stack.reach);
  const line = statusLine(true);
  let made = 0;
  const onCheck = ({ name }: { readonly name: string }): void => {
    made += 1;
    line.show(`${made} of ${CHECKS.length}: ${name}`);
  };
  try {
    const bedrockRegions = regionsSelling(partition);
    const examination = examinationOf(stack);
    const diagnosis = await diagnose(CHECKS, { stack, partition, examination, bedrockRegions, onCheck });
    line.stop();
    if (options.json) output.line(JSON.stringify(diagnosisJson(stack, diagnosis)));
    else for (const text of diagnosisLines(diagnosis)) output.line(text);
    return countOf(diagnosis.findings, 'problem') > 0 ? 1 : 0;
  } finally {
    line.stop();
  }
}

const PARTITION_OF: readonly (readonly [prefix: RegExp, partition: string])[] = [
  [/^us-gov-/, 'aws-us-gov'],
  [/^cn-/, 'aws-cn'],
  [/^eusc-/, 'aws-eusc'],
  [/^[a-z]{2}-/, 'aws'],
];

/** The Regions of a partition for which the price book has rates. */
function regionsSelling(partition: string): readonly string[] {
  const named = loadPriceBookData().models.flatMap(({ rows }) => rows.flatMap(({ regions }) => regions));
  const regions = [...new Set(named)].filter((region) => region !== '*');
  return regions.filter((region) => PARTITION_OF.find(([prefix]) => prefix.test(region))?.[1] === partition).sort();
}

function diagnosisJson(stack: Stack, { findings, readUnits }: Diagnosis): object {
  return {
    stack: stack.name,
    accountId: stack.accountId,
    at: formatInstant(stack.clock.now()),
    findings: findings.map(({ check, level, text, fixes, action }) => {
      return { check, level, text, fixes, missingAction: action ?? null };
    }),
    counts: Object.fromEntries(LEVELS.map((level) => [level, countOf(findings, level)])),
    readUnits,
  };
}
