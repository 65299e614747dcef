import { expect } from 'chai';
import fc from 'fast-check';
import type { Budget } from '../../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../../domain/budget/budgetPolicy.js';
import type { OverrideCommand } from '../../../domain/budget/commands.js';
import { decide } from '../../../domain/budget/decide.js';
import { reviewDueAt } from '../../../domain/budget/dueWork.js';
import type { BudgetEvent } from '../../../domain/budget/events.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { DAY_MS, MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import { close, limitSet, NOON, open, POLICY, report, spend, step, tell, type Step } from './histories.js';

const LATER = NOON + 10 * MINUTE_MS;
const FRIDAY = NOON + 4 * DAY_MS;
const { principal } = limitSet(usd('1'));
const BY = { principal, by: 'arn:aws:iam::444455556666:user/op', reason: 'a demo on Friday' } as const;

const topUp = (amount: string, until?: Instant): OverrideCommand => ({
  type: 'TopUp',
  ...BY,
  amountUsd: usd(amount),
  ...(until === undefined ? {} : { until }),
});
const exempt = (until?: Instant): OverrideCommand => ({
  type: 'Exempt',
  ...BY,
  ...(until === undefined ? {} : { until }),
});
const clear: OverrideCommand = { type: 'ClearOverrides', ...BY };
const at = (command: OverrideCommand, now = LATER): Step => ({ command, now });

function last(steps: readonly Step[], policy = POLICY): ReturnType<typeof tell>[number] {
  const told = tell(steps, policy).at(-1);
  if (told === undefined) throw new Error('nothing happened');
  return told;
}

function types(events: readonly BudgetEvent[]): readonly string[] {
  return events.map((event) =>
    'reason' in event && event.type !== 'LimitChanged' ? `${event.type} ${event.reason}` : event.type,
  );
}

function limitAfter(steps: readonly Step[], policy = POLICY): string {
  const budget = last(steps, policy).after;
  return budget === undefined ? 'none' : usdToString(budget.limitUsd);
}

const toGrace = [open(), spend('12', NOON), step('ReviewBudget', NOON)];
const toSuspended = [...toGrace, report.suspensionBegun(NOON + 5 * MINUTE_MS), report.suspended(NOON + 5 * MINUTE_MS)];

