import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { Group } from '../../domain/report/grouping.js';
import type { Report, Section } from '../../domain/report/report.js';
import { NOTHING } from '../../domain/report/reportCall.js';
import type { Sums } from '../../domain/report/sums.js';
import { csvLine } from '../output/csv.js';

/** A row as `report --json` prints it: its keys, null where a call has nothing for one, and its sums. */
export function groupJson({ keys }: Section, { values, sums }: Group): object {
  const named = keys.map((key, index) => [key, values[index] === NOTHING ? null : values[index]] as const);
  return { ...Object.fromEntries(named), ...sumsJson(sums) };
}

/** The last line of `report --json`. */
export function summaryJson({ since, until, timeZone, total, notes }: Report, readUnits: number | undefined): object {
  const span = { since: formatInstant(since), until: formatInstant(until), timeZone };
  return { summary: { ...span, ...sumsJson(total), ...(readUnits === undefined ? {} : { readUnits }), notes } };
}

const SUM_HEADS = ['calls', 'tokens_in', 'tokens_out', 'spent_usd', 'provisional_usd', 'late_usd'];

/** The first line of `report --csv`. */
export function csvHead({ keys }: Section): string {
  return csvLine([...keys, ...SUM_HEADS]);
}

export function csvRow({ values, sums }: Group): string {
  const named = values.map((value) => (value === NOTHING ? '' : value));
  return csvLine([...named, ...Object.values(sumsJson(sums)).map(String)]);
}

/** In the order of the columns. */
function sumsJson(sums: Sums): Readonly<Record<string, number | string>> {
  const { calls, tokensIn, tokensOut, spentUsd, provisionalUsd, lateUsd } = sums;
  return {
    calls,
    tokensIn,
    tokensOut,
    spentUsd: usdToString(spentUsd),
    provisionalUsd: usdToString(provisionalUsd),
    lateUsd: usdToString(lateUsd),
  };
}
