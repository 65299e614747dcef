import { expect } from 'chai';
import fc from 'fast-check';
import type { Budget } from '../../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../../domain/budget/budgetPolicy.js';
import type { BudgetEvent } from '../../../domain/budget/events.js';
import { reviewDueAt } from '../../../domain/budget/dueWork.js';
import { decide } from '../../../domain/budget/decide.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { periodAt } from '../../../domain/calendar/periodAt.js';
import type { Schedule } from '../../../domain/calendar/schedule.js';
import { DAY_MS, MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { addUsd, usd, usdToString, ZERO_USD } from '../../../domain/money.js';
import { changeLimit, everyDays, NOON, open, POLICY, report, spend, step, tell, type Step } from './histories.js';

const LATER = NOON + 10 * MINUTE_MS;
const DEVELOPERS: BudgetPolicy = { ...POLICY, rule: 'developers', limitUsd: usd('50') };
const BERLIN: Schedule = { period: { every: 'month' }, timeZone: 'Europe/Berlin' };

function after(steps: readonly Step[], policy = POLICY): Budget {
  const budget = tell(steps, policy).at(-1)?.after;
  if (budget === undefined) throw new Error('no budget');
  return budget;
}

/** What a look finds, and the budget after it. */
function look(budget: Budget, policy: BudgetPolicy, now = LATER): { events: readonly BudgetEvent[]; budget: Budget } {
  const { events } = decide({ type: 'ReviewBudget' }, budget, policy, now);
  return { events, budget: events.reduce(evolve, budget) };
}

function types(events: readonly BudgetEvent[]): readonly string[] {
  return events.map((event) => ('reason' in event ? `${event.type} ${event.reason}` : event.type));
}

describe('the terms of a budget', () => {
  it('are those of its rule from the first look after they changed', () => {
    const { events, budget } = look(after([open(), spend('9.50', NOON)]), DEVELOPERS);
    expect(types(events)).to.deep.equal(['LimitChanged']);
    expect(events[0]).to.deep.include({
      limitFrom: 'rule developers',
      previousLimitUsd: usd('10'),
      limitUsd: usd('50'),
    });
    expect(budget).to.deep.include({ limitUsd: usd('50'), limitFrom: 'rule developers', spentUsd: usd('9.5') });
    expect(look(budget, DEVELOPERS).events).to.deep.equal([]);
    expect(look(budget, POLICY).events[0]).to.deep.include({ limitFrom: 'settings', limitUsd: usd('10') });
  });

  it('come due by themselves where a rule has changed', () => {
    const budget = after([open(), spend('1', NOON)]);
    expect(reviewDueAt(budget, POLICY, LATER)).to.equal(undefined);
    expect(reviewDueAt(budget, DEVELOPERS, LATER)).to.equal(LATER);
  });

  it('of the settings are as live as those of a rule', () => {
    const dearer = { ...POLICY, limitUsd: usd('20'), stackLimitUsd: usd('20') };
    expect(look(after([open()]), dearer).events[0]).to.deep.include({ limitFrom: 'settings', limitUsd: usd('20') });
  });

  it('give access back to whom a removed or raised rule had suspended', () => {
    const strict = { ...DEVELOPERS, limitUsd: usd('5'), gracePeriodSeconds: 0 };
    const suspended = after(
      [open(), spend('9', NOON), step('ReviewBudget', NOON), report.suspensionBegun(NOON), report.suspended(NOON)],
      strict,
    );
    expect(suspended.status).to.equal('suspended');
    expect(reviewDueAt(suspended, strict, LATER)).to.equal(NOON);
    expect(types(look(suspended, POLICY).events)).to.deep.equal(['LimitChanged', 'RestorationStarted limit-raised']);
  });

  describe('in the row of somebody who typed a limit', () => {
    const typed = (limit: string): Budget => ({ ...after([open()]), baseLimitUsd: usd(limit), limitUsd: usd(limit) });

    it('are what was typed, whatever the rules say, until it is typed back', () => {
      const { events, budget } = look(typed('75'), POLICY);
      expect(events[0]).to.deep.include({ type: 'LimitChanged', limitFrom: 'by-hand', limitUsd: usd('75') });
      expect(look(budget, DEVELOPERS).events).to.deep.equal([]);
      const back = look({ ...budget, baseLimitUsd: usd('50'), limitUsd: usd('50') }, DEVELOPERS);
      expect(back.events[0]).to.deep.include({ limitFrom: 'rule developers', limitUsd: usd('50') });
    });

    it('stay where the text is no amount', () => {
      const budget = { ...after([open()]), unreadableLimit: 'ten' };
      expect(types(look(budget, POLICY).events)).to.deep.equal(['LimitUnreadable']);
    });
  });

  describe('in a row from before there were rules', () => {
    const former = (limit: string, isSettled = true): Budget => ({
      ...after([open()]),
      limitFrom: undefined,
      baseLimitUsd: usd(limit),
      limitUsd: usd(limit),
      settledLimitUsd: isSettled ? usd(limit) : undefined,
    });

    it('follow the rule if the limit was the stack’s', () => {
      expect(look(former('10'), DEVELOPERS).events[0]).to.deep.include({ limitFrom: 'rule developers' });
      expect(look(former('10', false), POLICY).events[0]).to.deep.include({ limitFrom: 'settings' });
    });

    it('keep another limit, which a tag or a person has set', () => {
      expect(look(former('25'), DEVELOPERS).events[0]).to.deep.include({ limitFrom: 'by-hand', limitUsd: usd('25') });
    });

    it('keep a waiver and a refusal', () => {
      const waived = { ...former('10'), waived: true, refusedAt: NOON };
      expect(look(waived, POLICY).budget).to.include({ waived: true, refusedAt: NOON });
      expect(look(waived, DEVELOPERS).budget).to.include({ waived: false, refusedAt: undefined });
    });
  });

  describe('with another calendar', () => {
    const monthly = { ...POLICY, schedule: BERLIN };

    it('begin a period at that moment, with nothing spent and up to the calendar’s end', () => {
      const { events, budget } = look(after([open(), spend('9', NOON)]), monthly);
      expect(types(events)).to.deep.equal(['PeriodStarted']);
      expect(events[0]).to.deep.include({ schedule: BERLIN, previousSpentUsd: usd('9'), timeZone: 'Europe/Berlin' });
      expect(budget.period).to.deep.equal({ start: LATER, end: periodAt(BERLIN, NOON, LATER).end });
      expect(usdToString(budget.spentUsd)).to.equal('0');
      expect(look(budget, monthly).events).to.deep.equal([]);
    });

    it('end grace and suspension, for nothing is spent yet', () => {
      const grace = after([open(), spend('12', NOON), step('ReviewBudget', NOON)]);
      expect(types(look(grace, monthly).events)).to.deep.equal(['PeriodStarted', 'GraceCancelled refreshed']);
    });

    it('leave what came before that moment to the ledger, as late', () => {
      const { budget } = look(after([open(), spend('9', NOON)]), monthly);
      const called = decide(spend('1', NOON, LATER + 1).command, budget, monthly, LATER + 1);
      expect(called.kind === 'accepted' && types(called.events)).to.deep.equal(['LateSpendRecorded']);
    });
  });

  const schedules = fc.constantFrom<Schedule>(
    everyDays(1),
    everyDays(30),
    BERLIN,
    { period: { every: 'week', weekStart: 'sunday' }, timeZone: 'America/New_York' },
    { period: { every: 'year', fiscalStart: { month: 4, day: 6 } }, timeZone: 'Europe/London' },
  );

  it('leave one open period, whenever the rules change, and every cent in it or late', () => {
    const acts = fc.array(
      fc.record({
        schedule: schedules,
        wait: fc.integer({ min: 0, max: 40 * DAY_MS }),
        ago: fc.integer({ min: 0, max: 3 * DAY_MS }),
        cents: fc.integer({ min: 1, max: 900 }),
      }),
      { minLength: 1, maxLength: 25 },
    );
    fc.assert(
      fc.property(acts, (changes) => {
        let now: Instant = NOON;
        let budget = after([open()]);
        let total = ZERO_USD;
        let closed = ZERO_USD;
        for (const { schedule, wait, ago, cents } of changes) {
          now += wait;
          const costUsd = usd((cents / 100).toFixed(2));
          const policy = { ...POLICY, schedule };
          const command = { type: 'RecordSpend', spend: [{ at: now - ago, costUsd }] } as const;
          total = addUsd(total, costUsd);
          for (const { events } of [
            decide(command, budget, policy, now),
            decide(
              { type: 'ReviewBudget' },
              decide(command, budget, policy, now).events.reduce(evolve, budget),
              policy,
              now,
            ),
          ]) {
            for (const event of events) {
              if (event.type === 'PeriodStarted') {
                closed = addUsd(closed, event.previousSpentUsd);
                expect(event.period.start >= budget.period.start).to.equal(true);
              }
              budget = evolve(budget, event);
            }
          }
          expect(budget.schedule).to.deep.equal(schedule);
          expect(budget.period.start <= now && now < budget.period.end).to.equal(true);
          expect(periodAt(schedule, budget.anchor, now).end).to.equal(budget.period.end);
          const counted = addUsd(addUsd(budget.spentUsd, budget.lateSpentUsd), closed);
          expect(usdToString(counted)).to.equal(usdToString(total));
        }
      }),
    );
  });
});

describe('the enforcement of a budget', () => {
  const exempt: BudgetPolicy = { ...POLICY, rule: 'indexer', enforcement: 'exempt', hardStopPercent: 120 };
  const over = [open(), spend('15', NOON), step('ReviewBudget', NOON)];

  it('announces and cuts nothing where the rule exempts', () => {
    const budget = after(over, exempt);
    expect(budget).to.include({ status: 'active', thresholdState: 'normal' });
    expect(types(look(budget, exempt, NOON + DAY_MS).events)).to.deep.equal([]);
  });

  for (const enforcement of ['enforce', 'observe'] as const) {
    it(`begins with grace once the rule says ${enforcement}, never with a bang`, () => {
      const { events } = look(after(over, exempt), { ...exempt, enforcement });
      const next = enforcement === 'enforce' ? 'GraceStarted' : 'WouldHaveSuspended hard-stop';
      expect(types(events)).to.deep.equal(['LimitChanged', 'ThresholdReached', next].slice(1));
    });
  }

  it('of who becomes exempt gives access back', () => {
    const enforced = { ...exempt, enforcement: 'enforce' } as const;
    const suspended = after([...over, report.suspensionBegun(NOON), report.suspended(NOON)], enforced);
    expect(suspended.status).to.equal('suspended');
    expect(types(look(suspended, exempt).events)).to.deep.equal(['RestorationStarted exempt']);
  });

  it('is told with what it did not prevent, counted until the reset', () => {
    const observed = { ...POLICY, enforcement: 'observe', gracePeriodSeconds: 0 } as const;
    const announced = [open(), spend('12', NOON), step('ReviewBudget', NOON), spend('3', LATER)];
    const next = tell([...announced, step('ReviewBudget', NOON + 31 * DAY_MS)], observed).at(-1);
    expect(next?.events[0]).to.deep.include({ type: 'PeriodStarted', notPreventedUsd: usd('3') });
    const unannounced = tell([open(), spend('3', NOON), step('ReviewBudget', NOON + 31 * DAY_MS)], observed).at(-1);
    expect(unannounced?.events[0]).not.to.have.property('notPreventedUsd');
  });
});

describe('what is left of a period', () => {
  const carrying: BudgetPolicy = { ...POLICY, carryOverMaxUsd: usd('15') };
  const period = (index: number): Instant => NOON + index * 30 * DAY_MS;
  const limits = (steps: readonly Step[]): readonly string[] =>
    tell(steps, carrying).map(({ after: budget }) => usdToString(budget?.limitUsd ?? ZERO_USD));

  it('is added to the next one, within the bound', () => {
    const steps = [open(), spend('7', period(0)), spend('4', period(1)), spend('13', period(2)), spend('1', period(3))];
    expect(limits(steps)).to.deep.equal(['10', '10', '13', '19', '16']);
  });

  it('is the whole limit of periods in which nothing was spent', () => {
    expect(limits([open(), spend('9', period(0)), spend('1', period(2))])).to.deep.equal(['10', '10', '21']);
    expect(limits([open(), spend('9', period(0)), spend('1', period(5))])).to.deep.equal(['10', '10', '25']);
  });

  it('is nothing without the rule, or of a limit that is spent', () => {
    expect(limits([open(), spend('12', period(0)), spend('1', period(1))])).to.deep.equal(['10', '10', '10']);
    const without = tell([open(), spend('1', period(0)), spend('1', period(1))]).at(-1);
    expect(usdToString(without?.after?.limitUsd ?? ZERO_USD)).to.equal('10');
  });

  it('goes with the limit that is set by hand', () => {
    expect(limits([open(), changeLimit('30', NOON), spend('20', NOON), spend('1', period(1))])).to.deep.equal([
      '10',
      '30',
      '30',
      '40',
    ]);
  });
});