describe('an override of one budget', () => {
  const given: readonly (readonly [string, OverrideCommand, string])[] = [
    ['a limit', limitSet(usd('75')), '75'],
    ['a top-up', topUp('25'), '35'],
    ['an exemption', exempt(), '10'],
  ];
  for (const [what, command, limit] of given) {
    it(`gives access back where it leaves room: ${what}`, () => {
      const reason = what === 'an exemption' ? 'exempt' : 'limit-raised';
      expect(last([...toGrace, at(command)]).events.at(-1)).to.include({ type: 'GraceCancelled', reason });
      expect(last([...toSuspended, at(command)]).events.at(-1)).to.include({ type: 'RestorationStarted', reason });
      expect(limitAfter([...toSuspended, at(command)])).to.equal(limit);
    });

    it(`says who and why, in the event and in the row: ${what}`, () => {
      const { events, after } = last([open(), at(command)]);
      expect(events[0]).to.include({ by: BY.by });
      const { limit: set, topUps, exemption } = after?.overrides ?? {};
      expect([set, topUps?.[0], exemption].filter((one) => one?.by === BY.by)).to.have.length(1);
    });

    it(`opens the budget of a principal that was never seen: ${what}`, () => {
      const { events, after } = last([at(command, NOON)]);
      expect(events.map(({ type }) => type)[0]).to.equal('BudgetOpened');
      expect(after).to.include({ principalId: principal.principalId, status: 'active' });
      expect(limitAfter([at(command, NOON)])).to.equal(limit);
      const { events: called } = decide(
        spend('1', NOON).command as { type: 'RecordSpend'; spend: [] },
        after as Budget,
        POLICY,
        NOON,
      );
      expect(called.map(({ type }) => type)).to.deep.equal(['SpendRecorded']);
    });
  }

  const refused: readonly (readonly [string, readonly Step[], OverrideCommand, string])[] = [
    [
      'that has ended before it begins',
      [open()],
      topUp('5', LATER),
      'it would end in the past, at 2026-06-01T12:10:00Z',
    ],
    ['for nobody any more', [open(), close(NOON)], exempt(), 'the principal was deleted'],
    ['of nothing', [open()], topUp('0'), 'a top-up is more than zero'],
    ['to nothing', [open()], limitSet(usd('0')), 'a limit is more than zero'],
    ['that is not there to be cleared', [open()], clear, 'nothing was decided by hand'],
    ['to be cleared of nobody', [], clear, 'there is no budget'],
    ['to nothing, of nobody', [], limitSet(usd('0')), 'a limit is more than zero'],
    [
      'the twenty-first of its kind',
      [open(), ...Array.from({ length: 20 }, () => at(topUp('1')))],
      topUp('1'),
      'there are 20 top-ups already',
    ],
    [
      'by a tag where somebody has set a limit',
      [open(), at(limitSet(usd('5')))],
      { ...limitSet(usd('7')), from: 'tag' } as OverrideCommand,
      'the limit was set otherwise',
    ],
  ];
  for (const [what, steps, command, reason] of refused) {
    it(`is refused ${what}`, () => {
      expect(last([...steps, at(command)]).rejection).to.equal(reason);
    });
  }

  it('stands before the rules until its time, which is when the budget is due', () => {
    const policy: BudgetPolicy = { ...POLICY, rule: 'developers', limitUsd: usd('50') };
    const steps = [
      open(),
      step('ReviewBudget', NOON),
      at({ ...limitSet(usd('75')), until: FRIDAY } as OverrideCommand),
    ];
    expect(limitAfter([...steps, step('ReviewBudget', FRIDAY - 1)], policy)).to.equal('75');
    expect(reviewDueAt(last(steps, policy).after as Budget, policy, LATER)).to.equal(FRIDAY);
    const ended = last([...steps, step('ReviewBudget', FRIDAY)], policy);
    expect(ended.events[0]).to.deep.include({
      type: 'LimitChanged',
      limitFrom: 'rule developers',
      limitUsd: usd('50'),
    });
    expect(ended.after?.overrides.limit).to.equal(undefined);
  });

  it('is taken back whole by a command', () => {
    const all = [open(), at(limitSet(usd('75'))), at(topUp('25', FRIDAY)), at(exempt())];
    const cleared = last([...all, at(clear)]);
    expect(cleared.events.map(({ type }) => type)).to.deep.equal(['TopUpEnded', 'ExemptionEnded', 'LimitChanged']);
    expect(cleared.events.every((event) => 'by' in event && event.by === BY.by)).to.equal(true);
    expect(cleared.after?.overrides).to.deep.equal({ limit: undefined, topUps: [], exemption: undefined });
    expect(limitAfter([...all, at(clear)])).to.equal('10');
  });

  it('that exempts ends by time, and what follows begins with grace', () => {
    const policy = { ...POLICY, hardStopPercent: 110 };
    const steps = [open(), at(exempt(FRIDAY), NOON), spend('12', NOON), step('ReviewBudget', NOON)];
    expect(last(steps, policy).events.map(({ type }) => type)).to.deep.equal(['ObservationStarted']);
    expect(types(last([...steps, step('ReviewBudget', FRIDAY - 1)], policy).events)).to.deep.equal([]);
    expect(types(last([...steps, step('ReviewBudget', FRIDAY)], policy).events)).to.deep.equal([
      'ExemptionEnded',
      'ThresholdReached',
      'GraceStarted',
    ]);
  });
});

