import { colours } from '../output/display.js';
import { wrapped } from '../output/wrapped.js';
import type { Answer } from './examine.js';
import type { Part } from './item.js';
import { VERDICTS, type Verdict } from './seen.js';

const COLOUR_OF: Readonly<Record<Verdict, (text: string) => string>> = {
  expected: colours.good,
  differs: colours.bad,
  open: colours.notice,
  'by hand': colours.quiet,
};

const VERDICT_WIDTH = Math.max(...VERDICTS.map((verdict) => verdict.length)) + 2;
const INDENT = ' '.repeat(VERDICT_WIDTH);

/** What stands for STACK, REGION and ACCOUNT in commands. */
export interface Place {
  readonly STACK: string;
  readonly REGION: string;
  readonly ACCOUNT: string;
}

interface Printing {
  readonly place: Place;
  readonly isLocal: boolean;
  readonly width?: number;
}

/** The answers by part, within a width; commands are broken between their words. */
export function firstRunLines(
  parts: readonly Part[],
  answers: readonly Answer[],
  { place, isLocal, width = 80 }: Printing,
): readonly string[] {
  const note = isLocal ? wrapped(LOCAL, 0, width).split('\n') : [];
  const shown = parts.flatMap(({ title, items }) => {
    const own = answers.filter(({ item }) => items.includes(item));
    return own.length === 0
      ? []
      : [colours.strong(title), ...own.flatMap((answer) => linesOf(answer, place, width)), ''];
  });
  return [...note, ...(isLocal ? [''] : []), ...shown, summary(answers), ...wrapped(NEXT, 0, width).split('\n')];
}

const LOCAL =
  'A local world is our own idea of AWS and proves nothing about it: nothing is answered here. With an account say --stack NAME or --outputs FILE.';

const NEXT =
  'After you have done what an item says, wait five minutes and run this again; --first-run ITEM looks at one alone. docs/first-deployment.md has why each item matters, and how to send us the answers.';

function linesOf({ item, verdict, text }: Answer, place: Place, width: number): readonly string[] {
  const indented = (line: string): readonly string[] =>
    wrapped(INDENT + filled(line, place), VERDICT_WIDTH, width).split('\n');
  const first = `${COLOUR_OF[verdict](verdict.padEnd(VERDICT_WIDTH))}${item.id}: ${text === '' ? item.claim : text}`;
  const head = wrapped(first, VERDICT_WIDTH, width).split('\n');
  if (verdict === 'expected') return head;
  const claim = text === '' ? [] : indented(`claim: ${item.claim}`);
  const expect = indented(`expect: ${item.expect}`);
  if (verdict === 'differs') return [...head, ...claim, ...expect, ...indented(`then: ${item.otherwise}`)];
  const steps = item.steps.flatMap((step) =>
    'say' in step ? indented(step.say) : commandLines(filled(step.run, place), width),
  );
  return [...head, ...claim, ...steps, ...expect];
}

export function filled(text: string, place: Place): string {
  return text.replace(/\b(STACK|REGION|ACCOUNT)\b/g, (name) => place[name as keyof Place]);
}

/** A command after a prompt, broken before an option or a word where it is too long, so that a shell takes it. */
function commandLines(command: string, width: number): readonly string[] {
  const room = width - ' \\'.length;
  const lines: string[] = [];
  let line = `${INDENT}$`;
  const add = (piece: string): void => {
    if (line.length + 1 + piece.length > room) {
      lines.push(`${line} \\`);
      line = `${INDENT} `;
    }
    line += ` ${piece}`;
  };
  for (const [whole, option, value] of command.matchAll(PIECE)) {
    const isLong = INDENT.length + 2 + whole.length > room;
    for (const piece of isLong && option !== undefined ? [option, value ?? ''] : [whole]) add(piece);
  }
  return [...lines, line].map(colours.strong);
}

const WORD = String.raw`(?:'[^']*'|"[^"]*"|[^\s'"])+`;

/** An option with its value, or a word. */
const PIECE = new RegExp(String.raw`(--[a-z-]+) (?!-)(${WORD})|${WORD}`, 'g');

function summary(answers: readonly Answer[]): string {
  const counts = VERDICTS.map((verdict) => ({ verdict, count: countOf(answers, verdict) }));
  const parts = counts.filter(({ count }) => count > 0);
  return parts.map(({ verdict, count }) => COLOUR_OF[verdict](`${count} ${verdict}`)).join(', ');
}

export function countOf(answers: readonly Answer[], verdict: Verdict): number {
  return answers.filter((answer) => answer.verdict === verdict).length;
}
