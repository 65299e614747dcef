import type { ReportKey } from './reportKey.js';

/** What every page shows, beside what was asked for. */
const PAGE_KEYS: readonly ReportKey[] = ['team', 'principal', 'person', 'model', 'day', 'region'];

/** For a report that shows teams. */
export const TEAMS_NOTE = 'Teams may overlap: a call of several counts in each of them.';

/** The sections of a page, also by the keys that were asked for. */
export function pageSections(asked: readonly ReportKey[] = []): readonly (readonly ReportKey[])[] {
  const single = [...PAGE_KEYS, ...asked].map((key): readonly ReportKey[] => [key]);
  const all = [...(asked.length > 1 ? [asked] : []), ...single];
  return all.filter((one, index) => all.findIndex((other) => other.join() === one.join()) === index);
}
