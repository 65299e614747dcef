import { expect } from 'chai';
import type { BudgetEvent } from '../../../domain/budget/events.js';
import { usd } from '../../../domain/money.js';
import { applied, withoutPublished } from '../../../handlers/budgets/budgetRecords.js';
import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { NOON, open, POLICY, spend, step, tell } from '../../domain/budget/histories.js';

function correction(previous: string, now: string): BudgetEvent {
  const facts = {
    at: NOON,
    principalId: 'arn:aws:iam::444455556666:user/alice',
    limitUsd: usd('10'),
    refreshesAt: NOON,
    timeZone: 'UTC',
  };
  return { ...facts, type: 'SpendCorrected', previousSpentUsd: usd(previous), spentUsd: usd(now) };
}

function after(record: StoredBudget | undefined, events: readonly BudgetEvent[]): StoredBudget {
  return applied(record, events, POLICY, NOON);
}

const OPENED = after(
  undefined,
  tell([open(), spend('9', NOON)]).flatMap(({ events }) => events),
);

describe('applied', () => {
  it('makes waiting corrections one, from the first amount to the last', () => {
    const record = after(after(OPENED, [correction('9', '8')]), [correction('8', '7.5')]);
    expect(record.outbox.map(({ detail }) => detail.type)).to.deep.equal(['BudgetOpened', 'SpendCorrected']);
    expect(record.outbox[1]?.detail).to.include({ previousSpentUsd: '9', spentUsd: '7.5' });
  });

  it('keeps every other event, each under an id of its own', () => {
    const reviewed = tell([open(), spend('9', NOON), step('ReviewBudget', NOON)]).at(-1)?.events ?? [];
    const record = after(after(after(OPENED, [correction('9', '8')]), reviewed), [correction('9', '7')]);
    expect(record.outbox.map(({ detail }) => detail.type)).to.deep.equal([
      'BudgetOpened',
      'SpendCorrected',
      'ThresholdReached',
      'SpendCorrected',
    ]);
    expect(new Set(record.outbox.map(({ eventId }) => eventId)).size).to.equal(4);
  });

  it('makes a row with waiting events due at once, though its grace ends later', () => {
    const grace = tell([open(), spend('10', NOON), step('ReviewBudget', NOON)]).flatMap(({ events }) => events);
    const record = after(undefined, grace);
    const published = { ...record, outbox: [], reviewDueAt: NOON + 300_000 };
    expect(after(published, [correction('10', '11')]).reviewDueAt).to.equal(NOON);
  });

  it('keeps the place in the queue of a row that has waited, however often it is written', () => {
    const later = NOON + 60_000;
    const waited = { ...OPENED, reviewDueAt: NOON };
    expect(applied(waited, [correction('9', '8')], POLICY, later).reviewDueAt).to.equal(NOON);
    const [event] = waited.outbox;
    const two = event === undefined ? waited : { ...waited, outbox: [event, { ...event, eventId: 'other' }] };
    expect(withoutPublished(two, two.outbox.slice(0, 1), later, later).reviewDueAt).to.equal(NOON);
  });
});
