import { expect } from 'chai';
import fc from 'fast-check';
import type { Budget } from '../../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../../domain/budget/budgetPolicy.js';
import { decide } from '../../../domain/budget/decide.js';
import { reviewDueAt } from '../../../domain/budget/dueWork.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { DAY_MS, MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { reachesPercent, usd } from '../../../domain/money.js';
import { changeLimit, close, histories, NOON, open, POLICY, report, spend, step, type Step } from './histories.js';
import {
  events,
  GRACE_OVER,
  last,
  LATER,
  NEXT_PERIOD,
  toGrace,
  toRestoring,
  toSuspended,
} from './suspensionHistories.js';

const OBSERVE: BudgetPolicy = { ...POLICY, enforcement: 'observe' };
const HARD = { hardStopPercent: 120 };

const toObserved: readonly Step[] = [open(), spend('10', NOON), step('ReviewBudget', NOON)];
const toAnnounced: readonly Step[] = [...toObserved, step('ReviewBudget', GRACE_OVER)];

/** What a review does to a budget, as `TYPE REASON`. */
function review(budget: Budget, policy: BudgetPolicy, now: Instant): readonly string[] {
  const { events: found } = decide({ type: 'ReviewBudget' }, budget, policy, now);
  return found.map((event) => ('reason' in event ? `${event.type} ${event.reason}` : event.type));
}

function observedAfter(steps: readonly Step[], policy = OBSERVE): Budget {
  return last(steps, policy).after;
}

describe('a stack that observes', () => {
  it('plays the grace, and says at its end that it would suspend', () => {
    expect(events(toObserved, OBSERVE)).to.deep.equal(['ThresholdReached', 'ObservationStarted']);
    expect(last(toObserved, OBSERVE).events[0])
      .to.include({ enforceable: false })
      .and.not.have.property('graceDeadline');
    expect(events([...toObserved, step('ReviewBudget', GRACE_OVER - 1)], OBSERVE)).to.deep.equal([]);
    expect(events(toAnnounced, OBSERVE)).to.deep.equal(['WouldHaveSuspended grace-over']);
    expect(observedAfter(toAnnounced)).to.deep.include({
      status: 'active',
      observation: { graceDeadline: GRACE_OVER, announcedAtUsd: usd('10') },
    });
  });

  it('says so once a period', () => {
    const more = [...toAnnounced, spend('50', LATER), step('ReviewBudget', LATER)];
    expect(events(more, OBSERVE)).to.deep.equal([]);
    expect(events([...more, changeLimit('20', LATER), step('ReviewBudget', LATER)], OBSERVE)).to.deep.equal([]);
    const next = [...more, spend('10', NEXT_PERIOD), step('ReviewBudget', NEXT_PERIOD)];
    expect(events(next, OBSERVE)).to.deep.equal(['ThresholdReached', 'ObservationStarted']);
  });

  const atOnce: readonly (readonly [string, Partial<BudgetPolicy>, string])[] = [
    ['without grace', { gracePeriodSeconds: 0 }, 'no-grace'],
    ['at the hard stop', HARD, 'hard-stop'],
  ];
  for (const [when, changed, reason] of atOnce) {
    it(`says so at once ${when}`, () => {
      const policy = { ...OBSERVE, ...changed };
      const steps = [open(), spend('12', NOON), step('ReviewBudget', NOON)];
      expect(events(steps, policy)).to.deep.equal(['ThresholdReached', `WouldHaveSuspended ${reason}`]);
      expect(observedAfter(steps, policy).observation).to.deep.equal({
        graceDeadline: NOON,
        announcedAtUsd: usd('12'),
      });
    });
  }

  it('says so at the hard stop while it plays the grace', () => {
    const steps = [...toObserved, spend('2', NOON), step('ReviewBudget', NOON + 1)];
    expect(events(steps, { ...OBSERVE, ...HARD })).to.deep.equal(['WouldHaveSuspended hard-stop']);
  });

  it('takes a grace for over that a higher limit has ended', () => {
    const raised = [...toObserved, changeLimit('20', NOON), step('ReviewBudget', NOON)];
    expect(events(raised, OBSERVE)).to.deep.equal(['ObservationEnded']);
    const again = [...raised, spend('10', NOON + 1), step('ReviewBudget', NOON + 1)];
    expect(events(again, OBSERVE)).to.deep.equal(['ObservationStarted']);
  });

  it('has nothing to say of a protected, waived or closed budget', () => {
    const policy = { ...OBSERVE, protectedPrincipals: ['*'] };
    expect(events(toObserved, policy)).to.deep.equal(['ThresholdReached']);
    const waived = last([...toGrace, step('RestoreAccess', NOON)]).after;
    expect(review(waived, OBSERVE, LATER)).to.deep.equal([]);
    expect(observedAfter([...toObserved, close(NOON)]).observation).to.equal(undefined);
  });

  it('suspends whom an operator names, starts that again, and lets only an operator end it', () => {
    const byHand = [...toAnnounced, step('SuspendAccess', LATER)];
    expect(events(byHand, OBSERVE)).to.deep.equal(['SuspensionStarted by-hand']);
    const begun = [...byHand, report.suspensionBegun(LATER)];
    expect(last(begun, OBSERVE).after).to.include({ status: 'suspending', execution: 'e1', observation: undefined });
    const suspended = [...begun, report.suspended(LATER), step('ReviewBudget', LATER)];
    expect(last(suspended, OBSERVE).after).to.include({ status: 'suspended', isManual: true });
    const tampered = [...suspended, step('ReportTampering', LATER), step('ReviewBudget', LATER)];
    expect(events(tampered, OBSERVE)).to.deep.equal(['SuspensionStarted deny-missing']);
    expect(events([...suspended, step('RestoreAccess', LATER)], OBSERVE)).to.deep.equal([
      'RestorationStarted restored-by-hand',
    ]);
  });
});

