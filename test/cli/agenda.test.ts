import { expect } from 'chai';
import fc from 'fast-check';
import { Agenda } from '../../cli/replay/agenda.js';

describe('Agenda', () => {
  it('takes out what is due, the soonest first, each where it was put last', () => {
    const step = fc.record({
      item: fc.integer({ min: 0, max: 9 }),
      at: fc.integer({ min: 0, max: 50 }),
      now: fc.option(fc.integer({ min: 0, max: 50 })),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const agenda = new Agenda<number>();
        const plain = new Map<number, number>();
        for (const { item, at, now } of steps) {
          agenda.put(item, at);
          plain.set(item, at);
          if (now === null) continue;
          const due = [...plain].filter(([, dueAt]) => dueAt <= now);
          const taken = agenda.takeDue(now);
          expect(new Set(taken)).to.deep.equal(new Set(due.map(([one]) => one)));
          expect(taken.map((one) => plain.get(one))).to.deep.equal(due.map(([, dueAt]) => dueAt).sort((a, b) => a - b));
          for (const one of taken) plain.delete(one);
          expect(agenda.next).to.equal(Math.min(Number.POSITIVE_INFINITY, ...plain.values()));
        }
      }),
    );
  });
});
