/** A figure in a page: `<!--= ID -->VALUE<!--=-->`. */
const FIGURE = /<!--= ([\w-]+) -->[^<]*<!--=-->/g;

export interface WrittenPage {
  readonly text: string;
  /** Ids that the page names and nobody has measured. */
  readonly unknown: readonly string[];
}

/** The page with the measured values in it; an unknown figure stays as it is. */
export function withFigures(page: string, figures: ReadonlyMap<string, string>): WrittenPage {
  const unknown: string[] = [];
  const text = page.replaceAll(FIGURE, (whole, id: string) => {
    const value = figures.get(id);
    if (value !== undefined) return `<!--= ${id} -->${value}<!--=-->`;
    unknown.push(id);
    return whole;
  });
  return { text, unknown };
}
