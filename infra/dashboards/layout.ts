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

/** A heading, and what is to be known of what follows. */
export function heading(markdown: string): Row {
  return row(1, { kind: 'text', markdown });
}

/**
 * Rows below one another, each cut at the borders of columns: nothing can overlap or reach outside. Throws RangeError
 * if a row has more widgets than there are columns.
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