describe('a stack that stops enforcing', () => {
  const switched: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
    ['calls a grace off', toGrace, ['GraceCancelled observing']],
    ['releases whom a limit has suspended', toSuspended, ['RestorationStarted observing']],
    [
      'turns a suspension under way round',
      [...toGrace, step('ReviewBudget', GRACE_OVER)],
      ['RestorationStarted observing'],
    ],
    ['leaves what an operator suspended', [...toSuspended, step('SuspendAccess', LATER)], []],
  ];
  for (const [what, steps, expected] of switched) {
    it(what, () => {
      const { after } = last(steps);
      expect(review(after, OBSERVE, LATER)).to.deep.equal(expected);
      if (expected.length > 0) expect(reviewDueAt(after, OBSERVE, LATER)).to.equal(LATER);
    });
  }

  it('lets no execution begin a suspension', () => {
    for (const steps of [toGrace, [...toGrace, step('ReviewBudget', GRACE_OVER)]]) {
      const command = { type: 'BeginSuspension', execution: 'e1' } as const;
      expect(decide(command, last(steps).after, OBSERVE, LATER)).to.deep.equal({ kind: 'accepted', events: [] });
    }
  });

  it('does not promise to mend a Deny, and starts a restoration again that is stuck', () => {
    const tampered = decide({ type: 'ReportTampering' }, last(toSuspended).after, OBSERVE, LATER);
    expect(tampered).to.have.nested.property('events[0].willBeReattached', false);
    expect(review(last(toRestoring).after, OBSERVE, LATER + DAY_MS)).to.deep.equal([
      'RestorationStarted workflow-stuck',
    ]);
  });
});

describe('a stack that begins to enforce', () => {
  for (const [when, steps] of [
    ['whose grace was played', toObserved],
    ['whose suspension was announced', toAnnounced],
    ['that is far over it', [...toAnnounced, spend('90', LATER)]],
    [
      'that was refused before',
      [...toGrace, step('ReviewBudget', GRACE_OVER), report.suspensionBegun(GRACE_OVER), report.refused(GRACE_OVER)],
    ],
  ] as const) {
    it(`gives a whole grace to a budget over its limit ${when}, and then suspends`, () => {
      const policy = { ...POLICY, ...HARD };
      const observed = [...steps, step('ReviewBudget', LATER)].reduce<Budget | undefined>(
        (budget, { command, now }) => {
          const by =
            command.type === 'ReviewBudget' && now === LATER ? OBSERVE : steps[2] === toObserved[2] ? OBSERVE : POLICY;
          const decision = decide(command, budget, by, now);
          return decision.kind === 'accepted' ? decision.events.reduce(evolve, budget) : budget;
        },
        undefined,
      );
      if (observed === undefined) throw new Error('no budget');
      const now = LATER + 2 * DAY_MS;
      expect(reviewDueAt(observed, policy, now)).to.equal(now);
      expect(review(observed, policy, now)).to.deep.equal(['GraceStarted']);
      const inGrace = decide({ type: 'ReviewBudget' }, observed, policy, now);
      const after = inGrace.events.reduce(evolve, observed);
      expect(review(after, policy, now + 5 * MINUTE_MS - 1)).to.deep.equal([]);
      expect(review(after, policy, now + 5 * MINUTE_MS)).to.deep.equal(['SuspensionStarted grace-over']);
    });
  }

  it('finds a budget that it has observed at every look', () => {
    expect(reviewDueAt(observedAfter(toObserved), OBSERVE, NOON)).to.equal(GRACE_OVER);
    expect(reviewDueAt(observedAfter(toAnnounced), OBSERVE, LATER)).to.equal(GRACE_OVER);
  });

  it('has no grace to give where none is set', () => {
    expect(review(observedAfter(toAnnounced), { ...POLICY, gracePeriodSeconds: 0 }, LATER)).to.deep.equal([
      'SuspensionStarted no-grace',
    ]);
  });
});

