import { expect } from 'chai';
import { reviewDueAt } from '../../../domain/budget/dueWork.js';
import { DAY_MS } from '../../../domain/instant.js';
import { changeLimit, close, NOON, open, POLICY, report, spend, step, type Step } from './histories.js';
import {
  ALICE,
  events,
  GRACE_OVER,
  last,
  LATER,
  NEXT_PERIOD,
  toBackedUp,
  toBegun,
  toRestoring,
  toSuspended,
} from './suspensionHistories.js';

const REFUSED_AGAIN = GRACE_OVER + DAY_MS;

describe('a suspension that is refused', () => {
  const refused = [...toBegun, report.refused(GRACE_OVER)];

  it('leaves the principal alone for a day, and waives nothing', () => {
    expect(events(refused)).to.deep.equal(['SuspensionRefused no room for the Deny']);
    expect(last(refused).after).to.include({ status: 'active', waived: false, refusedAt: GRACE_OVER });
    expect(reviewDueAt(last(refused).after, POLICY, GRACE_OVER)).to.equal(REFUSED_AGAIN);
    const later = [...refused, spend('50', LATER), step('ReviewBudget', REFUSED_AGAIN - 1)];
    expect(events(later)).to.deep.equal([]);
    expect(events(later, { ...POLICY, hardStopPercent: 120, gracePeriodSeconds: 0 })).to.deep.equal([]);
  });

  it('is tried again after a day, without another grace', () => {
    const again = [...refused, step('ReviewBudget', REFUSED_AGAIN)];
    expect(events(again)).to.deep.equal(['SuspensionStarted refused-before']);
    expect(last(again).after).to.include({ status: 'suspending', attempts: 1, execution: undefined });
    const refusedTwice = [...again, report.suspensionBegun(REFUSED_AGAIN, 'e2'), report.refused(REFUSED_AGAIN, 'e2')];
    expect(last(refusedTwice).after).to.include({ status: 'active', refusedAt: REFUSED_AGAIN });
    expect(reviewDueAt(last(refusedTwice).after, POLICY, REFUSED_AGAIN)).to.equal(REFUSED_AGAIN + DAY_MS);
  });

  const forgetting: readonly (readonly [string, readonly Step[], string])[] = [
    ['a new limit', [changeLimit('9', LATER), step('ReviewBudget', LATER)], 'GraceStarted'],
    ['a new period', [spend('10', NEXT_PERIOD), step('ReviewBudget', NEXT_PERIOD)], 'GraceStarted'],
    [
      'the end of the principal',
      [close(LATER), open('10', 'iam_user', LATER + 1), step('ReviewBudget', LATER + 1)],
      'GraceStarted',
    ],
  ];
  for (const [what, steps, type] of forgetting) {
    it(`is forgotten with ${what}`, () => {
      expect(last([...refused, ...steps]).before).to.include({ status: 'active', refusedAt: undefined });
      expect(events([...refused, ...steps])).to.include(type);
    });
  }

  it('is not promised to somebody whose rest of the period was waived', () => {
    const byHand = [open('10'), step('SuspendAccess', NOON), report.suspensionBegun(NOON), step('RestoreAccess', NOON)];
    const waived = [...byHand, report.restorationBegun(NOON), report.restored(NOON)];
    const { events } = last([...waived, spend('12', NOON), step('ReviewBudget', NOON)]);
    expect(events.map(({ type }) => type)).to.deep.equal(['ThresholdReached']);
    for (const event of events) expect(event).to.include({ enforceable: false });
  });

  it('is not tried again while the principal is protected, waived or within its limit', () => {
    const protect = { ...POLICY, protectedPrincipals: [ALICE] };
    expect(events([...refused, step('ReviewBudget', REFUSED_AGAIN)], protect)).to.deep.equal([]);
    const again = [...refused, step('ReviewBudget', REFUSED_AGAIN)];
    const byHand = [...again, step('RestoreAccess', REFUSED_AGAIN), report.restorationBegun(REFUSED_AGAIN)];
    const restored = [...byHand, report.restored(REFUSED_AGAIN)];
    expect(last(restored).after).to.include({ status: 'active', waived: true });
    expect(events([...restored, step('ReviewBudget', REFUSED_AGAIN + 1)])).to.deep.equal([]);
    const raised = { ...POLICY, exceededPercent: 110 };
    expect(events([...refused, step('ReviewBudget', REFUSED_AGAIN)], raised)).to.deep.equal([]);
  });

  it('gives back what an earlier attempt has taken, and waives nothing', () => {
    const givenBack = [...toBackedUp, report.refused(GRACE_OVER)];
    expect(events(givenBack)).to.deep.equal([
      'SuspensionRefused no room for the Deny',
      'RestorationStarted suspension-refused',
    ]);
    expect(last(givenBack).after).to.include({ status: 'restoring', waived: false, refusedAt: GRACE_OVER });
    const restored = [...givenBack, report.restorationBegun(GRACE_OVER), report.restored(GRACE_OVER)];
    expect(last(restored).after).to.include({ status: 'active', refusedAt: GRACE_OVER });
    expect(events([...restored, step('ReviewBudget', REFUSED_AGAIN - 1)])).to.deep.equal([]);
    expect(events([...restored, step('ReviewBudget', REFUSED_AGAIN)])).to.deep.equal([
      'SuspensionStarted refused-before',
    ]);
    expect(last([...toRestoring, report.restorationBegun(LATER), report.refused(LATER, 'r1')]).rejection).to.equal(
      'not suspending but restoring',
    );
  });

  it('of a principal that was suspended before keeps it suspended, for people to mend', () => {
    const broken = [...toSuspended, step('ReportTampering', LATER), step('ReviewBudget', LATER)];
    const kept = [...broken, report.suspensionBegun(LATER, 'e2'), report.refused(LATER, 'e2')];
    expect(events(kept)).to.deep.equal(['SuspensionRefused no room for the Deny']);
    expect(last(kept).after).to.include({
      status: 'suspended',
      suspendedAt: LATER,
      deny: 'missing-again',
      refusedAt: undefined,
      lastExecution: 'e2',
    });
    expect(last(kept).after.restorePoint?.uniqueId).to.equal('AIDA1');
    expect(events([...kept, step('ReviewBudget', LATER + 2 * DAY_MS)])).to.deep.equal([]);
    expect(events([...kept, step('RefreshBudget', NEXT_PERIOD)])).to.deep.equal([
      'PeriodStarted',
      'RestorationStarted refreshed',
    ]);
  });
});
