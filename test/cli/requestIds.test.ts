import { expect } from 'chai';
import fc from 'fast-check';
import { RequestIds } from '../../cli/metering/requestIds.js';

describe('RequestIds', () => {
  it('knows exactly the ids that a set would know', () => {
    const ids = fc.oneof(
      fc.uuid(),
      fc.string(),
      fc.nat(50).map((n) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`),
    );
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 200 }), (list) => {
        const expected = new Set<string>();
        const known = new RequestIds();
        for (const id of list) {
          expect(known.add(id)).to.equal(!expected.has(id));
          expected.add(id);
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
    expect(ids.filter((id) => known.add(id))).to.have.length(20_000);
    expect(ids.filter((id) => known.add(id))).to.have.length(0);
  });
});
