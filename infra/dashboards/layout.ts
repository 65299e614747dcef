import type { Widget } from './widgets.js';

/** The columns of CloudWatch's grid (CloudWatch User Guide, "Dashboard Body Structure and Syntax"). */
export const COLUMNS = 24;

/** Widgets side by side, which share the width of the dashboard evenly. */
export interface Row {
  readonly height: number;
  readonly widgets: readonly Widget[];
}

export interface Placed {
  readonly widget: Widget;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function row(height: number, ...widgets: readonly Widget[]): Row {
  return { height, widgets };
}

/** A heading, and a text about what follows. */
export function heading(markdown: string): Row {
  return row(1, { kind: 'text', markdown });
}

/**
 * Places rows below one another and splits each at whole columns, so that nothing overlaps or leaves the grid. Throws
 * RangeError if a row has more widgets than columns.
 */
export function layOut(rows: readonly Row[]): readonly Placed[] {
  let y = 0;
  return rows.flatMap(({ height, widgets }) => {
    if (widgets.length > COLUMNS) throw new RangeError(`a row of ${widgets.length} widgets`);
    const top = y;
    y += height;
    const border = (index: number): number => Math.round((COLUMNS * index) / widgets.length);
    return widgets.map((widget, index) => {
      const x = border(index);
      return { widget, x, y: top, width: border(index + 1) - x, height };
    });
  });
}
