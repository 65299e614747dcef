const BEGIN = '<!-- prettier-ignore-start -->\n';
const END = '<!-- prettier-ignore-end -->';

/**
 * A page of Markdown with other text in its marked part, the first one below a heading. Throws TypeError if nothing is
 * marked.
 */
export function withMarkedPart(page: string, text: string, heading = ''): string {
  const below = page.indexOf(heading);
  const from = page.indexOf(BEGIN, below);
  const to = page.indexOf(END, from);
  if (below < 0 || from < 0 || to < from) {
    throw new TypeError(`the page has no part between prettier-ignore-start and -end ${heading && `below ${heading}`}`);
  }
  return `${page.slice(0, from)}${BEGIN}${text}\n${page.slice(to)}`;
}
