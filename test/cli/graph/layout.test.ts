import { expect } from 'chai';
import fc from 'fast-check';
import type { ComponentGraph, Edge } from '../../../cli/graph/componentGraph.js';
import { layOut, type PlacedBox } from '../../../cli/graph/layout.js';
import { svgOf } from '../../../cli/graph/svg.js';

function graphOf(rowCounts: readonly number[], edges: readonly Edge[]): ComponentGraph {
  const boxes = rowCounts.map((count, index) => ({
    id: `b${index}`,
    title: `box-${index}`,
    subtitle: 'test:infra:Box',
    rows: Array.from({ length: count }, (_, row) => `row ${row}`),
  }));
  return { boxes, edges };
}

function overlap(left: PlacedBox, right: PlacedBox): boolean {
  const apart =
    left.x + left.width <= right.x ||
    right.x + right.width <= left.x ||
    left.y + left.height <= right.y ||
    right.y + right.height <= left.y;
  return !apart;
}

const graphs = fc.array(fc.nat(6), { minLength: 1, maxLength: 12 }).chain((rowCounts) => {
  const node = fc.nat(rowCounts.length - 1).map((index) => `b${index}`);
  const edge = fc.record({ from: node, to: node }).filter(({ from, to }) => from !== to);
  return fc
    .uniqueArray(rowCounts.length > 1 ? edge : fc.constant({ from: '', to: '' }), {
      maxLength: rowCounts.length > 1 ? 20 : 0,
      selector: ({ from, to }) => `${from} ${to}`,
    })
    .map((edges) => graphOf(rowCounts, edges));
});

describe('layOut', () => {
  it('never lets boxes overlap or leave the page, circles or not', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { boxes, width, height } = layOut(graph);
        for (const [index, box] of boxes.entries()) {
          expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).to.equal(true);
          for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).to.equal(false);
        }
      }),
    );
  });

  it('leads every route from box to box, past those between', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { boxes, routes } = layOut(graph);
        expect(routes).to.have.length(graph.edges.length);
        for (const { points } of routes) {
          for (const [index, next] of points.slice(1).entries()) {
            const before = points[index] ?? next;
            // The middle of a leg, which is on the curve.
            const [x, y] = [(before.x + next.x) / 2, (before.y + next.y) / 2];
            const inside = boxes.filter(
              (box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
            );
            expect(inside).to.deep.equal([]);
          }
        }
      }),
    );
  });

  it('puts what is used left of what uses it', () => {
    const { boxes, routes } = layOut(
      graphOf(
        [1, 1, 1],
        [
          { from: 'b2', to: 'b1' },
          { from: 'b1', to: 'b0' },
          { from: 'b2', to: 'b0' },
        ],
      ),
    );
    const [user, middle, used] = boxes.map(({ x }) => x);
    expect([used, middle, user]).to.deep.equal([used, middle, user].toSorted((left = 0, right = 0) => left - right));
    expect(new Set(boxes.map(({ x }) => x)).size).to.equal(3);
    expect(routes.every(({ isBackward }) => !isBackward)).to.equal(true);
  });

  it('draws a circle with one edge against the others', () => {
    const { routes } = layOut(
      graphOf(
        [1, 1],
        [
          { from: 'b0', to: 'b1' },
          { from: 'b1', to: 'b0' },
        ],
      ),
    );
    expect(routes.filter(({ isBackward }) => isBackward)).to.have.length(1);
  });
});

describe('svgOf', () => {
  it('draws each box and each edge, and escapes what the program named', () => {
    const graph = graphOf([2, 1], [{ from: 'b0', to: 'b1' }]);
    const svg = svgOf(layOut(graph), 'a <b> & c');
    expect(svg).to.include('a &lt;b&gt; &amp; c').and.include('>box-0<').and.include('>row 1<');
    expect(svg.match(/marker-end/g)).to.have.length(1);
    expect(svg.match(/rx="6"/g)).to.have.length(2);
  });
});
