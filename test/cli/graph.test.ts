import { expect } from 'chai';
import fc from 'fast-check';
import { componentGraph, type Box, type ComponentGraph } from '../../cli/graph/componentGraph.js';
import { graphTextFor } from '../../cli/graph/graphText.js';
import { UserError } from '../../cli/userError.js';
import { StackGraph } from '../infra/stackGraph.js';

const MERMAID =
  /^flowchart LR\n {2}%% [^\n]*\n( {2}c\d+\["([\p{L}\p{N} ×/_.:()-]|#\d+;|<br\/>)*"\]\n)*( {2}c\d+ --> c\d+\n)*$/u;
const DOT_STRING = String.raw`"(?:[^"\\\n]|\\["\\n])*"`;
const DOT = new RegExp(
  `^digraph ${DOT_STRING} \\{\n {2}label=${DOT_STRING}; rankdir=LR; node \\[shape=box\\];\n` +
    `( {2}c\\d+ \\[label=${DOT_STRING}\\];\n)*( {2}c\\d+ -> c\\d+;\n)*\\}\n$`,
);

const graphs: fc.Arbitrary<ComponentGraph> = fc
  .record({
    title: fc.string({ unit: 'grapheme' }),
    names: fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('end', '"]', '`x`', '%%{', '\\')), {
      minLength: 1,
      maxLength: 5,
    }),
    ends: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
  })
  .map(({ title, names, ends }) => {
    const boxes = names.map((name): Box => ({ name, type: name, contents: [name, `${name} ×2`] }));
    const at = (place: number): Box => boxes[place % boxes.length] ?? { name: '', type: '', contents: [] };
    return { title, boxes, edges: ends.map(([from, to]) => ({ from: at(from), to: at(to) })) };
  });

describe('graphTextFor', () => {
  for (const [file, grammar, arrow] of [
    ['a.mmd', MERMAID, '-->'],
    ['a.dot', DOT, '->'],
  ] as const) {
    it(`writes ${file} in its grammar, whatever the names`, () => {
      fc.assert(
        fc.property(graphs, (graph) => {
          const text = graphTextFor(file)(graph);
          expect(text).to.match(grammar);
          const places = graph.edges.map(({ from, to }) => [from, to].map((box) => `c${graph.boxes.indexOf(box)}`));
          const drawn = text.split('\n').flatMap((line) => /^ {2}(c\d+) -?-> (c\d+);?$/.exec(line)?.slice(1) ?? []);
          expect(drawn, arrow).to.deep.equal(places.flat());
        }),
      );
    });
  }

  it('escapes what would end a label or be read as markup', () => {
    const boxes = [{ name: 'a"b\\c&lt;\n#1;', type: '<T>', contents: [] }];
    const graph = { title: 't', boxes, edges: [] };
    expect(graphTextFor('x.MMD')(graph)).to.include('["a#34;b#92;c#38;lt#59;#10;#35;1#59; (#60;T#62;)"]');
    expect(graphTextFor('x.gv')(graph)).to.include(String.raw`[label="a\"b\\c&amp;lt; #1; (<T>)"]`);
  });

  it('puts Mermaid into a page of Markdown', () => {
    const text = graphTextFor('x.md')({ title: 'a/b', boxes: [], edges: [] });
    expect(text).to.match(/^# a\/b\n\n```mermaid\nflowchart LR\n[^`]*```\n$/);
  });

  it('knows no other ending', () => {
    for (const file of ['a.svg', 'a', 'md', '.md', 'a.md/b', 'a.md.']) {
      expect(() => graphTextFor(file), file).to.throw(UserError, `${file}: a graph is written to .mmd, .md, .dot, .gv`);
    }
  });
});

for (const stack of ['dev', 'prod']) {
  describe(`the component graph of ${stack}`, () => {
    it('has a box for each component of the program, and all resources in one of them', async () => {
      const { plan } = await StackGraph.of(stack);
      const root = plan.resources.find(({ type }) => type === 'pulumi:pulumi:Stack')?.urn;
      const components = plan.resources.filter(
        ({ custom, parent }) => !custom && parent === root && parent !== undefined,
      );
      const { boxes } = componentGraph(plan);
      expect(boxes.map(({ name }) => name).sort()).to.deep.equal(components.map(({ name }) => name).sort());
      expect(boxes.length, 'fits a page').to.be.below(30);
      const counted = boxes.flatMap(({ contents }) => contents).map((one) => Number(/×(\d+)$/.exec(one)?.[1] ?? 1));
      const resources = plan.resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:providers:'));
      expect(counted.reduce((sum, count) => sum + count, 0)).to.equal(resources.length);
    });

    it('draws an arrow once, from what is used to what uses it', async () => {
      const { plan } = await StackGraph.of(stack);
      const edges = componentGraph(plan).edges.map(({ from, to }) => `${from.name} to ${to.name}`);
      expect(edges).to.include.members(['storage to processing', 'events to workflows', 'encryption to storage']);
      expect(new Set(edges).size).to.equal(edges.length);
      expect(edges).to.not.include('processing to storage');
    });
  });
}
