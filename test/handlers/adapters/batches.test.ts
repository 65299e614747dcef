import { expect } from 'chai';
import fc from 'fast-check';
import { batchesOf, sendInBatches, type BatchItem, type Refusal } from '../../../handlers/adapters/batches.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { rejectionOf } from '../../rejection.js';

const item = (id: string, bytes = 1): BatchItem<string> => ({ id, entry: `entry of ${id}`, bytes });

describe('batchesOf', () => {
  const limits = { entries: 10, bytes: 100 };

  it('keeps every item, in order, within both limits, and opens no batch without need', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 60 }), (sizes) => {
        const items = sizes.map((bytes, index) => item(String(index), bytes));
        const batches = batchesOf(items, limits);
        const sum = (batch: readonly { readonly bytes: number }[]): number =>
          batch.reduce((total, { bytes }) => total + bytes, 0);
        expect(batches.flat()).to.deep.equal(items);
        for (const [index, batch] of batches.entries()) {
          expect(batch.length).to.be.within(1, 10);
          expect(sum(batch)).to.be.at.most(100);
          const next = batches[index + 1]?.[0];
          expect(next === undefined || batch.length === 10 || sum([...batch, next]) > 100).to.equal(true);
        }
      }),
    );
  });
});

describe('sendInBatches', () => {
  const scene = (refuse: (id: string, call: number) => boolean) => {
    const sent: string[][] = [];
    const clock = new VirtualClock(0);
    const service = {
      name: 'Post',
      limits: { entries: 3, bytes: 100 },
      send: (batch: readonly BatchItem<string>[]): Promise<readonly Refusal<string>[]> => {
        sent.push(batch.map(({ id }) => id));
        const refused = batch.filter(({ id }) => refuse(id, sent.length));
        return Promise.resolve(refused.map((one) => ({ item: one, reason: 'Throttled' })));
      },
    };
    return { sent, clock, send: (...items: BatchItem<string>[]) => sendInBatches(service, items, clock) };
  };

  it('sends nothing where there is nothing', async () => {
    const { sent, send } = scene(() => false);
    await send();
    expect(sent).to.deep.equal([]);
  });

  it('sends again only what was refused, after a while', async () => {
    const { sent, clock, send } = scene((id, call) => id === 'b' && call < 3);
    await send(item('a'), item('b'), item('c'), item('d'));
    expect(sent).to.deep.equal([['a', 'b', 'c'], ['b'], ['b'], ['d']]);
    expect(clock.now()).to.be.greaterThan(0);
  });

  it('gives up after eight times and within three seconds, but delivers the rest first', async () => {
    const { sent, clock, send } = scene((id) => id === 'a');
    const error = await rejectionOf(send(item('a'), item('b'), item('c'), item('d')));
    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.equal('Post: 1 of 4 not taken: a (Throttled)');
    expect(sent.filter((ids) => ids.includes('a'))).to.have.length(8);
    expect(sent.at(-1)).to.deep.equal(['d']);
    expect(clock.now()).to.be.below(3000);
  });

  it('never sends what is too large alone, and names it after the rest is delivered', async () => {
    const { sent, send } = scene(() => false);
    const error = await rejectionOf(send(item('large', 101), item('b', 100)));
    expect(error.message).to.equal('Post: 1 of 2 not taken: large (101 bytes are over the limit of 100)');
    expect(sent).to.deep.equal([['b']]);
  });

  it('names a few of many', async () => {
    const { send } = scene(() => true);
    const error = await rejectionOf(send(...Array.from({ length: 7 }, (_, index) => item(String(index)))));
    expect(error.message).to.match(/^Post: 7 of 7 not taken: 0 \(Throttled\), .*4 \(Throttled\), and 2 more$/);
  });
});
