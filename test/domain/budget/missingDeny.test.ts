import { expect } from 'chai';
import { MINUTE_MS } from '../../../domain/instant.js';
import { usdToString } from '../../../domain/money.js';
import { NOON, open, report, spend, step, tell, type Step } from './histories.js';
import { events, GRACE_OVER, last, LATER, NEXT_PERIOD, toGrace, toSuspended } from './suspensionHistories.js';

describe('a Deny that does not hold', () => {
  const HOLDS_FROM = GRACE_OVER + 5 * MINUTE_MS;
  const tampered = [...toSuspended, step('ReportTampering', LATER)];
  const mended = [...tampered, step('ReviewBudget', LATER), report.suspensionBegun(LATER, 'e2')];
  const reattachedInForce = [...mended, report.suspended(LATER, 'e2')];

  it('that somebody has detached is put back once', () => {
    expect(last(tampered).events[0]).to.include({ type: 'SuspensionTampered', willBeReattached: true });
    expect(events([...tampered, step('ReportTampering', LATER)])).to.deep.equal([]);
    expect(events([...tampered, step('ReviewBudget', LATER)])).to.deep.equal(['SuspensionStarted deny-missing']);
    expect(last(reattachedInForce).after).to.include({ status: 'suspended', deny: 'reattached' });
  });

  it('is for people to mend when it happens again, and said once', () => {
    const again = [...reattachedInForce, step('ReportTampering', LATER + 1)];
    expect(last(again).events[0]).to.include({ type: 'SuspensionTampered', willBeReattached: false });
    expect(events([...again, step('ReviewBudget', LATER + 2)])).to.deep.equal([]);
    expect(last(again).after).to.include({ deny: 'missing-again' });
    const repeated = last([...again, step('ReportTampering', LATER + 2)]);
    expect([repeated.events, repeated.rejection]).to.deep.equal([[], undefined]);
  });

  it('shows by calls after it should hold; what comes sooner may have been under way', () => {
    expect(events([...toSuspended, spend('1', HOLDS_FROM, LATER)])).to.deep.equal(['SpendRecorded']);
    const broken = last([...toSuspended, spend('1', HOLDS_FROM + 1, LATER)]);
    expect(broken.events.map(({ type }) => type)).to.deep.equal(['SpendRecorded', 'SpendAfterSuspension']);
    expect(broken.events[1]).to.include({ willBeReattached: true });
    expect(broken.events.map((event) => usdToString(event.spentUsd))).to.deep.equal(['11', '11']);
  });

  it('is told of by its spend once before it is mended and once after', () => {
    const calls = (count: number, at: number): readonly Step[] => Array.from({ length: count }, () => spend('1', at));
    const told = [...toSuspended, ...calls(3, LATER), step('ReviewBudget', LATER)];
    const again = [...told, report.suspensionBegun(LATER, 'e2'), report.suspended(LATER, 'e2')];
    const all = tell([...again, ...calls(3, LATER + 6 * MINUTE_MS)]).flatMap((one) => one.events);
    const inSpite = all.filter((event) => event.type === 'SpendAfterSuspension');
    expect(inSpite.map((event) => event.willBeReattached)).to.deep.equal([true, false]);
    expect(usdToString(last([...again, ...calls(3, LATER + 6 * MINUTE_MS)]).after.spentUsd)).to.equal('16');
  });

  it('is put back in a later period too where an operator holds it', () => {
    const held = [...toSuspended, step('SuspendAccess', LATER), step('ReviewBudget', NEXT_PERIOD)];
    expect(last(held).after.period.start).to.equal(NEXT_PERIOD);
    expect(last([...held, step('ReportTampering', NEXT_PERIOD)]).events[0]).to.include({ willBeReattached: true });
  });

  for (const [cost, willBeReattached] of [
    ['9.99', false],
    ['10', true],
  ] as const) {
    it(`is ${willBeReattached ? '' : 'not '}put back for a period that a call ahead of the clock begins with ${cost} of 10`, () => {
      const called = last([...toSuspended, spend(cost, NEXT_PERIOD, NEXT_PERIOD - 1)]);
      expect(called.events.at(-1)).to.include({ type: 'SpendAfterSuspension', willBeReattached });
      const justBefore = NEXT_PERIOD - MINUTE_MS;
      const [start, graceOver] = [justBefore - 10 * MINUTE_MS, report.suspensionBegun(justBefore)];
      const suspended = [
        open(),
        spend('10', start),
        step('ReviewBudget', start),
        graceOver,
        report.suspended(justBefore),
      ];
      const early = [...suspended, spend(cost, NEXT_PERIOD, NEXT_PERIOD - 2), step('ReportTampering', NEXT_PERIOD - 1)];
      expect(last(early).before).to.include({ status: 'suspended', deny: 'attached' });
      expect(last(early).events).to.have.length(1);
      expect(last(early).events[0]).to.include({ type: 'SuspensionTampered', willBeReattached });
    });
  }

  it('is nothing to report of a principal that is not suspended', () => {
    expect(last([...toGrace, step('ReportTampering', NOON)]).rejection).to.equal('not suspended but grace');
  });
});
