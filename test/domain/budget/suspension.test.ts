import { expect } from 'chai';
import { eventFacts } from '../../../domain/budget/events.js';
import { decide } from '../../../domain/budget/decide.js';
import { refreshDueAt, reviewDueAt } from '../../../domain/budget/dueWork.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import { changeLimit, close, NOON, open, POLICY, report, restorePoint, spend, step, type Step } from './histories.js';
import {
  ALICE,
  events,
  GRACE_OVER,
  last,
  LATER,
  NEXT_PERIOD,
  toBackedUp,
  toBegun,
  toGrace,
  toRestoring,
  toSuspended,
} from './suspensionHistories.js';

const STUCK = GRACE_OVER + 15 * MINUTE_MS;

describe('a suspension', () => {
  it('is started at the end of grace by the execution that has waited for it, and names it', () => {
    const told = last(toBegun);
    expect(told.events).to.have.length(1);
    expect(told.events[0]).to.include({ type: 'SuspensionStarted', reason: 'grace-over', execution: 'e1' });
    expect(told.after).to.include({ status: 'suspending', execution: 'e1', attempts: 1 });
  });

  it('that the monitor has started is taken on by the first execution that comes, and by no other', () => {
    const started = [...toGrace, step('ReviewBudget', GRACE_OVER), report.suspensionBegun(GRACE_OVER + 1)];
    expect(events(started)).to.deep.equal(['WorkflowBegun']);
    expect(last(started).after).to.include({ execution: 'e1' });
    for (const again of ['e1', 'e2']) {
      const repeated = last([...started, report.suspensionBegun(GRACE_OVER + 2, again)]);
      expect(repeated.events).to.deep.equal([]);
      expect(repeated.after).to.include({ execution: 'e1' });
    }
  });

  const notBegun: readonly (readonly [string, readonly Step[]])[] = [
    ['before grace is over', toGrace],
    ['once grace was cancelled', [...toGrace, changeLimit('20', NOON)]],
    ['once it is in force', toSuspended],
    ['while access is being restored', toRestoring],
    ['of a deleted principal', [...toGrace, close(NOON)]],
  ];
  for (const [when, steps] of notBegun) {
    it(`does not begin ${when}`, () => {
      const now = when.startsWith('before') ? GRACE_OVER - 1 : LATER;
      const told = last([...steps, report.suspensionBegun(now, 'e2')]);
      expect(told.events).to.deep.equal([]);
      expect(told.after).to.deep.equal(told.before);
    });
  }

  it('does not begin where the spend was corrected to below the limit, or the principal is protected since', () => {
    const { after } = last(toGrace);
    const command = { type: 'BeginSuspension', execution: 'e1' } as const;
    for (const change of [{ exceededPercent: 101 }, { protectedPrincipals: [ALICE] }]) {
      const policy = { ...POLICY, ...change };
      expect(decide(command, after, policy, GRACE_OVER)).to.deep.equal({ kind: 'accepted', events: [] });
    }
  });

  it('does not begin in a new period, which ends grace', () => {
    const nearEnd = NEXT_PERIOD - MINUTE_MS;
    const steps = [
      open(),
      spend('10', nearEnd),
      step('ReviewBudget', nearEnd),
      report.suspensionBegun(NEXT_PERIOD + 1),
    ];
    expect(events(steps)).to.deep.equal(['PeriodStarted', 'GraceCancelled refreshed']);
    expect(last(steps).after.status).to.equal('active');
  });

  const reports = [report.backedUp, report.suspended, report.refused, report.failed];
  for (const [index, reported] of reports.entries()) {
    it(`hears nothing from another execution (report ${index})`, () => {
      expect(last([...toBegun, reported(LATER, 'e2')]).rejection).to.equal('the budget is suspending by e1');
      const unclaimed = [...toGrace, step('ReviewBudget', GRACE_OVER), reported(LATER, 'e2')];
      expect(last(unclaimed).rejection).to.equal('the budget is suspending by an execution that has not begun');
      expect(last([...toGrace, reported(LATER)]).rejection).to.equal('the budget is grace');
    });
  }

  it('may be reported again by the execution that has ended it, which changes nothing', () => {
    for (const reported of [report.suspended, report.backedUp, report.refused, report.failed]) {
      const again = last([...toSuspended, reported(LATER)]);
      expect([again.events, again.rejection]).to.deep.equal([[], undefined]);
      expect(again.after).to.deep.equal(again.before);
    }
  });

  it('that has failed is free for another execution at once', () => {
    const failed = [...toBackedUp, report.failed(LATER)];
    expect(last(failed).events[0]).to.include({ type: 'SuspensionFailed', error: 'AccessDenied' });
    expect(last(failed).after).to.deep.equal({ ...last(failed).before, execution: undefined });
    const again = [...failed, report.suspensionBegun(LATER, 'e2')];
    expect(events(again)).to.deep.equal(['WorkflowBegun']);
    expect(last(again).after).to.include({ execution: 'e2', attempts: 1, since: GRACE_OVER });
  });

  it('that is stuck or has failed starts again and is then another execution’s', () => {
    for (const steps of [toBackedUp, [...toBackedUp, report.failed(LATER)]]) {
      const again = [...steps, step('ReviewBudget', STUCK)];
      expect(events(again)).to.deep.equal(['SuspensionStarted workflow-stuck']);
      expect(last(again).after).to.include({ attempts: 2, execution: undefined });
      expect(last([...again, report.suspended(STUCK, 'e1')]).rejection).to.include('not begun');
      const done = [...again, report.suspensionBegun(STUCK, 'e2'), report.suspended(STUCK, 'e2')];
      expect(last(done).after).to.include({ status: 'suspended', suspendedAt: STUCK });
    }
  });
});

