import { expect } from 'chai';
import type { AuditEntry } from '../../../domain/audit/auditEntry.js';
import { DAY_MS } from '../../../domain/instant.js';
import { usdToString, ZERO_USD } from '../../../domain/money.js';
import type { BudgetLine } from '../../../domain/report/budgetLine.js';
import { EventHistory, MAX_EVENTS } from '../../../domain/report/eventHistory.js';
import { ACCOUNT, ALICE, entry, line, NOON } from './calls.js';

function historyOf(...entries: readonly AuditEntry[]): EventHistory {
  const history = new EventHistory('UTC');
  for (const one of entries) history.add(ACCOUNT, one);
  return history;
}

const overshoot = (history: EventHistory, ...lines: readonly BudgetLine[]): string =>
  usdToString(history.overshootUsd(lines));
const notPrevented = (history: EventHistory, ...lines: readonly BudgetLine[]): string =>
  usdToString(history.notPreventedUsd(lines));

describe('EventHistory', () => {
  const kinds: readonly (readonly [string, AuditEntry['details'], string | undefined])[] = [
    ['ThresholdReached', { threshold: 'warning' }, 'warning'],
    ['ThresholdReached', { threshold: 'critical' }, 'critical'],
    ['ThresholdReached', { threshold: 'exceeded' }, 'exceeded'],
    ['ThresholdReached', { threshold: 'normal' }, undefined],
    ['WouldHaveSuspended', {}, 'would-have-suspended'],
    ['AccessSuspended', {}, 'suspended'],
    ['TeamSuspended', {}, 'suspended'],
    ['SuspensionRefused', {}, 'suspension-failed'],
    ['SuspensionFailed', {}, 'suspension-failed'],
    ['AccessRestored', {}, 'restored'],
    ['TeamRestored', {}, 'restored'],
    ['LimitChanged', {}, 'limit-changed'],
    ['ToppedUp', {}, 'limit-changed'],
    ['TopUpEnded', {}, 'limit-changed'],
    ['SpendRecorded', {}, undefined],
    ['toString', {}, undefined],
  ];
  for (const [type, details, kind] of kinds) {
    it(`marks ${type} ${Object.values(details).join()} as ${kind ?? 'nothing'}`, () => {
      const history = historyOf(entry(type, details));
      expect(history.on('2026-11-04')).to.deep.equal(kind === undefined ? {} : { [kind]: 1 });
      expect(history.events.map((event) => event.kind)).to.deep.equal(kind === undefined ? [] : [kind]);
    });
  }

  it('counts by day, and lists the newest first with its amounts', () => {
    const amounts = { spentUsd: '12.5', limitUsd: '10' };
    const history = historyOf(
      entry('AccessSuspended', {}, { eventTime: NOON - DAY_MS }),
      entry('AccessSuspended', amounts),
      entry('AccessSuspended', {}, { eventTime: NOON - 1 }),
    );
    expect(history.on('2026-11-03')).to.deep.equal({ suspended: 1 });
    expect(history.on('2026-11-04')).to.deep.equal({ suspended: 2 });
    expect(history.on('2026-11-05')).to.deep.equal({});
    expect(history.events.map(({ at }) => at)).to.deep.equal([NOON, NOON - 1, NOON - DAY_MS]);
    const [newest] = history.events;
    expect([newest?.spentUsd, newest?.limitUsd].map((amount) => usdToString(amount ?? ZERO_USD))).to.deep.equal([
      '12.5',
      '10',
    ]);
  });

  it('takes no event of others for one of its own', () => {
    const history = historyOf(entry('AccessSuspended', {}, { eventSource: 'iam.amazonaws.com' }));
    expect([history.events, history.leftOut]).to.deep.equal([[], 0]);
  });

  it('lists the newest thousand and says how many more there were', () => {
    const count = 3 * MAX_EVENTS + 5;
    const history = historyOf(
      ...Array.from({ length: count }, (_, index) => entry('ToppedUp', {}, { eventTime: NOON + index })),
    );
    expect(history.events).to.have.length(MAX_EVENTS);
    expect(history.events[0]?.at).to.equal(NOON + count - 1);
    expect(history.leftOut).to.equal(count - MAX_EVENTS);
    expect(history.on('2026-11-04')).to.deep.equal({ 'limit-changed': count });
  });

  describe('overshoot', () => {
    const over = entry('ThresholdReached', { threshold: 'exceeded', spentUsd: '11', limitUsd: '10' });
    const ended = entry('PeriodStarted', { spentUsd: '0', limitUsd: '10', previousSpentUsd: '14.25' });

    it('is what was spent beyond the limit when the period ended', () => {
      expect(overshoot(historyOf(over, ended))).to.equal('4.25');
    });

    it('is nothing for a period that ended below its limit', () => {
      expect(overshoot(historyOf(ended))).to.equal('0');
    });

    it('is nothing once the limit was raised above the spend', () => {
      const raised = entry('LimitChanged', { spentUsd: '11', limitUsd: '20' });
      expect(overshoot(historyOf(over, raised, ended))).to.equal('0');
    });

    it('counts each period once', () => {
      expect(overshoot(historyOf(over, ended, ended))).to.equal('4.25');
    });

    it('adds the periods that go on, of principals: a team’s spend is its members’', () => {
      const team = { userIdentity: 'team/search' };
      const history = historyOf(
        over,
        ended,
        entry('ThresholdReached', { threshold: 'exceeded', spentUsd: '30', limitUsd: '10' }, team),
        entry('PeriodStarted', { previousSpentUsd: '30' }, team),
      );
      expect(overshoot(history, line(ALICE, '2'), line('team/search', '5'))).to.equal('6.25');
      expect(history.events.map(({ principalId }) => principalId)).to.include('team/search');
    });

    it('is nothing of a period whose end says no amount', () => {
      expect(overshoot(historyOf(over, entry('PeriodStarted')))).to.equal('0');
    });
  });

  it('adds what limits would have prevented: of periods that ended and those that go on', () => {
    const ended = entry('PeriodStarted', { previousSpentUsd: '14', notPreventedUsd: '3.5' });
    expect(notPrevented(historyOf(ended, entry('PeriodStarted')), line(ALICE, '0', '0.5'))).to.equal('4');
  });
});