describe('any history of a budget whose stack observes from time to time', () => {
  it('suspends by hand alone while it observes, says once a period whom it would, and never begins with a bang', () => {
    const switches = fc.array(fc.boolean(), { minLength: 70, maxLength: 70 });
    fc.assert(
      fc.property(
        histories,
        switches,
        fc.constantFrom(undefined, 120),
        ({ steps, policy }, isObserving, hardStopPercent) => {
          let budget: Budget | undefined;
          let said = 0;
          steps.forEach(({ command, now }, index) => {
            const enforcement = isObserving[index] === true ? 'observe' : 'enforce';
            const decision = decide(command, budget, { ...policy, hardStopPercent, enforcement }, now);
            const before = budget;
            for (const event of decision.kind === 'accepted' ? decision.events : []) {
              budget = evolve(budget, event);
              const isManual = (budget.status === 'suspending' || budget.status === 'suspended') && budget.isManual;
              if (
                event.type === 'PeriodStarted' ||
                event.type === 'GraceCancelled' ||
                event.type === 'SuspensionStarted'
              )
                said = 0;
              if (event.type === 'WouldHaveSuspended') said += 1;
              if (enforcement === 'enforce') {
                expect(event.type).not.to.equal('WouldHaveSuspended');
                const isBang = event.type === 'SuspensionStarted' && event.reason === 'hard-stop';
                if (before?.observation !== undefined && before.period.start === budget.period.start)
                  expect(isBang).to.equal(false);
                continue;
              }
              expect(event.type).not.to.equal('GraceStarted');
              if (event.type === 'SuspensionStarted' || event.type === 'WorkflowBegun') {
                expect(isManual || budget.status === 'restoring').to.equal(true);
              }
              if (event.type === 'WouldHaveSuspended') {
                expect(reachesPercent(event.spentUsd, event.limitUsd, 100)).to.equal(true);
                expect(said).to.equal(1);
              }
            }
            const closed = budget?.status === 'closed';
            if (closed) said = 0;
          });
        },
      ),
    );
  });
});

describe('a limit that cannot be read', () => {
  const unreadable = { ...last([open(), spend('9', NOON)]).after, unreadableLimit: 'ten' };

  it('is said once, and charging goes on with the last good one', () => {
    const { events: found } = decide({ type: 'ReviewBudget' }, unreadable, POLICY, NOON);
    const [said, reached] = found;
    expect(said).to.include({ type: 'LimitUnreadable', found: 'ten' });
    expect(reached).to.include({ type: 'ThresholdReached', threshold: 'critical' });
    const after = found.reduce(evolve, unreadable);
    expect(review(after, POLICY, NOON)).to.deep.equal([]);
    expect(review({ ...after, unreadableLimit: 'twenty' }, POLICY, NOON)).to.deep.equal(['LimitUnreadable']);
    expect(review({ ...after, unreadableLimit: undefined }, POLICY, NOON)).to.deep.equal(['LimitReadable']);
    const readable = evolve(after, {
      type: 'LimitReadable',
      at: NOON,
      principalId: '',
      spentUsd: usd('0'),
      limitUsd: usd('1'),
      timeZone: 'UTC',
      refreshesAt: NOON,
    });
    expect(readable).to.include({ unreadableLimit: undefined, toldUnreadableLimit: undefined });
  });
});

describe('the sessions of a role', () => {
  const by = (session: string | undefined, at = NOON): Step => ({
    command: {
      type: 'RecordSpend',
      spend: [{ at, costUsd: usd('1'), ...(session === undefined ? {} : { caller: { role: 'ci', session } }) }],
    },
    now: Math.max(at, NOON),
  });

  it('are counted once each, in their period', () => {
    const shared = [open('10', 'iam_role'), by('ann'), by('ben'), by('ann'), by(undefined)];
    expect(last(shared).after.sessions).to.deep.equal(['ann', 'ben']);
    expect(last([...shared, by('eve', NOON - DAY_MS)]).after.sessions).to.deep.equal(['ann', 'ben']);
    expect(last([...shared, by('eve', NEXT_PERIOD)]).after.sessions).to.deep.equal(['eve']);
    const warned = [...shared, spend('9', NOON), step('ReviewBudget', NOON)];
    expect(last(warned).events.every((event) => event.sessionCount === 2)).to.equal(true);
    expect(last([open(), by('ann'), by('ann')]).events[0]).not.to.have.property('sessionCount');
  });

  it('are told apart up to twenty', () => {
    const many = Array.from({ length: 25 }, (_, index) => by(`session-${index}`));
    expect(last([open('10', 'iam_role'), ...many]).after.sessions).to.have.length(20);
  });
});
