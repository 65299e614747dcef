import { expect } from 'chai';
import fc from 'fast-check';
import type { Outcome } from '../../cli/replay/account.js';
import { BudgetReplay } from '../../cli/replay/budgetReplay.js';
import { SpendLog, type SpendEntry } from '../../cli/replay/spendLog.js';
import { addUsd, usd, usdToString, ZERO_USD } from '../../domain/money.js';
import { idOf, replay as replayed, settings, spend } from './replayWorld.js';

interface Told {
  readonly events: readonly string[];
  readonly outcome: (name?: string) => Outcome;
}

function replay(spends: readonly SpendEntry[], given: Readonly<Record<string, string>> = {}): Told {
  const { events, principals } = replayed(spends, settings(given));
  return {
    events: events.map((event) => event.replace(/ (?:alice|root) /, ' ')),
    outcome: (name = 'alice') => {
      const found = principals.get(idOf(name));
      if (found === undefined) throw new Error(`no ${name}`);
      return found;
    },
  };
}

function money({ overshootUsd, refusedUsd, refusedCalls }: Outcome): readonly [string, string, number] {
  return [usdToString(overshootUsd), usdToString(refusedUsd), refusedCalls];
}

describe('BudgetReplay', () => {
  it('goes through a whole life: warned, in grace, suspended, refused, refreshed', () => {
    const { events, outcome } = replay([
      spend('2026-06-01T09:01:00Z', '0.75'),
      spend('2026-06-01T09:06:00Z', '0.35'),
      spend('2026-06-01T09:12:00Z', '0.10'),
      spend('2026-06-01T09:15:00Z', '0.40'),
      spend('2026-06-30T09:00:00Z', '0.40'),
      spend('2026-07-01T02:00:00Z', '0.20'),
    ]);
    expect(events).to.deep.equal([
      '2026-06-01T09:01:00Z BudgetOpened',
      '2026-06-01T09:05:00Z warning',
      '2026-06-01T09:10:00Z exceeded',
      '2026-06-01T09:10:00Z GraceStarted',
      '2026-06-01T09:15:00Z SuspensionStarted',
      '2026-06-01T09:15:00Z AccessSuspended',
      '2026-07-01T00:00:00Z PeriodStarted',
      '2026-07-01T00:00:00Z RestorationStarted',
      '2026-07-01T00:00:00Z AccessRestored',
    ]);
    expect(money(outcome())).to.deep.equal(['0.2', '0.8', 2]);
    expect(outcome().budget.status).to.equal('active');
  });

  it('lets grace end after the last record', () => {
    const { events, outcome } = replay([spend('2026-06-01T09:01:00Z', '1')]);
    expect(events.at(-1)).to.equal('2026-06-01T09:10:00Z AccessSuspended');
    expect(money(outcome())).to.deep.equal(['0', '0', 0]);
  });

  it('looks at the interval that was set', () => {
    const { events } = replay([spend('2026-06-01T09:01:00Z', '0.7')], { monitorIntervalMinutes: '60' });
    expect(events.at(-1)).to.equal('2026-06-01T10:00:00Z warning');
  });

  it('lets the refresh end a long grace before its deadline', () => {
    const spends = [spend('2026-06-01T09:00:00Z', '0.1'), spend('2026-06-30T23:50:00Z', '2')];
    const { events } = replay(spends, { gracePeriodSeconds: '86400' });
    expect(events.slice(-3)).to.deep.equal([
      '2026-06-30T23:55:00Z GraceStarted',
      '2026-07-01T02:00:00Z PeriodStarted',
      '2026-07-01T02:00:00Z GraceCancelled',
    ]);
  });

  it('never refuses a principal that cannot be suspended', () => {
    const spends = ['09:00', '10:00', '11:00'].map((at) => spend(`2026-06-01T${at}:00Z`, '1', 'root', 'root'));
    expect(money(replay(spends).outcome('root'))).to.deep.equal(['2', '0', 0]);
  });

  it('keeps budgets apart', () => {
    const { outcome } = replay([spend('2026-06-01T09:00:00Z', '5', 'bob'), spend('2026-06-01T12:00:00Z', '0.1')]);
    expect([outcome('bob').budget.status, outcome().budget.status]).to.deep.equal(['suspended', 'active']);
  });

  it('opens a budget for calls that cost nothing', () => {
    expect(replay([spend('2026-06-01T09:00:00Z', '0')]).events).to.deep.equal(['2026-06-01T09:00:00Z BudgetOpened']);
  });

  it('counts a record that comes after its period closed as late, and charges it to no period', () => {
    const { events, outcome } = replay([
      spend('2026-06-01T09:00:00Z', '0.1'),
      spend('2026-07-02T09:00:00Z', '0.2'),
      spend('2026-06-30T09:00:00Z', '5'),
    ]);
    expect(events.at(-1)).to.equal('2026-07-02T09:00:00Z LateSpendRecorded');
    expect(usdToString(outcome().budget.spentUsd)).to.equal('0.2');
    expect(usdToString(outcome().budget.lateSpentUsd)).to.equal('5');
  });

  it('charges or refuses every cent, whatever the order', () => {
    const cents = fc.integer({ min: 0, max: 90 }).map((amount) => (amount / 100).toFixed(2));
    const names = fc.constantFrom('alice', 'bob', 'eve');
    const at = fc
      .date({ min: new Date('2026-06-01'), max: new Date('2026-09-01'), noInvalidDate: true })
      .map((day) => day.toISOString());
    fc.assert(
      fc.property(fc.array(fc.tuple(at, cents, names), { maxLength: 60 }), (calls) => {
        const spends = calls.map(([when, cost, name]) => spend(when, cost, name));
        let recorded = ZERO_USD;
        const run = new BudgetReplay(settings(), (event) => {
          if (event.type === 'SpendRecorded' || event.type === 'LateSpendRecorded')
            recorded = addUsd(recorded, event.costUsd);
        });
        for (const entry of spends) run.record(entry);
        const refused = [...run.finish().principals.values()].map((outcome) => outcome.refusedUsd);
        const expected = spends.map((entry) => entry.costUsd).reduce(addUsd, ZERO_USD);
        expect(usdToString(refused.reduce(addUsd, recorded))).to.equal(usdToString(expected));
      }),
    );
  });
});

describe('SpendLog', () => {
  it('gives spends back by timestamp, those of one instant as they came', () => {
    const log = new SpendLog();
    const spends = [
      spend('2026-06-02T00:00:00Z', '0.000000000000000001'.slice(0, 17), 'bob'),
      spend('2026-06-01T00:00:00Z', '1'),
      spend('2026-06-02T00:00:00Z', '2'),
      spend('2026-06-01T00:00:00Z', '3', 'bob'),
    ];
    const profiles = [undefined, 'arn:x', 'arn:y', 'arn:x'];
    spends.forEach((entry, index) => {
      log.add({ ...entry, inferenceProfile: profiles[index] });
    });
    const told = (entries: Iterable<SpendEntry>): readonly string[] =>
      [...entries].map(({ costUsd }) => usdToString(costUsd));
    expect(told(log.inOrder())).to.deep.equal(
      ['1', '3', '0.000000000000000', '2'].map((text) => usdToString(usd(text))),
    );
    expect([...log.asDelivered()].map(({ inferenceProfile }) => inferenceProfile)).to.deep.equal(profiles);
    expect(told(log.asDelivered())).to.deep.equal(spends.map(({ costUsd }) => usdToString(costUsd)));
  });
});
