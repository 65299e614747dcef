import { expect } from 'chai';
import { budgetItem, storedBudgetOf } from '../../../handlers/adapters/budgetItem.js';
import { CorruptRowError } from '../../../handlers/runtime/errors.js';
import { toSuspended } from '../../domain/budget/suspensionHistories.js';
import { waiting } from '../budgetWorld.js';

const STORED = waiting('alice', toSuspended);
const ITEM = budgetItem(STORED);
const POINT = JSON.parse(ITEM['restore_point']?.S ?? '{}') as Readonly<Record<string, unknown>>;

describe('the JSON in the row of a budget', () => {
  it('is read as it was written', () => {
    const { budget, outbox, lastTold } = storedBudgetOf({ ...ITEM, sessions: { S: '["ci"]' } });
    expect(budget.sessions).to.deep.equal(['ci']);
    expect(budget.restorePoint).to.deep.equal(POINT);
    expect(outbox.map(({ eventId }) => eventId)).to.deep.equal(STORED.outbox.map(({ eventId }) => eventId));
    expect(lastTold).to.deep.equal(STORED.lastTold);
  });

  const table: readonly (readonly [string, unknown])[] = [
    ['sessions', ['ci', 7]],
    ['sessions', 'ci'],
    ['outbox', {}],
    ['outbox', [{ detail: STORED.outbox[0]?.detail }]],
    ['outbox', [{ eventId: 'e', detail: { type: 'BudgetOpened' } }]],
    ['last_told', { eventId: 'e', at: '2026-10-01' }],
    ['last_told', null],
    ['restore_point', []],
    ['restore_point', { ...POINT, takenAt: '2026-10-01T00:00:00Z' }],
    ['restore_point', { ...POINT, uniqueId: undefined }],
    ['restore_point', { ...POINT, boundaryArn: 5 }],
    ['restore_point', { ...POINT, deactivatedKeyIds: [null] }],
    ['restore_point', { ...POINT, detachedPolicyArns: 'all' }],
  ];
  for (const [attribute, value] of table) {
    it(`is refused where it is something else: ${attribute} ${JSON.stringify(value)}`, () => {
      const item = { ...ITEM, [attribute]: { S: JSON.stringify(value) } };
      expect(() => storedBudgetOf(item)).to.throw(CorruptRowError, `${attribute}: not`);
    });
  }
});
