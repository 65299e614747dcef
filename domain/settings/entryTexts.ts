import { isObject } from '../json.js';
import { RULES } from './budgetRules.js';
import { TEAMS } from './teams.js';

/** The lists of the configuration, and what the names of their entries begin with. */
export const ENTRY_LISTS = { budgets: RULES, teams: TEAMS } as const;

/** Whether a name is one of a rule or a team. */
export function isEntryName(name: string): boolean {
  return /^(?:budgets|teams)\/[^/]+$/.test(name);
}

/**
 * A list `budgets` or `teams` of the configuration as settings are stored: by `budgets/NAME`, each the JSON of its fields
 * with its place in the list; one line a problem.
 */
export function entryTexts(
  list: keyof typeof ENTRY_LISTS,
  entries: unknown,
  problems: string[],
): Readonly<Record<string, string>> {
  if (entries === undefined) return {};
  if (!Array.isArray(entries)) {
    problems.push(`${list}: ${JSON.stringify(entries)} is not a list of maps with a name each`);
    return {};
  }
  const texts = new Map<string, string>();
  (entries as readonly unknown[]).forEach((entry, index) => {
    const name = isObject(entry) ? entry['name'] : undefined;
    if (!isObject(entry) || typeof name !== 'string') {
      problems.push(`${list}[${index}]: ${JSON.stringify(entry)} is not a map with a name`);
      return;
    }
    const key = `${ENTRY_LISTS[list]}${name}`;
    if (texts.has(key)) problems.push(`${key}: two of this name`);
    const { name: _, ...fields } = entry;
    texts.set(key, JSON.stringify({ order: index + 1, ...fields }));
  });
  return Object.fromEntries(texts);
}
