import { colours } from '../output/display.js';
import { wrapped } from '../output/wrapped.js';
import type { Diagnosed, Diagnosis } from './diagnosis.js';
import { LEVELS, type Level } from './finding.js';

const COLOUR_OF: Readonly<Record<Level, (text: string) => string>> = {
  ok: colours.good,
  warning: colours.notice,
  problem: colours.bad,
  'not checked': colours.quiet,
};

const LEVEL_WIDTH = Math.max(...LEVELS.map((level) => level.length)) + 2;

/** Findings within a width, each with its fixes as lines to copy, which are never broken; then how many there are. */
export function diagnosisLines({ findings, readUnits }: Diagnosis, width = 80): readonly string[] {
  return [...findings.flatMap((finding) => findingLines(finding, width)), '', summary(findings, readUnits)];
}

function findingLines({ check, level, text, fixes }: Diagnosed, width: number): readonly string[] {
  const indent = ' '.repeat(LEVEL_WIDTH);
  return [
    ...wrapped(`${COLOUR_OF[level](level.padEnd(LEVEL_WIDTH))}${check}: ${text}`, LEVEL_WIDTH, width).split('\n'),
    ...fixes.map((fix) => `${indent}${colours.strong(`${introductionOf(fix)}${fix}`)}`),
  ];
}

/** A prompt before a command; advice begins with a verb of its own. */
function introductionOf(fix: string): string {
  if (fix.startsWith('docs/')) return 'see ';
  return /^(aws|budgeteer|pulumi) /.test(fix) ? '$ ' : '';
}

function summary(findings: readonly Diagnosed[], readUnits: number): string {
  const counts = LEVELS.map((level) => ({ level, count: countOf(findings, level) })).filter(({ count }) => count > 0);
  const parts = counts.map(({ level, count }) => COLOUR_OF[level](`${count} ${plural(level, count)}`));
  return `${parts.join(', ')}; ${readUnits} read units`;
}

export function countOf(findings: readonly Diagnosed[], level: Level): number {
  return findings.filter((finding) => finding.level === level).length;
}

function plural(level: Level, count: number): string {
  return count === 1 || level === 'ok' || level === 'not checked' ? level : `${level}s`;
}