describe('a restore point', () => {
  it('is written once', () => {
    const again = last([...toBackedUp, report.backedUp(LATER)]);
    expect(again.events).to.deep.equal([]);
    expect(again.after.restorePoint).to.deep.equal(restorePoint('AIDA1', GRACE_OVER));
  });

  it('of a principal that was made again since is replaced, for what it names is gone', () => {
    expect(last([...toBackedUp, report.backedUp(LATER, 'e1', 'AIDA2')]).after.restorePoint?.uniqueId).to.equal('AIDA2');
  });

  it('stays until access is back, and goes with a deleted principal', () => {
    expect(last(toRestoring).after.restorePoint?.uniqueId).to.equal('AIDA1');
    const restored = [...toRestoring, report.restorationBegun(LATER), report.restored(LATER, 'r1', ['a: gone'])];
    expect(last(restored).events[0]).to.deep.include({ type: 'AccessRestored', notRestored: ['a: gone'] });
    expect(last(restored).after.restorePoint).to.equal(undefined);
    expect(last([...toSuspended, close(LATER)]).after.restorePoint).to.equal(undefined);
  });
});

describe('a restoration', () => {
  const begun = [...toRestoring, report.restorationBegun(LATER)];

  it('is one execution’s', () => {
    expect(last(begun).after).to.include({ status: 'restoring', execution: 'r1' });
    expect(events([...begun, report.restorationBegun(LATER, 'r2')])).to.deep.equal([]);
    expect(last([...begun, report.restored(LATER, 'r2')]).rejection).to.equal('the budget is restoring by r1');
    expect(events([...toSuspended, report.restorationBegun(LATER)])).to.deep.equal([]);
    expect(last([...begun, report.suspended(LATER, 'r1')]).rejection).to.equal('not suspending but restoring');
    expect(last([...toBegun, report.restored(LATER, 'e1')]).rejection).to.equal('not restoring but suspending');
  });

  it('that fails starts again, by another execution at once or by the monitor', () => {
    const failed = [...begun, report.failed(LATER, 'r1')];
    expect(last(failed).events[0]).to.include({ type: 'RestorationFailed' });
    expect(last(failed).after).to.deep.equal({ ...last(failed).before, execution: undefined });
    expect(last([...failed, report.restorationBegun(LATER, 'r2')]).after).to.include({ execution: 'r2', attempts: 1 });
    expect(events([...failed, step('ReviewBudget', LATER + 15 * MINUTE_MS)])).to.deep.equal([
      'RestorationStarted workflow-stuck',
    ]);
  });

  it('that is stuck while the budget is spent again becomes a suspension, unless an operator wants it', () => {
    const lifted = [...toSuspended, changeLimit('20', LATER), report.restorationBegun(LATER)];
    const stuck = (steps: readonly Step[]): Step => step('ReviewBudget', last(steps).step.now + 15 * MINUTE_MS);
    const within = [...lifted, spend('9.99', LATER)];
    expect(events([...within, stuck(within)])).to.include('RestorationStarted workflow-stuck');
    const spent = [...lifted, spend('10', LATER)];
    const cut = [...spent, stuck(spent)];
    expect(events([...spent, step('ReviewBudget', LATER + 15 * MINUTE_MS - 1)])).to.not.include.members([
      'SuspensionStarted restoration-stuck',
    ]);
    expect(events(cut).at(-1)).to.equal('SuspensionStarted restoration-stuck');
    expect(last(cut).after).to.include({ status: 'suspending', attempts: 1, execution: undefined, deny: 'attached' });
    expect(last(cut).after.restorePoint?.uniqueId).to.equal('AIDA1');
    const byHand = [...toRestoring, spend('10', LATER)];
    expect(events([...byHand, stuck(byHand)])).to.deep.equal(['RestorationStarted workflow-stuck']);
  });
});

