import { addUsd, ZERO_USD, type Usd } from '../money.js';
import { createDayFinder } from './days.js';
import { valuesOf, type ReportCall } from './reportCall.js';
import type { ReportKey } from './reportKey.js';
import { RunningSums, type Sums } from './sums.js';

/** The calls that have the same values for some keys. */
export interface Group {
  /** One a key. */
  readonly values: readonly string[];
  readonly sums: Sums;
}

/** No value has a line break in it. */
const SEPARATOR = '\n';

/** Sums calls by some keys; memory is by groups. */
export class Grouping {
  readonly keys: readonly ReportKey[];
  readonly #dayOf: ReturnType<typeof createDayFinder>;
  readonly #groups = new Map<string, { readonly values: readonly string[]; readonly sums: RunningSums }>();

  constructor(keys: readonly ReportKey[], timeZone: string) {
    this.keys = keys;
    this.#dayOf = createDayFinder(timeZone);
  }

  add(call: ReportCall): void {
    const day = this.keys.includes('day') ? this.#dayOf(call.timestamp).text : '';
    for (const values of this.#valuesOf(call, day)) {
      const name = values.join(SEPARATOR);
      let group = this.#groups.get(name);
      if (group === undefined) this.#groups.set(name, (group = { values, sums: new RunningSums() }));
      group.sums.add(call);
    }
  }

  /** The dearest first, days in order; of several keys, by the sums of the first, and within by those of the next. */
  get groups(): readonly Group[] {
    return inOrder([...this.#groups.values()], this.keys, 0);
  }

  #valuesOf(call: ReportCall, day: string): readonly (readonly string[])[] {
    let combined: readonly (readonly string[])[] = [[]];
    for (const key of this.keys) {
      const values = valuesOf(key, call, day);
      combined = combined.flatMap((before) => values.map((value) => [...before, value]));
    }
    return combined;
  }
}

function inOrder(groups: readonly Group[], keys: readonly ReportKey[], depth: number): readonly Group[] {
  const parts = new Map<string, Group[]>();
  for (const group of groups) {
    const value = group.values[depth] ?? '';
    const part = parts.get(value);
    if (part === undefined) parts.set(value, [group]);
    else part.push(group);
  }
  const isByDay = keys[depth] === 'day';
  const named = [...parts].map(([name, part]) => ({ name, part, spentUsd: isByDay ? ZERO_USD : spentOn(part) }));
  named.sort((left, right) => right.spentUsd.comparedTo(left.spentUsd) || (left.name < right.name ? -1 : 1));
  const isLast = depth + 1 >= keys.length;
  return named.flatMap(({ part }) => (isLast ? part : inOrder(part, keys, depth + 1)));
}

function spentOn(groups: readonly Group[]): Usd {
  return groups.reduce((sum, { sums }) => addUsd(sum, sums.spentUsd), ZERO_USD);
}
