import { PARTITIONS } from '../../../cli/firstRun/answersForm.js';
import { ITEMS } from '../../../cli/firstRun/items/all.js';
import { FACT_WORDS, VERDICTS } from '../../../cli/firstRun/seen.js';

const WORDS = new Set<string>([
  ...['about', 'version', 'partition', 'regions', 'items', 'verdict', 'day', 'facts'],
  ...VERDICTS,
  ...FACT_WORDS,
  ...PARTITIONS,
  ...ITEMS.flatMap(({ id, look }) => [id, ...(look?.facts ?? [])]),
]);

const NUMBERED = [/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, /^20\d\d-[01]\d-[0-3]\d$/];

/** What of an answers file is none of our own words, no version, no day, no truth value and no small whole number. */
export function foreignIn(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return WORDS.has(value) || NUMBERED.some((form) => form.test(value)) ? [] : [value];
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value < 1e9 ? [] : [value];
  if (typeof value === 'boolean') return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [value];
  return Object.entries(value).flatMap(([key, inner]) => [...foreignIn(key), ...foreignIn(inner)]);
}
