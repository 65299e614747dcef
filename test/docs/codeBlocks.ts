/** A fenced block of a page. */
export interface CodeBlock {
  readonly page: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** Such as `sh`; empty where none is given. */
  readonly language: string;
  /** What stands after the language: `account`, `manual`, or nothing. */
  readonly mark: string;
  readonly text: string;
}

const BLOCK = /^( *)```([a-z]*) ?([a-z-]*)\n([^]*?)^\1```$/gm;

export function codeBlocksOf(page: string, text: string): readonly CodeBlock[] {
  return [...text.matchAll(BLOCK)].map(({ index, 2: language = '', 3: mark = '', 4: content = '' }) => {
    const line = text.slice(0, index).split('\n').length + 1;
    return { page, line, language, mark, text: content };
  });
}

/** The commands of a block of shell: without comments, with their continued lines, `&&` taken apart. */
export function commandsIn({ text }: CodeBlock): readonly string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s+)# .*$/, '').trim())
    .flatMap((line) => line.split(' && '))
    .filter((command) => command !== '');
}
