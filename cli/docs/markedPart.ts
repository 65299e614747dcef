const BEGIN = '<!-- prettier-ignore-start -->\n';
const END = '<!-- prettier-ignore-end -->';

/** A page of Markdown with other text in its marked part. Throws TypeError if nothing is marked. */
export function withMarkedPart(page: string, text: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new TypeError('the page has no part between prettier-ignore-start and -end');
  return `${page.slice(0, from)}${BEGIN}${text}\n${page.slice(to)}`;
}
