import { expect } from 'chai';
import type { Plan } from '../../../local/engine/plan.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { dayOf, type DaySeen } from './day.js';
import { mutationsOf } from './mutations.js';

type Notice = 'the world does not begin' | 'trouble' | 'another outcome' | 'nothing';

function noticed(whole: DaySeen, mutated: DaySeen): Notice {
  if (mutated.refusal !== undefined) return 'the world does not begin';
  if (JSON.stringify(mutated.troubles) !== JSON.stringify(whole.troubles)) return 'trouble';
  return mutated.outcome === whole.outcome ? 'nothing' : 'another outcome';
}

describe('the wiring of the stack', function () {
  this.timeout(240_000);

  it('is noticed where it is broken', async () => {
    const { plan } = await StackGraph.of('dev');
    const whole = await dayOf(plan);
    const found: { kind: string; name: string; notice: Notice }[] = [];
    for (const { kind, name, of } of mutationsOf(plan)) {
      found.push({ kind, name, notice: noticed(whole, await dayOf(of(plan as Plan))) });
    }
    for (const kind of new Set(found.map((one) => one.kind))) {
      const all = found.filter((one) => one.kind === kind);
      const seen = all.filter(({ notice }) => notice !== 'nothing').length;
      console.log(`${kind}: ${seen} of ${all.length}`);
    }
    for (const { kind, name, notice } of found) if (notice === 'nothing') console.log('UNNOTICED', kind, name);
    expect(whole.refusal).to.equal(undefined);
  });
});
