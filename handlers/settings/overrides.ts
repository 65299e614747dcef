import { isObject, type JsonObject } from '../../domain/json.js';
import { isEntryName } from '../../domain/settings/entryTexts.js';
import { readSettings, type Settings } from '../../domain/settings/settings.js';
import { SETTING_NAMES } from '../../domain/settings/definitions.js';

type Values = Readonly<Record<string, string>>;

export interface RejectedOverride {
  readonly name: string;
  readonly value: string;
  readonly problem: string;
}

export type SettledSettings =
  | { readonly kind: 'settings'; readonly settings: Settings; readonly rejected: readonly RejectedOverride[] }
  /** Of the deployed values alone; one line a problem, each beginning with the setting's name. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/**
 * Puts overrides over deployed values, without those that are not possible. Which ones go is decided by the problems
 * alone, never by order: first the unknown, then, as long as there are problems, the overrides that a problem is about;
 * where none is, a deployed value contradicts an override, and what the contradiction compares it with goes.
 */
export function settleOverrides(deployed: Values, overrides: Values): SettledSettings {
  const base = readSettings(deployed);
  if (base.kind === 'invalid') return base;
  const left = new Map(Object.entries(overrides));
  const rejected = [
    ...reject(left, unknownNames(overrides), () => 'unknown setting'),
    ...reject(left, undeployed(overrides, deployed), () => 'no such rule or team is deployed'),
  ];
  for (;;) {
    const answer = readSettings(laidOver(deployed, left));
    if (answer.kind === 'settings') return { ...answer, rejected };
    rejected.push(...rejectNamed(left, answer.problems));
  }
}

function unknownNames(values: Values): readonly string[] {
  const known: readonly string[] = SETTING_NAMES;
  return Object.keys(values).filter((name) => !known.includes(name) && !isEntryName(name));
}

function undeployed(overrides: Values, deployed: Values): readonly string[] {
  return Object.keys(overrides).filter((name) => isEntryName(name) && deployed[name] === undefined);
}

/** The override of a rule or team replaces the fields that it has, and no others. */
function laidOver(deployed: Values, overrides: ReadonlyMap<string, string>): Values {
  const texts = [...overrides].map(([name, text]) => {
    const [below, above] = [fieldsOf(deployed[name] ?? ''), fieldsOf(text)];
    const isEntry = isEntryName(name) && below !== undefined && above !== undefined;
    return [name, isEntry ? JSON.stringify({ ...below, ...above }) : text] as const;
  });
  return { ...deployed, ...Object.fromEntries(texts) };
}

function fieldsOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Rejects at least one: the deployed values alone have no problem. */
function rejectNamed(left: Map<string, string>, problems: readonly string[]): readonly RejectedOverride[] {
  const names = [...left.keys()];
  const about = names.filter((name) => problemAbout(name, problems) !== undefined);
  if (about.length > 0) return reject(left, about, (name) => problemAbout(name, problems));
  // Only contradictions are left here, and they quote names and numbers, never text that an override holds.
  const compared = names.filter((name) => problemComparing(name, problems) !== undefined);
  if (compared.length > 0) return reject(left, compared, (name) => problemComparing(name, problems));
  return reject(left, names, () => problems.join('; '));
}

function problemAbout(name: string, problems: readonly string[]): string | undefined {
  return problems.find((problem) => problem.startsWith(`${name}: `));
}

function problemComparing(name: string, problems: readonly string[]): string | undefined {
  return problems.find((problem) => problem.split(/\W+/).includes(name));
}

function reject(
  left: Map<string, string>,
  names: readonly string[],
  problemOf: (name: string) => string | undefined,
): RejectedOverride[] {
  return names.map((name) => {
    const value = left.get(name) ?? '';
    left.delete(name);
    return { name, value, problem: problemOf(name) ?? 'not possible' };
  });
}
