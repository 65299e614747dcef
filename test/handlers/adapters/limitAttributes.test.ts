import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { usdToString } from '../../../domain/money.js';
import { budgetItem, storedBudgetOf } from '../../../handlers/adapters/budgetItem.js';
import { budgetUpdate } from '../../../handlers/adapters/dynamoBudgetStore.js';
import { CorruptRowError } from '../../../handlers/runtime/errors.js';
import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { NOON, open, spend } from '../../domain/budget/histories.js';
import { settled } from '../budgetWorld.js';

const ROW = budgetItem(settled('alice', [open('10'), spend('3', NOON)]));

function edited(limit: AttributeValue | undefined): StoredBudget {
  const { budget_limit_usd: _, ...others } = ROW;
  return storedBudgetOf(limit === undefined ? others : { ...others, budget_limit_usd: limit });
}

describe('a limit that somebody typed', () => {
  const read: readonly (readonly [AttributeValue, string])[] = [
    [{ N: '25' }, '25'],
    [{ S: '25' }, '25'],
    [{ S: ' 0.50 ' }, '0.5'],
    [{ N: '0.000000000000000001' }, '0.000000000000000001'],
  ];
  for (const [limit, expected] of read) {
    it(`is read: ${JSON.stringify(limit)}`, () => {
      const { budget } = edited(limit);
      expect(usdToString(budget.limitUsd)).to.equal(expected);
      expect(budget.unreadableLimit).to.equal(undefined);
    });
  }

  const unreadable: readonly (readonly [AttributeValue | undefined, string])[] = [
    [{ S: 'ten' }, 'ten'],
    [{ S: '$25' }, '$25'],
    [{ S: '25,00' }, '25,00'],
    [{ S: '' }, ''],
    [{ S: '0' }, '0'],
    [{ S: '-3' }, '-3'],
    [{ N: '0' }, '0'],
    [{ N: '-3' }, '-3'],
    [{ BOOL: true }, '{"BOOL":true}'],
    [{ NULL: true }, '{"NULL":true}'],
    [undefined, ''],
    [{ S: 'x'.repeat(500) }, 'x'.repeat(100)],
  ];
  for (const [limit, found] of unreadable) {
    it(`leaves the last good one in use: ${JSON.stringify(limit ?? null).slice(0, 40)}`, () => {
      const record = edited(limit);
      expect(usdToString(record.budget.limitUsd)).to.equal('10');
      expect(record.budget.unreadableLimit).to.equal(found);
      const again = storedBudgetOf(budgetItem(record));
      expect(again.budget.unreadableLimit).to.equal(found);
      const after = { ...record, version: record.version + 1 };
      expect(budgetUpdate('t', { before: record, after }).UpdateExpression).to.equal('SET #version = :version');
    });
  }

  it('makes a row unreadable that has kept no other', () => {
    const { limit_in_use: _, ...old } = ROW;
    expect(() => storedBudgetOf({ ...old, budget_limit_usd: { S: 'ten' } })).to.throw(CorruptRowError);
    expect(usdToString(storedBudgetOf(old).budget.limitUsd)).to.equal('10');
  });
});

describe('a row without created_at', () => {
  it('is read all the same', () => {
    const { created_at: _, ...old } = ROW;
    expect(storedBudgetOf(old).createdAt).to.equal(0);
  });
});
