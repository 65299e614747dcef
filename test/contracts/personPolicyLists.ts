import { expect } from 'chai';
import { MINUTE_MS } from '../../domain/instant.js';
import {
  emptyPersonPolicy,
  type PersonPolicyLists,
  type StoredPersonPolicy,
} from '../../handlers/ports/personPolicyLists.js';

const NOW = Date.UTC(2026, 9, 5, 12);
const UNTIL = NOW + MINUTE_MS;

const ANA = { principalId: 'person/ana@example.com', sessions: ['Ana@example.com', 'ana@example.com'] };

function changed(before: StoredPersonPolicy, more: Partial<StoredPersonPolicy> = {}): StoredPersonPolicy {
  return { ...before, persons: [ANA], version: before.version + 1, changedAt: NOW, ...more };
}

/** What every adapter of the PersonPolicies table does alike. */
export function personPolicyListsContract(create: () => Promise<PersonPolicyLists>): void {
  it('reads policies in the order asked for; those without a row are empty', async () => {
    const lists = await create();
    const second = changed(emptyPersonPolicy(2), { writtenVersion: 1, writtenHash: 'ab', putBackVersion: 1 });
    expect(await lists.save(emptyPersonPolicy(2), second)).to.equal('saved');
    expect(await lists.read([2, 1])).to.deep.equal([second, emptyPersonPolicy(1)]);
    expect(await lists.read([])).to.deep.equal([]);
  });

  it('keeps a list of the greatest length that a document has room for', async () => {
    const lists = await create();
    const persons = Array.from({ length: 500 }, (_, index) => ({
      principalId: `person/p${index}`,
      sessions: [`p${index}`],
    }));
    await lists.save(emptyPersonPolicy(1), changed(emptyPersonPolicy(1), { persons }));
    expect((await lists.read([1]))[0]?.persons).to.deep.equal(persons);
  });

  const changes: readonly (readonly [string, Partial<StoredPersonPolicy>])[] = [
    ['a person was added', { version: 2, persons: [] }],
    ['the document was written', { version: 1, writtenVersion: 1, writtenHash: 'ab' }],
    ['the document was put back', { version: 1, putBackVersion: 1 }],
  ];
  for (const [what, change] of changes) {
    it(`saves nothing over a row since whose reading ${what}`, async () => {
      const lists = await create();
      const first = changed(emptyPersonPolicy(1));
      const theirs = { ...first, ...change };
      expect(await lists.save(emptyPersonPolicy(1), first)).to.equal('saved');
      expect(await lists.save(first, theirs)).to.equal('saved');
      expect(await lists.save(first, changed(first))).to.equal('conflict');
      expect(await lists.read([1])).to.deep.equal([theirs]);
    });
  }

  it('creates a row once', async () => {
    const lists = await create();
    expect(await lists.save(emptyPersonPolicy(1), changed(emptyPersonPolicy(1)))).to.equal('saved');
    expect(await lists.save(emptyPersonPolicy(1), changed(emptyPersonPolicy(1)))).to.equal('conflict');
  });

  it('has one holder of the lock, who may take it again', async () => {
    const lists = await create();
    expect(await lists.lock('one', NOW, UNTIL)).to.equal(true);
    expect(await lists.lock('two', NOW, UNTIL)).to.equal(false);
    expect(await lists.lock('one', NOW, UNTIL)).to.equal(true);
    await lists.unlock('one');
    expect(await lists.lock('two', NOW, UNTIL)).to.equal(true);
  });

  it('gives the lock of a holder that died to the next when its time is up', async () => {
    const lists = await create();
    await lists.lock('one', NOW, UNTIL);
    expect(await lists.lock('two', UNTIL - 1000, UNTIL + MINUTE_MS)).to.equal(false);
    expect(await lists.lock('two', UNTIL, UNTIL + MINUTE_MS)).to.equal(true);
    expect(await lists.lock('one', UNTIL, UNTIL + MINUTE_MS)).to.equal(false);
  });

  it('is not unlocked by another than its holder', async () => {
    const lists = await create();
    await lists.unlock('one');
    await lists.lock('one', NOW, UNTIL);
    await lists.unlock('two');
    expect(await lists.lock('two', NOW, UNTIL)).to.equal(false);
  });

  it('has no policy of the number of the lock', async () => {
    const lists = await create();
    await lists.lock('one', NOW, UNTIL);
    expect(await lists.read([1])).to.deep.equal([emptyPersonPolicy(1)]);
  });
}
