import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { MONITORING_LEVELS } from '../../../handlers/contracts/metrics.js';
import { dashboardBody, type Dashboard } from '../../../infra/dashboards/body.js';
import { dashboardsOf } from '../../../infra/dashboards/dashboards.js';
import { COLUMNS, layOut, row, type Placed } from '../../../infra/dashboards/layout.js';
import type { Widget } from '../../../infra/dashboards/widgets.js';
import { EXAMPLE_STACK } from '../monitoring/exampleStack.js';
import { StackGraph } from '../stackGraph.js';
import { problemsOf } from './dashboardBody.js';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  dev: ['essentials'],
  prod: ['business-metrics', 'ingestion-pipeline', 'system-overview', 'workflow-orchestration'],
};
const TEXT: Widget = { kind: 'text', markdown: '# text' };

/** Pairs of widgets of which one covers a part of the other, and those that reach outside. */
function misplaced(widgets: readonly Pick<Placed, 'x' | 'y' | 'width' | 'height'>[]): number {
  const overlaps = widgets.flatMap((one, index) =>
    widgets
      .slice(index + 1)
      .filter(
        (other) =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      ),
  );
  return overlaps.length + widgets.filter(({ x, width }) => x < 0 || width < 1 || x + width > COLUMNS).length;
}

describe('layOut', () => {
  it('fills the width with each row, whatever the rows, and never overlaps', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: COLUMNS })));
    fc.assert(
      fc.property(rows, (sizes) => {
        const placed = layOut(sizes.map(([height, count]) => row(height, ...Array<Widget>(count).fill(TEXT))));
        expect(misplaced(placed)).to.equal(0);
        const area = placed.reduce((sum, { width, height }) => sum + width * height, 0);
        expect(area).to.equal(COLUMNS * sizes.reduce((sum, [height]) => sum + height, 0));
      }),
    );
  });

  it('refuses a row with more widgets than columns', () => {
    expect(() => layOut([row(1, ...Array<Widget>(COLUMNS + 1).fill(TEXT))])).to.throw(RangeError, 'a row of 25');
  });
});

for (const stack of ['dev', 'prod']) {
  describe(`the dashboards of ${stack}`, () => {
    let bodies: ReadonlyMap<string, string>;
    let graph: StackGraph;
    before(async () => {
      graph = await StackGraph.of(stack);
      bodies = new Map(
        graph
          .all('cloudwatch/dashboard:Dashboard')
          .map((one) => [graph.text(one, 'dashboardName'), graph.text(one, 'dashboardBody')]),
      );
    });

    it('are those of its level of monitoring, under names of the stack', () => {
      expect([...bodies.keys()].sort()).to.deep.equal(
        NAMES[stack]?.map((name) => `bedrock-budgeteer-${stack}-${name}`),
      );
    });

    it('are such as CloudWatch takes', () => {
      for (const [name, body] of bodies) {
        expect(problemsOf(body), name).to.deep.equal([]);
        expect(body.length, name).to.be.below(100_000);
      }
    });

    it('have no widget upon another, and none outside the columns', () => {
      for (const [name, body] of bodies) {
        const { widgets } = JSON.parse(body) as { readonly widgets: readonly Placed[] };
        expect(misplaced(widgets), name).to.equal(0);
      }
    });

    it('are free where monitoring is essential: at most three, of at most 50 metrics each', () => {
      if (stack === 'prod') return;
      expect(bodies.size).to.be.at.most(3);
      for (const body of bodies.values()) {
        const { widgets } = JSON.parse(body) as {
          readonly widgets: readonly { properties: { metrics?: unknown[] } }[];
        };
        const metrics = widgets.flatMap(({ properties }) => properties.metrics ?? []);
        expect(metrics).to.have.length.within(5, 50);
      }
    });

    it('show the state of every alarm', () => {
      const shown = [...bodies.values()].join('');
      const alarms = graph.all('cloudwatch/metricAlarm:MetricAlarm').map((alarm) => graph.text(alarm, 'arn'));
      expect(alarms.filter((arn) => !shown.includes(`"${arn}"`))).to.deep.equal([]);
    });
  });
}

describe('the dashboards of a stack in very many Regions', () => {
  it('are such as CloudWatch takes, as well', () => {
    const regions = Array.from({ length: 17 }, (_, index) => `eu-test-${index}`);
    const [identity, many] = [{ ...EXAMPLE_STACK.identity, homeRegion: 'eu-test-0' }, regions];
    for (const dashboard of dashboardsOf({ ...EXAMPLE_STACK, identity, regions: many })) {
      expect(problemsOf(dashboardBody(dashboard)), dashboard.name).to.deep.equal([]);
    }
  });
});

describe('docs/dashboards.md', () => {
  it('lists what each dashboard shows, in its order', () => {
    const page = readFileSync('docs/dashboards.md', 'utf8').replaceAll(/\n {2}(?=\S)/g, ' ');
    const stack = { ...EXAMPLE_STACK, regions: [EXAMPLE_STACK.identity.homeRegion] };
    // The formatter wraps lines.
    const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');
    for (const monitoring of MONITORING_LEVELS) {
      for (const dashboard of dashboardsOf({ ...stack, monitoring })) {
        expect(plain(page)).to.contain(plain(sectionOf(dashboard)));
      }
    }
  });
});

/** A line for each heading of the dashboard, with the titles below it. */
function sectionOf({ name, widgets }: Dashboard): string {
  const groups: string[][] = [];
  for (const { widget } of widgets) {
    if (widget.kind === 'text') groups.push([widget.markdown]);
    else groups.at(-1)?.push(widget.title);
  }
  const lines = groups.map(([heading = '', ...titles]) => {
    const [, question] = /^# .*?: (.*)$/.exec(heading) ?? [];
    const start = question === undefined ? heading.replace('## eu-west-1', 'In each Region').replace('## ', '') : 'Now';
    return `${question === undefined ? '' : `## ${name}: ${question}\n\n`}- **${start}**: ${titles.join('; ')}\n`;
  });
  return lines.join('');
}