describe('a top-up', () => {
  it('without an end lasts to the end of the period', () => {
    const steps = [open(), at(topUp('25'))];
    expect(last(steps).after?.overrides.topUps[0]?.until).to.equal(Date.UTC(2026, 6, 1));
    expect(limitAfter([...steps, step('ReviewBudget', Date.UTC(2026, 6, 1))])).to.equal('10');
  });

  it('is used once the limit is gone, and what was used stays when it ends', () => {
    const steps = [open(), at(topUp('25', FRIDAY)), spend('14', LATER)];
    expect(limitAfter([...steps, step('ReviewBudget', FRIDAY)])).to.equal('14');
    const unused = [open(), at(topUp('25', FRIDAY)), spend('9', LATER)];
    expect(limitAfter([...unused, step('ReviewBudget', FRIDAY)])).to.equal('10');
  });

  it('goes on into the next period with what is left of it', () => {
    const until = Date.UTC(2026, 6, 3);
    const steps = [open(), at(topUp('25', until)), spend('14', LATER), spend('1', Date.UTC(2026, 6, 1))];
    expect(limitAfter(steps)).to.equal('31');
    expect(limitAfter([...steps, step('ReviewBudget', until)])).to.equal('10');
  });

  interface ModelTopUp {
    left: number;
    readonly until: Instant;
  }

  it('and a carry-over lose and invent no cent, whatever is spent when', () => {
    const acts = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('spend' as const), cents: fc.integer({ min: 1, max: 900 }) }),
        fc.record({
          kind: fc.constant('topUp' as const),
          cents: fc.integer({ min: 1, max: 900 }),
          days: fc.integer({ min: 1, max: 70 }),
        }),
        fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }),
      ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 3000 }), (steps, maxCents) => {
        const policy = { ...POLICY, carryOverMaxUsd: usd((maxCents / 100).toFixed(2)) };
        let now: Instant = NOON;
        let budget = last([open()], policy).after as Budget;
        const model = { extra: 0, spent: 0, topUps: [] as ModelTopUp[], start: budget.period.start };
        const apply = (command: Parameters<typeof decide>[0]): void => {
          const decision = decide(command, budget, policy, now);
          budget = (decision.kind === 'accepted' ? decision.events : []).reduce(evolve, budget);
        };
        for (const act of steps) {
          if (act.kind === 'wait') now += act.days * DAY_MS;
          if (act.kind === 'spend')
            apply({ type: 'RecordSpend', spend: [{ at: now, costUsd: usd((act.cents / 100).toFixed(2)) }] });
          if (act.kind === 'topUp') apply(topUp((act.cents / 100).toFixed(2), now + act.days * DAY_MS));
          apply({ type: 'ReviewBudget' });
          // The model, in whole cents.
          const length = 30 * DAY_MS;
          while (now >= model.start + length) {
            model.start += length;
            take(model, model.start);
            model.extra = Math.min(maxCents, Math.max(0, 1000 + model.extra - model.spent));
            model.spent = 0;
          }
          expire(model, now);
          if (act.kind === 'spend') model.spent += act.cents;
          if (act.kind === 'topUp' && model.topUps.length < 20) {
            model.topUps.push({ left: act.cents, until: now + act.days * DAY_MS });
            model.topUps.sort((one, other) => one.until - other.until);
          }
          const limit = 1000 + model.extra + model.topUps.reduce((sum, { left }) => sum + left, 0);
          expect(usdToString(budget.limitUsd)).to.equal(usdToString(usd((limit / 100).toFixed(2))));
          expect(usdToString(budget.spentUsd)).to.equal(usdToString(usd((model.spent / 100).toFixed(2))));
        }
      }),
    );
  });

  /** At the end of a period: what was used of top-ups is gone, and so is one whose time was over by then. */
  function take(model: { extra: number; spent: number; topUps: ModelTopUp[] }, end: Instant): void {
    let beyond = Math.max(0, model.spent - 1000 - model.extra);
    for (const one of model.topUps) {
      const used = Math.min(beyond, one.left);
      beyond -= used;
      one.left -= used;
    }
    model.topUps = model.topUps.filter(({ left, until }) => left > 0 && until > end);
  }

  /** In the middle of one: what was used of it stays. */
  function expire(model: { extra: number; spent: number; topUps: ModelTopUp[] }, now: Instant): void {
    let beyond = Math.max(0, model.spent - 1000 - model.extra);
    const kept: ModelTopUp[] = [];
    for (const one of model.topUps) {
      const used = Math.min(beyond, one.left);
      beyond -= used;
      if (one.until > now) kept.push(one);
      else model.extra += used;
    }
    model.topUps = kept;
  }
});
