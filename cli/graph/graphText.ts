import { extname } from 'node:path';
import { UserError } from '../userError.js';
import type { Box, ComponentGraph } from './componentGraph.js';

type GraphText = (graph: ComponentGraph) => string;

const FORMATS: ReadonlyMap<string, GraphText> = new Map<string, GraphText>([
  ['.mmd', mermaid],
  ['.md', (graph) => `# ${mermaidText(graph.title)}\n\n\`\`\`mermaid\n${mermaid(graph)}\`\`\`\n`],
  ['.dot', dot],
  ['.gv', dot],
]);

const LEGEND = 'an arrow leads from what is used to what uses it';

/** How a graph is written into a file, by its ending: Mermaid, a Markdown page with it, or Graphviz's DOT. */
export function graphTextFor(file: string): GraphText {
  const format = FORMATS.get(extname(file).toLowerCase());
  if (format === undefined)
    throw new UserError(`${file}: a graph is written to ${[...FORMATS.keys()].join(', ')} only`);
  return format;
}

/** https://mermaid.js.org/syntax/flowchart.html */
function mermaid({ title, boxes, edges }: ComponentGraph): string {
  const id = idsOf(boxes);
  return [
    'flowchart LR',
    `  %% ${mermaidText(title)}: ${LEGEND}`,
    ...boxes.map((box) => `  ${id(box)}["${linesOf(box).map(mermaidText).join('<br/>')}"]`),
    ...edges.map(({ from, to }) => `  ${id(from)} --> ${id(to)}`),
    '',
  ].join('\n');
}

/** https://graphviz.org/doc/info/lang.html */
function dot({ title, boxes, edges }: ComponentGraph): string {
  const id = idsOf(boxes);
  return [
    `digraph "${dotText(title)}" {`,
    `  label="${dotText(`${title}: ${LEGEND}`)}"; rankdir=LR; node [shape=box];`,
    ...boxes.map((box) => `  ${id(box)} [label="${linesOf(box).map(dotText).join('\\n')}"];`),
    ...edges.map(({ from, to }) => `  ${id(from)} -> ${id(to)};`),
    '}',
    '',
  ].join('\n');
}

function linesOf({ name, type, contents }: Box): readonly string[] {
  return [`${name} (${type})`, ...contents];
}

function idsOf(boxes: readonly Box[]): (box: Box) => string {
  const ids = new Map(boxes.map((box, index) => [box, `c${index}`]));
  return (box) => ids.get(box) ?? '';
}

/** Whatever might be syntax is written by its number, as Mermaid has it. */
function mermaidText(text: string): string {
  return text.replace(/[^\p{L}\p{N} ×/_.:()-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}

/** DOT reads escapes and entities of HTML in labels. */
function dotText(text: string): string {
  return text.replaceAll('&', '&amp;').replace(/["\\]/g, '\\$&').replace(/\s+/g, ' ');
}
