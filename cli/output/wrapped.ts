import { lineWidth, visibleLength } from './fitTable.js';

/** A line, broken at spaces where it would be too long; what goes on is so far to the right. A long word stays whole. */
export function wrapped(line: string, indent: number, width = lineWidth()): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S)(?= )/)) {
    if (current !== '' && visibleLength(current) + visibleLength(word) > width) {
      lines.push(current);
      current = ' '.repeat(indent) + word.trimStart();
    } else {
      current += word;
    }
  }
  return [...lines, current].join('\n');
}
