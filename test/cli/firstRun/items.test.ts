import { expect } from 'chai';
import type { Item } from '../../../cli/firstRun/item.js';
import { ITEMS } from '../../../cli/firstRun/items/all.js';
import { NotKnown } from '../../../cli/doctor/unanswered.js';
import { answerIn, answersIn, record, type Account } from './firstRunCase.js';
import { ACCESS_CASES, METRIC_CASES, RECORD_CASES } from './itemCases.js';

const CASES = [...RECORD_CASES, ...METRIC_CASES, ...ACCESS_CASES];

function itemOf(id: string): Item {
  const item = ITEMS.find((one) => one.id === id);
  if (item === undefined) throw new TypeError(`no item ${id}`);
  return item;
}

describe('the items of a first run', () => {
  for (const { id, holds, differs, open } of CASES) {
    const accounts: readonly (readonly [string, Account | undefined])[] = [
      ['expected', holds],
      ['differs', differs],
      ['open', open],
    ];
    for (const [verdict, account] of accounts) {
      if (account === undefined) continue;
      it(`${id}: ${verdict}`, async () => {
        const item = itemOf(id);
        const answer = await answerIn(item, account);
        expect([answer.verdict, answer.text]).to.deep.equal([verdict, answer.text]);
        expect(answer.text).not.to.equal('');
        const declared = item.look?.facts ?? [];
        expect(Object.keys(answer.facts).filter((name) => !declared.includes(name))).to.deep.equal([]);
        if (verdict !== 'open') expect(Object.keys(answer.facts)).to.have.members(declared);
      });
    }
  }

  it('have cases where each look sees what it should, and else', () => {
    const looking = ITEMS.filter(({ look }) => look !== undefined).map(({ id }) => id);
    expect([...new Set(CASES.map(({ id }) => id))]).to.have.members(looking);
    // An event of IAM that came proves the way; one that did not proves nothing.
    const differing = CASES.filter(({ differs }) => differs !== undefined).map(({ id }) => id);
    expect(looking.filter((id) => !differing.includes(id))).to.deep.equal(['iam-events']);
  });

  it('have ids that stay, and a way to an answer', () => {
    const ids = ITEMS.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).to.deep.equal([]);
    expect(ITEMS.filter(({ look, steps }) => look === undefined && steps.length === 0)).to.deep.equal([]);
  });

  it('read the log once, and the tables of usage and budgets not at all', async () => {
    let reads = 0;
    const logEvents = () => {
      reads += 1;
      return Promise.resolve([{ message: JSON.stringify(record()), ingestedAt: 0 }]);
    };
    await answersIn(ITEMS, { looks: { logEvents } });
    expect(reads).to.equal(1);
  });

  it('stay open where a permission is missing, with its name, and the others go on', async () => {
    const message = 'User: arn:aws:iam::444455556666:user/op is not authorized to perform: logs:GetLogEvents because';
    const denied = Object.assign(new Error(message), { name: 'AccessDeniedException', $metadata: {} });
    const account: Account = { looks: { logEvents: () => Promise.reject(denied) }, metrics: { NotificationsSent: 1 } };
    const answers = await answersIn([itemOf('record-fields'), itemOf('notices')], account);
    expect(answers.map(({ verdict, action }) => [verdict, action])).to.deep.equal([
      ['open', 'logs:GetLogEvents'],
      ['expected', undefined],
    ]);
  });

  it('prove nothing in a local world', async () => {
    const seen = await answerIn(itemOf('notices'), { metrics: { NotificationsFailed: 1 } }, true);
    expect([seen.verdict, seen.text]).to.deep.equal(['open', 'our local world says: 0 messages sent, 1 failed']);
    const unknown = { looks: { table: () => Promise.reject(new NotKnown('in memory')) } };
    const answer = await answerIn(itemOf('tables-protected'), unknown, true);
    expect([answer.verdict, answer.text, answer.facts]).to.deep.equal(['open', 'in memory', {}]);
  });
});
