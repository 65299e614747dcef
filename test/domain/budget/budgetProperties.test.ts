import { expect } from 'chai';
import fc from 'fast-check';
import { MINUTE_MS } from '../../../domain/instant.js';
import { addUsd, reachesPercent, usdToString, ZERO_USD } from '../../../domain/money.js';
import { periodAt } from '../../../domain/calendar/periodAt.js';
import { reasonNotToSuspend } from '../../../domain/iam/principal.js';
import { histories, POLICY, tell, type Told } from './histories.js';

const STATUSES = ['active', 'grace', 'suspending', 'suspended', 'restoring', 'closed', 'alert_only'];

describe('any history of a budget', () => {
  const always = (check: (told: readonly Told[]) => void, policy = POLICY): void => {
    fc.assert(
      fc.property(histories, ({ steps, policy: { schedule } }) => {
        check(tell(steps, { ...policy, schedule }));
      }),
    );
  };

  it('gets an answer at every step and never an impossible budget', () => {
    always((told) => {
      for (const { after, rejection, events } of told) {
        expect(STATUSES).to.include(after?.status);
        expect(rejection === undefined || events.length === 0).to.equal(true);
        expect(after?.spentUsd.isNegative()).to.equal(false);
      }
    });
  });

  it('never suspends a principal below its limit but by hand, nor one that cannot be suspended', () => {
    for (const policy of [POLICY, { ...POLICY, hardStopPercent: 120 }, { ...POLICY, gracePeriodSeconds: 0 }]) {
      always((told) => {
        for (const { events, after } of told) {
          for (const event of events) {
            if (event.type !== 'SuspensionStarted' && event.type !== 'AccessSuspended') continue;
            const isManual = (after?.status === 'suspending' || after?.status === 'suspended') && after.isManual;
            expect(isManual || reachesPercent(event.spentUsd, event.limitUsd, 100)).to.equal(true);
            expect(after === undefined ? 'gone' : reasonNotToSuspend(after, policy)).to.equal(undefined);
          }
        }
      }, policy);
    }
  });

  it('announces each threshold at most once a period, in order', () => {
    always((told) => {
      const announced = new Map<number | undefined, string[]>();
      for (const { before, events } of told) {
        let period = before?.period.start;
        for (const event of events) {
          if (event.type === 'PeriodStarted') period = event.period.start;
          if (event.type !== 'ThresholdReached') continue;
          announced.set(period, [...(announced.get(period) ?? []), event.threshold]);
        }
      }
      for (const thresholds of announced.values()) {
        const inOrder = ['warning', 'critical', 'exceeded'].filter((one) => thresholds.includes(one));
        expect(thresholds).to.deep.equal(inOrder);
      }
    });
  });

  it('charges every spend once: to the period of its own instant, or as late if that has closed', () => {
    always((told) => {
      for (const { step, events, after } of told) {
        if (step.command.type !== 'RecordSpend' || after === undefined) continue;
        for (const { at, costUsd } of step.command.spend) {
          const recorded = events.filter(({ type }) => type === 'SpendRecorded' || type === 'LateSpendRecorded');
          const isLate = at < after.period.start;
          const expected = costUsd.isZero() ? [] : [isLate ? 'LateSpendRecorded' : 'SpendRecorded'];
          expect(recorded.map(({ type }) => type)).to.deep.equal(expected);
          for (const event of recorded) expect('costUsd' in event && event.costUsd.equals(costUsd)).to.equal(true);
          const isStampedFarAhead = at > step.now + 15 * MINUTE_MS;
          const own = periodAt(after.schedule, after.anchor, at);
          if (!isLate && !isStampedFarAhead) expect(own).to.deep.equal(after.period);
        }
      }
    });
  });

  it('has spent in a period exactly what was recorded in it', () => {
    always((told) => {
      let spent = ZERO_USD;
      for (const { events, after } of told) {
        for (const event of events) {
          if (event.type === 'PeriodStarted') {
            expect(usdToString(event.previousSpentUsd)).to.equal(usdToString(spent));
            spent = ZERO_USD;
          }
          if (event.type === 'SpendRecorded') spent = addUsd(spent, event.costUsd);
          if (event.type === 'SpendCorrected') spent = event.spentUsd;
        }
        expect(usdToString(after?.spentUsd ?? ZERO_USD)).to.equal(usdToString(spent));
      }
    });
  });

  it('keeps to whole periods that never go back', () => {
    always((told) => {
      for (const { before, after } of told) {
        if (after === undefined) continue;
        expect(periodAt(after.schedule, after.anchor, after.period.start)).to.deep.equal(after.period);
        expect(after.period.start >= (before?.period.start ?? after.period.start)).to.equal(true);
      }
    });
  });
});
