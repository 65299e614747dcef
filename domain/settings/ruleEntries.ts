import { isObject, type JsonObject } from '../json.js';
import { nearestName } from '../nearestName.js';
import type { BudgetTerms } from '../budget/budgetPolicy.js';
import { readTerms, TERM_FIELDS } from './ruleTerms.js';
import { readInteger } from './settingValues.js';

/** A rule or a team as it is stored: by its name, JSON of its fields. */
export type StoredEntry = readonly [name: string, text: string];

/** What rules and teams have in common. */
export interface Entry {
  readonly name: string;
  /** `budgets/NAME` or `teams/NAME` */
  readonly key: string;
  /** Its place in the list. */
  readonly order: number;
  readonly patterns: readonly string[];
  /** Its own, and the stack's where it has none. */
  readonly terms: BudgetTerms;
}

export interface EntryKind {
  /** With it the keys begin. */
  readonly path: string;
  /** The field that says whom an entry is for. */
  readonly field: 'match' | 'members';
  readonly problemOf: (pattern: string) => string | undefined;
  readonly needsLimit: boolean;
}

/** Names of rules and teams: what a parameter of Systems Manager may be called. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** Of a standard parameter (Systems Manager User Guide, parameter tiers). */
const MAX_CHARACTERS = 4096;

const ORDER = { min: 0, max: 999_999 };

/** Reads entries into their order; one line a problem, each beginning with the key. What is no JSON is left out. */
export function readEntries(
  entries: readonly StoredEntry[],
  kind: EntryKind,
  stack: BudgetTerms,
  problems: string[],
): readonly Entry[] {
  const read = entries.flatMap(([name, text]): readonly Entry[] => {
    const key = `${kind.path}${name}`;
    const own: string[] = [];
    const fields = parsed(text);
    const entry = isObject(fields) ? [readEntry({ name, key, fields }, kind, stack, own)] : [];
    if (entry.length === 0) own.push(`${JSON.stringify(text.slice(0, 60))} is not a map of fields, as JSON`);
    if (text.length > MAX_CHARACTERS) {
      own.push(`${text.length} characters are more than a parameter holds, ${MAX_CHARACTERS}`);
    }
    problems.push(...own.map((problem) => `${key}: ${problem}`));
    return entry;
  });
  return [...read].sort((left, right) => left.order - right.order || (left.name < right.name ? -1 : 1));
}

function readEntry(
  { name, key, fields }: Pick<Entry, 'name' | 'key'> & { readonly fields: JsonObject },
  { field, problemOf, needsLimit }: EntryKind,
  stack: BudgetTerms,
  problems: string[],
): Entry {
  const known = [field, 'name', 'order', ...TERM_FIELDS];
  for (const given of Object.keys(fields)) {
    if (!known.includes(given)) problems.push(`${given}: unknown; the nearest is ${nearestName(given, known)}`);
  }
  if (!NAME.test(name)) problems.push(`name: ${JSON.stringify(name)} is not 1 to 63 letters, digits, - _ .`);
  if (needsLimit && fields['limitUsd'] === undefined) problems.push('limitUsd: missing; a team has a limit of its own');
  return {
    name,
    key,
    order: readInteger('order', JSON.stringify(fields['order'] ?? 0), ORDER, problems),
    patterns: readPatterns(field, fields[field], problemOf, problems),
    terms: readTerms(fields, stack, problems),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list of texts, or one of them; none together with a problem for each that is not possible. */
function readPatterns(
  field: string,
  given: unknown,
  problemOf: (text: string) => string | undefined,
  problems: string[],
): readonly string[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (list.length === 0) problems.push(`${field}: missing; without a principal it would count nothing`);
  return list.flatMap((one) => {
    const problem = typeof one === 'string' ? problemOf(one) : 'is not a text';
    if (problem !== undefined) problems.push(`${field}: ${JSON.stringify(one)} ${problem}`);
    return typeof one === 'string' && problem === undefined ? [one] : [];
  });
}
