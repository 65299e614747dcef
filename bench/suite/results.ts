import { boundOf, isMet, type Bench, type Figure, type Target } from './bench.js';

/** RESULTS.md: a section for each bench, with the machine, the day and the commit of its measurement. */
const HEAD = `# Results

Written by \`npm run bench\`. Docs take their figures from here by the id in the last column (\`npm run docs:figures\`).
`;

/** A section's text by the bench's name. */
export type Sections = ReadonlyMap<string, string>;

export function readSections(text: string): Sections {
  const parts = text.split(/^(?=## )/m).filter((part) => part.startsWith('## '));
  return new Map(parts.map((part) => [/^## (\S+):/.exec(part)?.[1] ?? '', part.trimEnd()]));
}

/** The sections of `names`, in that order. Others, of benches that no longer exist, are left out. */
export function writeSections(sections: Sections, names: readonly string[]): string {
  const present = names.flatMap((name) => sections.get(name) ?? []);
  return [HEAD, ...present.map((section) => `${section}\n`)].join('\n');
}

export function sectionOf({ name, title, about }: Bench, figures: readonly Figure[], where: string): string {
  const head = ['figure', 'value', 'target', 'id'];
  const rows = [head, ['---', '--:', '---', '---'], ...figures.map(rowOf)];
  const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  return `## ${name}: ${title}\n\n${about}\n\nMeasured ${where}.\n\n${table}`;
}

/** The values of all figures, with their units, by id. */
export function figuresOf(text: string): ReadonlyMap<string, string> {
  const rows = text.matchAll(/^\|.*?\| +(\S[^|]*?) +\|[^|]*\| `([^`]+)` +\|$/gm);
  return new Map([...rows].map(([, value = '', id = '']) => [id, value]));
}

export function misses(figures: readonly Figure[]): readonly Figure[] {
  return figures.filter(({ value, target }) => target !== undefined && !isMet(value, target));
}

function rowOf({ id, what, value, unit, target }: Figure): readonly string[] {
  return [what, withUnit(value, unit), target === undefined ? '' : verdictOf(value, target), `\`${id}\``];
}

function verdictOf(value: string, target: Target): string {
  const bound = boundOf(target);
  if (isMet(value, target)) return `${bound}: met`;
  return `${bound}: **missed**${target.whyMissed === undefined ? '' : `, ${target.whyMissed}`}`;
}

function withUnit(value: string, unit: string): string {
  if (unit === 'USD') return `$${value}`;
  return unit === '' ? value : `${value} ${unit}`;
}
