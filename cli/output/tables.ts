import Table from 'cli-table3';
import { displayUsd, displayMoney } from '../../domain/display.js';
import { isMoreThan, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Usage } from '../../domain/invocations/usage.js';
import type { Share, Tally } from '../metering/tally.js';
import type { Outcome } from '../replay/account.js';
import { isHiddenByProfile, PROFILE_HINT } from './costLine.js';
import { colours, displayPrincipal, spansAccounts } from './display.js';

/** How many invalid records are listed; the rest is counted. */
const MAX_SHOWN = 20;

/** Left-aligned columns of text; all others are numbers. */
const LEFT = [
  ...['principal', 'model', 'state', 'time', 'topic', 'subject', 'rule', 'enforcement', 'team'],
  ...['key', 'access by', 'budget', 'rate', 'by', 'setting', 'value', 'from'],
];

const TOKEN_HEADS = ['input', 'output', 'cache read', 'cache write'];

export function principalTable(tally: Tally, outcomes: ReadonlyMap<string, Outcome>): string {
  const withAccount = spansAccounts(tally.principals.keys());
  const isObserved = [...outcomes.values()].some(({ policy }) => policy.enforcement === 'observe');
  const heads = ['limit', 'state', 'overshoot', 'refused', ...(isObserved ? ['not prevented'] : [])];
  return plainTable(
    ['principal', 'calls', ...TOKEN_HEADS, 'spent', ...heads],
    bySpend(tally.principals).map(([principalId, share]) => {
      const outcome = outcomes.get(principalId);
      return [
        displayPrincipal(principalId, withAccount),
        ...shareCells(share),
        ...(outcome === undefined ? [] : outcomeCells(outcome)).slice(0, heads.length),
      ];
    }),
  );
}

export function modelTable(tally: Tally): string {
  return plainTable(
    ['model', 'calls', ...TOKEN_HEADS, 'spent'],
    bySpend(tally.models).map(([model, share]) => [model, ...shareCells(share)]),
  );
}

/** What the figures assume and leave out, a line each. */
export function remarks(tally: Tally): readonly string[] {
  const { counts, total } = tally;
  const lines = [`${total.calls} calls, ${displayUsd(total.spentUsd)} in all at list price`];
  if (counts.duplicate > 0) lines.push(`${counts.duplicate} duplicates, counted once`);
  if (tally.replaced > 0) {
    lines.push(`${tally.replaced} of them charged until a larger record of the same request came, which counts`);
  }
  if (isMoreThan(total.provisionalUsd, ZERO_USD)) {
    lines.push(
      `${displayUsd(total.provisionalUsd)} of it provisional: the dearest comparable rate or an assumed amount stands in`,
    );
  }
  if (tally.unknownTtlTokens > 0) {
    lines.push(
      `${tally.unknownTtlTokens} cache-write tokens at the dearest rate of their model, their records do not tell the TTL`,
    );
  }
  for (const [reason, count] of tally.reasons) {
    lines.push(`${count} × ${reason}${isHiddenByProfile(reason) ? `; ${PROFILE_HINT}` : ''}`);
  }
  if (counts.invalid > 0) lines.push(`${counts.invalid} could not be read:`);
  lines.push(...tally.invalid.slice(0, MAX_SHOWN).map(({ location, reason }) => `  ${location}: ${reason}`));
  if (counts.invalid > MAX_SHOWN) lines.push(`  … and ${counts.invalid - MAX_SHOWN} more`);
  return lines;
}

function shareCells({ calls, usage, spentUsd }: Share): readonly string[] {
  return [String(calls), ...tokenCells(usage), displayMoney(spentUsd)];
}

function tokenCells(usage: Usage): readonly string[] {
  const cacheWrites = usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  return [usage.inputTokens, usage.outputTokens, usage.cacheReadTokens, cacheWrites].map(grouped);
}

function outcomeCells(outcome: Outcome): readonly string[] {
  const { budget, overshootUsd, refusedUsd, refusedCalls, notPreventedUsd } = outcome;
  const refused = refusedCalls === 0 ? '' : `${displayMoney(refusedUsd)} (${refusedCalls})`;
  return [
    displayUsd(budget.limitUsd),
    stateOf(outcome),
    amountCell(overshootUsd),
    refused,
    amountCell(notPreventedUsd),
  ];
}

/** Blank for nothing. */
export function amountCell(amount: Usd): string {
  return isMoreThan(amount, ZERO_USD) ? displayMoney(amount) : '';
}

/** Of a budget that is only observed, what it would be. */
export function stateOf({ budget }: Outcome): string {
  const isStopped = budget.observation?.announcedAtUsd !== undefined;
  return isStopped ? colours.bad('would be suspended') : stateCell(budget.status);
}

export function stateCell(status: string): string {
  if (status === 'active') return colours.good(status);
  return status === 'suspended' ? colours.bad(status) : colours.notice(status);
}

export function bySpend<T extends Share>(shares: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...shares].sort(([, left], [, right]) => right.spentUsd.comparedTo(left.spentUsd));
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

export interface TableOptions {
  /** Two spaces between columns in place of four. */
  readonly isTight?: boolean;
  /** Titles of the columns of texts; numbers stand on the right. */
  readonly texts?: readonly string[];
}

/** A table without borders. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { isTight = false, texts = LEFT }: TableOptions = {},
): string {
  const aligned = head.map((title) => (texts.includes(title) ? 'left' : 'right'));
  const drawn = new Table({
    head: [...head],
    colAligns: [...aligned],
    style: { head: [], border: [], compact: true },
    chars: {
      mid: '',
      'left-mid': '',
      'mid-mid': '',
      'right-mid': '',
      left: '',
      right: '',
      top: '',
      bottom: '',
      middle: isTight ? '' : '  ',
      'top-left': '',
      'top-right': '',
      'top-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      'bottom-mid': '',
    },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn.toString();
}
