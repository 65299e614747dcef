import { expect } from 'chai';
import { planJson } from '../../cli/output/planJson.js';
import { checkResources, type PlannedResource } from '../../policy/check.js';
import { callAs, settle, standing, START, SUMMARISER, troubles, until } from '../local/world/scenario.js';
import { createWorld } from '../../local/world/world.js';
import { planned } from './planned.js';
import type { StackGraph } from './stackGraph.js';
import { ROWS, stackFileOf, SWITCH_NAMES, SWITCHES } from './switches.js';

describe('the settings that switch resources on', function () {
  this.timeout(0);

  it('meet in pairs, each position of one with each of another', () => {
    const missing = SWITCH_NAMES.flatMap((one, first) =>
      SWITCH_NAMES.slice(first + 1).flatMap((other, distance) =>
        Object.keys(SWITCHES[one]).flatMap((position) =>
          Object.keys(SWITCHES[other])
            .filter((another) => !ROWS.some((row) => meet(row.split(' '), first, distance, position, another)))
            .map((another) => `${one} ${position}, ${other} ${another}`),
        ),
      ),
    );
    expect(missing).to.deep.equal([]);
  });

  for (const row of ROWS) {
    it(`are planned, pass the policy pack, and run: ${row}`, async () => {
      const graph = await planned(stackFileOf(row));
      expect(violationsIn(graph)).to.deep.equal([]);
      await runs(graph);
    });
  }

  it('are previewed', async () => {
    const [row = ''] = ROWS.filter((one) => one.startsWith('on'));
    expect(violationsIn(await planned(stackFileOf(row), { mode: 'preview' }))).to.deep.equal([]);
  });
});

function meet(row: readonly string[], first: number, distance: number, one: string, other: string): boolean {
  return row[first] === one && row[first + 1 + distance] === other;
}

function violationsIn({ plan }: StackGraph): readonly unknown[] {
  const { resources } = planJson(plan) as { readonly resources: readonly PlannedResource[] };
  // What a provider makes of its own accord has no properties in a plan.
  const declared = new Set(plan.resources.filter(({ origin }) => origin === 'declared').map(({ urn }) => urn));
  const violations = checkResources(resources.filter(({ urn }) => declared.has(urn)));
  // By the URL that a plan resolves, the pack does not find the queue, whose inputs have none.
  return plan.mode === 'preview' ? violations : violations.filter(({ rule }) => rule !== 'tls-only');
}

async function runs({ plan }: StackGraph): Promise<void> {
  const world = createWorld({ plan, start: START, hasTrail: true });
  try {
    settle(world);
    await until(world, 5);
    expect(callAs(world, SUMMARISER)).to.equal('served');
    await until(world, 20);
    expect(troubles(world)).to.deep.equal([]);
    expect(standing(world, SUMMARISER)).to.equal('active 0.21');
  } finally {
    world.time.close();
  }
}
