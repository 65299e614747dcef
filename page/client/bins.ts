import type { PageData, PageSection } from '../pageData.js';
import type { EventKind } from '../../domain/report/reportEvent.js';
import { excessExact, sumExact } from '../exact.js';

/** A bar of the chart: a day, or a week where there are too many days. */
export interface Bin {
  /** `2026-11-04`, `week from 2026-11-02` */
  readonly label: string;
  readonly spent: string;
  /** By the layers of the chart. */
  readonly layers: readonly string[];
  readonly events: ReadonlyMap<EventKind, number>;
}

export interface Layer {
  readonly name: string;
  /** What its limit allows on a day; 0 where it has none. */
  readonly allowance: number;
  /** By day. */
  readonly amounts: ReadonlyMap<number, string>;
}

/** The largest groups of a section, and what is left of each day. */
export function layersOf({ spent }: PageData, section: PageSection): readonly Layer[] {
  const drawn = section.series.map(({ name, allowance, amounts }): Layer => ({
    name,
    allowance,
    amounts: new Map(amounts),
  }));
  const rest = spent.map((amount, day) => {
    const known = sumExact(drawn.map(({ amounts }) => amounts.get(day) ?? '0'));
    return [day, excessExact(amount, known)] as const;
  });
  const hasRest = rest.some(([, amount]) => amount !== '0');
  return hasRest ? [...drawn, { name: 'all others', allowance: 0, amounts: new Map(rest) }] : drawn;
}

/** Bars of so many days each. */
export function binsOf({ days, spent, marks }: PageData, layers: readonly Layer[], daysEach: number): readonly Bin[] {
  const counts = marks.map((mark) => ({ kind: mark.kind, byDay: new Map(mark.counts) }));
  return Array.from({ length: Math.ceil(days.length / daysEach) }, (_, index) => {
    const from = index * daysEach;
    const indices = days.slice(from, from + daysEach).map((_day, offset) => from + offset);
    const events = counts.flatMap(({ kind, byDay }): [EventKind, number][] => {
      const count = indices.reduce((sum, day) => sum + (byDay.get(day) ?? 0), 0);
      return count === 0 ? [] : [[kind, count]];
    });
    return {
      label: daysEach === 1 ? (days[from] ?? '') : `week from ${days[from] ?? ''}`,
      spent: sumExact(indices.map((day) => spent[day] ?? '0')),
      layers: layers.map(({ amounts }) => sumExact(indices.map((day) => amounts.get(day) ?? '0'))),
      events: new Map(events),
    };
  });
}