describe('a suspension by hand', () => {
  const held = [open(), step('SuspendAccess', NOON)];

  it('needs no spend', () => {
    expect(events(held)).to.deep.equal(['SuspensionStarted by-hand']);
    expect(events([...held, report.suspensionBegun(NOON)])).to.deep.equal(['WorkflowBegun']);
  });

  it('is lifted by hand alone', () => {
    const inForce = [...held, report.suspensionBegun(NOON), report.suspended(NOON)];
    for (const steps of [held, inForce]) {
      const lifting = [step('ReviewBudget', NOON), changeLimit('50', NOON), step('RefreshBudget', NEXT_PERIOD)];
      for (const next of lifting) expect(events([...steps, next])).to.not.include.members(['RestorationStarted']);
      expect(events([...steps, step('RefreshBudget', NEXT_PERIOD)])).to.deep.equal(['PeriodStarted']);
      expect(events([...steps, step('RestoreAccess', NOON)])).to.deep.equal(['RestorationStarted restored-by-hand']);
    }
    const { after } = last([...inForce, step('RefreshBudget', NEXT_PERIOD)]);
    expect(refreshDueAt(after)).to.equal(after.period.end);
  });

  it('of a principal that is suspended already holds it', () => {
    const both = [...toSuspended, step('SuspendAccess', LATER)];
    expect(events(both)).to.deep.equal(['SuspensionHeld']);
    expect(last(both).after).to.include({ status: 'suspended', isManual: true });
    expect(last([...both, step('SuspendAccess', LATER)]).rejection).to.equal('suspended by hand already');
  });

  it('takes a principal back whose access is being restored', () => {
    const both = [...toRestoring, step('SuspendAccess', LATER)];
    expect(events(both)).to.deep.equal(['SuspensionStarted by-hand']);
    expect(last(both).after.restorePoint?.uniqueId).to.equal('AIDA1');
  });

  it('is refused where it cannot be or must not be', () => {
    const sso = last([open('10', 'sso_role'), step('SuspendAccess', NOON)]);
    expect(sso.rejection).to.equal('IAM cannot change a principal of type sso_role');
    expect(last([open(), close(NOON), step('SuspendAccess', NOON)]).rejection).to.equal('the principal was deleted');
    const policy = { ...POLICY, protectedPrincipals: ['arn:aws:iam::*:user/al*'] };
    expect(last(held, policy).rejection).to.equal('protected by configuration');
  });
});

describe('a protected principal', () => {
  const policy = { ...POLICY, protectedPrincipals: [ALICE] };

  it('is warned about, said to be beyond enforcement, and never suspended', () => {
    const told = last([open(), spend('100', NOON), step('ReviewBudget', NOON)], policy);
    expect(told.events.map(({ type }) => type)).to.deep.equal(['ThresholdReached']);
    for (const event of told.events) expect(event).to.include({ enforceable: false });
  });

  it('gets its access back, or its grace ended, when it becomes protected', () => {
    for (const [steps, type] of [
      [toGrace, 'GraceCancelled'],
      [toSuspended, 'RestorationStarted'],
    ] as const) {
      const { after } = last(steps);
      const decision = decide({ type: 'ReviewBudget' }, after, policy, LATER);
      expect(decision).to.have.nested.property('events[0].type', type);
      expect(decision).to.have.nested.property('events[0].reason', 'protected');
      expect(reviewDueAt(after, policy, LATER)).to.equal(LATER);
    }
  });
});

describe('evolve', () => {
  it('keeps a principal suspended that is refused after word that its Deny was broken, in any order', () => {
    const { after } = last(toBackedUp);
    const facts = eventFacts(after, LATER);
    for (const willBeReattached of [true, false]) {
      const tampered = evolve(after, { ...facts, type: 'SuspensionTampered', willBeReattached });
      const refused = evolve(tampered, { ...facts, type: 'SuspensionRefused', reason: 'no room for the Deny' });
      expect(refused).to.include({ status: 'suspended', deny: 'missing-again', suspendedAt: LATER });
    }
  });

  it('leaves a budget alone that an event of a suspension does not concern', () => {
    const { after } = last(toGrace);
    const facts = eventFacts(after, NOON);
    expect(evolve(after, { ...facts, type: 'WorkflowBegun', execution: 'e1' })).to.equal(after);
    expect(evolve(after, { ...facts, type: 'SuspensionHeld' })).to.equal(after);
    expect(evolve(after, { ...facts, type: 'SuspensionTampered', willBeReattached: true })).to.equal(after);
    for (const type of ['SuspensionFailed', 'RestorationFailed'] as const) {
      expect(evolve(after, { ...facts, type, error: 'AccessDenied' })).to.equal(after);
    }
  });
});
