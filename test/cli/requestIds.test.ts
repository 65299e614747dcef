import { expect } from 'chai';
import fc from 'fast-check';
import { RequestIds } from '../../cli/metering/requestIds.js';

describe('RequestIds', () => {
  it('knows exactly what a map would know', () => {
    const ids = fc.oneof(
      fc.uuid(),
      fc.string(),
      fc.nat(50).map((n) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`),
    );
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 200 }), (list) => {
        const expected = new Map<string, number>();
        const known = new RequestIds();
        for (const [value, id] of list.entries()) {
          const slot = known.slotOf(id);
          expect(known.valueAt(slot)).to.equal(expected.get(id));
          known.setValueAt(slot, value);
          expected.set(id, value);
        }
      }),
    );
  });

  it('keeps them all while it grows', () => {
    const known = new RequestIds();
    const ids = Array.from(
      { length: 20_000 },
      (_, n) => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
    );
    for (const [value, id] of ids.entries()) known.setValueAt(known.slotOf(id), value);
    expect(ids.filter((id, value) => known.valueAt(known.slotOf(id)) === value)).to.have.length(20_000);
  });
});
