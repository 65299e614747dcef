import { addUsd, ZERO_USD, type Usd } from '../money.js';
import type { Series } from './report.js';

/** As many groups of a section are drawn by day; the rest is drawn as one. */
const MAX_SERIES = 7;

interface Kept {
  readonly days: Map<string, Usd>;
  totalUsd: Usd;
}

/**
 * Spend of groups by day. A group that gets no more calls is to be settled: of those only the largest are kept, so that
 * memory is by the groups that are still open.
 */
export class SeriesByDay {
  readonly #open = new Map<string, Kept>();
  #settled: (readonly [string, Kept])[] = [];

  add(name: string, day: string, spentUsd: Usd): void {
    let kept = this.#open.get(name);
    if (kept === undefined) this.#open.set(name, (kept = { days: new Map(), totalUsd: ZERO_USD }));
    kept.days.set(day, addUsd(kept.days.get(day) ?? ZERO_USD, spentUsd));
    kept.totalUsd = addUsd(kept.totalUsd, spentUsd);
  }

  settle(name: string): void {
    const kept = this.#open.get(name);
    if (kept === undefined) return;
    this.#open.delete(name);
    this.#settled = largest([...this.#settled, [name, kept]]);
  }

  get largest(): readonly Series[] {
    return largest([...this.#settled, ...this.#open]).map(([name, { days }]) => ({ name, spentUsd: days }));
  }
}

function largest(groups: readonly (readonly [string, Kept])[]): (readonly [string, Kept])[] {
  const sorted = [...groups].sort(
    ([leftName, left], [rightName, right]) =>
      right.totalUsd.comparedTo(left.totalUsd) || (leftName < rightName ? -1 : 1),
  );
  return sorted.slice(0, MAX_SERIES);
}
