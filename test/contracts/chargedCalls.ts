import { expect } from 'chai';
import { entry, record, usage } from './budgetRows.js';
import type { UsageLedger } from '../../handlers/ports/usageLedger.js';

/** How every ledger looks calls up. */
export function chargedCallsContract(create: () => Promise<{ readonly ledger: UsageLedger }>): void {
  it('tells which calls have an entry, of whatever principal', async () => {
    const { ledger } = await create();
    await ledger.charge({ before: undefined, after: record() }, [entry(usage('a')), entry(usage('b'))]);
    const others = [
      usage('c'),
      usage('a', { timestamp: usage('a').timestamp + 1 }),
      usage('b', { principalId: `${usage('b').principalId}2` }),
    ];
    const many = Array.from({ length: 250 }, (_, index) => usage(`none-${index}`));
    expect(await ledger.charged([usage('b'), ...many])).to.deep.equal(new Set(['b']));
    expect(await ledger.charged(others)).to.deep.equal(new Set());
    expect(await ledger.charged([])).to.deep.equal(new Set());
    expect(await ledger.find([usage('b'), ...many])).to.deep.equal([entry(usage('b'))]);
    expect(await ledger.find(others)).to.deep.equal([]);
  });
}
