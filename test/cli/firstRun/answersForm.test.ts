import { expect } from 'chai';
import fc from 'fast-check';
import { answersForm, type About } from '../../../cli/firstRun/answersForm.js';
import type { Answer } from '../../../cli/firstRun/examine.js';
import { ITEMS } from '../../../cli/firstRun/items/all.js';
import type { Facts, Verdict } from '../../../cli/firstRun/seen.js';
import { foreignIn } from './vocabulary.js';

const ABOUT: About = { version: '0.1.0', partition: 'aws', regions: 1 };
const DAY = '2026-12-02';
const ARN = 'arn:aws:iam::444455556666:user/alice';

function itemOf(id: string): Answer['item'] {
  const item = ITEMS.find((one) => one.id === id);
  if (item === undefined) throw new TypeError(`no item ${id}`);
  return item;
}

function answer(id: string, verdict: Verdict, facts: Facts = {}): Answer {
  return { item: itemOf(id), verdict, text: ARN, facts };
}

interface Given {
  readonly about?: About;
  readonly answers?: readonly Answer[];
  readonly told?: ReadonlyMap<string, 'expected' | 'differs'>;
  readonly before?: unknown;
}

function formOf({ about = ABOUT, answers = [], told = new Map(), before }: Given) {
  return answersForm({ items: ITEMS, about, answers, told, before, day: DAY });
}

describe('answersForm', () => {
  it('has each item, with what was seen', () => {
    const { about, items } = formOf({
      answers: [answer('user-path', 'differs', { usersWithPath: 1, withPathInLog: 0 })],
    });
    expect(about).to.deep.equal(ABOUT);
    expect(Object.keys(items)).to.deep.equal(ITEMS.map(({ id }) => id));
    expect(items['user-path']).to.deep.equal({
      verdict: 'differs',
      day: DAY,
      facts: { usersWithPath: 1, withPathInLog: 0 },
    });
    expect(items['bill']?.verdict).to.equal('by hand');
    expect(items['callers']?.verdict).to.equal('open');
  });

  it('takes what was read before what a person saw, and that before what the file had', () => {
    const seen = { verdict: 'differs', day: '2026-12-01', facts: {} };
    const before = {
      about: {},
      items: { notices: seen, bill: seen, chat: seen, callers: { ...seen, facts: { users: 3 } } },
    };
    const told = new Map([
      ['notices', 'differs'],
      ['bill', 'expected'],
    ] as const);
    const answers = [answer('notices', 'expected', { sent: 1, failed: 0 }), answer('callers', 'open')];
    const { items } = formOf({ before, told, answers });
    expect(items['notices']).to.deep.equal({ verdict: 'expected', day: DAY, facts: { sent: 1, failed: 0 } });
    expect(items['bill']).to.deep.equal({ verdict: 'expected', day: DAY, facts: {} });
    expect(items['chat']).to.deep.equal(seen);
    expect(items['callers']).to.deep.equal({ ...seen, facts: { users: 3 } });
  });

  it('leaves out facts that are not declared, texts, and numbers as long as an account id', () => {
    const facts = { sent: 444_455_556_666, failed: ARN, [ARN]: 1, name: 2 } as unknown as Facts;
    const { items } = formOf({ answers: [answer('notices', 'expected', facts)] });
    expect(items['notices']?.facts).to.deep.equal({});
  });

  it('rounds, for the digits after a point could tell anything', () => {
    const facts = { leastSeconds: 12.444455556666, mostSeconds: 20.5 };
    const { items } = formOf({ answers: [answer('charge-delay', 'expected', facts)] });
    expect(items['charge-delay']?.facts).to.deep.equal({ leastSeconds: 12, mostSeconds: 21 });
  });

  it('takes no foreign version or partition', () => {
    const about = { version: ARN, partition: ARN, regions: 444_455_556_666 } as unknown as About;
    expect(formOf({ about }).about).to.deep.equal({ version: '0.0.0', partition: 'other', regions: 0 });
  });

  it('has no word that is not ours, whatever was seen or stood in the file', () => {
    const hostile = fc.oneof(fc.constantFrom(ARN, '444455556666', 'tell me a secret'), fc.jsonValue(), fc.double());
    const ids = fc.constantFrom(...ITEMS.map(({ id }) => id), ARN, '__proto__', 'constructor');
    const names = fc.constantFrom(...ITEMS.flatMap(({ look }) => look?.facts ?? []), ARN, '__proto__', 'toString');
    const verdict = fc.oneof(fc.constantFrom('expected', 'differs', 'open', 'by hand'), hostile);
    const day = fc.oneof(fc.constant(DAY), hostile);
    const item = fc.record({ verdict, day, facts: fc.dictionary(names, hostile), [ARN]: hostile });
    const before = fc.record({ about: hostile, items: fc.dictionary(ids, fc.oneof(item, hostile)) });
    const seen = fc.record({ at: fc.nat(ITEMS.length - 1), verdict, facts: fc.dictionary(names, hostile) });
    fc.assert(
      fc.property(before, fc.array(seen), (file, all) => {
        const answers = all.map(({ at, ...one }) => ({ item: ITEMS[at], text: ARN, ...one }) as unknown as Answer);
        expect(foreignIn(JSON.parse(JSON.stringify(formOf({ answers, before: file }))))).to.deep.equal([]);
      }),
      { seed: 19 },
    );
  });
});
