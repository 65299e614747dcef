import { expect } from 'chai';
import { heldBy, stateOf, viewJson, viewOf } from '../../../cli/budgets/budgetView.js';
import type { Budget } from '../../../domain/budget/budget.js';
import { NO_OVERRIDES } from '../../../domain/budget/overrides.js';
import { usd } from '../../../domain/money.js';
import { BUDGETS, FACTS, START } from '../../contracts/budgetRows.js';
import { budgetOf, memoryStack, settingsOf } from './memoryStack.js';

const LIMITED = { limitUsd: usd('10'), overrides: NO_OVERRIDES } as const;
const spent = (amount: string, change: Partial<Budget> = {}): Budget =>
  budgetOf('person/ana', { ...LIMITED, spentUsd: usd(amount), ...change });
const OBSERVED = { observation: { graceDeadline: START, announcedAtUsd: usd('11') } } as const;
const WAITING = { observation: { graceDeadline: START, announcedAtUsd: undefined } } as const;
const SUSPENSION = { suspendedIn: START, isManual: false, team: undefined, deny: 'attached' } as const;
const SUSPENDED = { ...SUSPENSION, status: 'suspended', suspendedAt: START } as const;
const UNDER_WAY = { since: START, attempts: 1, execution: undefined } as const;

describe('stateOf', () => {
  const states: readonly (readonly [string, Budget, string])[] = [
    ['nothing is spent', spent('0'), 'active'],
    ['less than the first threshold is', spent('6.999999999999999'), 'active'],
    ['the first is reached', spent('7'), 'warning'],
    ['the second is', spent('9'), 'critical'],
    ['the limit is', spent('10'), 'exceeded'],
    ['the limit was raised after it was announced', spent('7', { thresholdState: 'exceeded' }), 'warning'],
    ['grace has begun', spent('10', { status: 'grace', graceDeadline: START, isAnnounced: true }), 'grace'],
    ['it is suspended', spent('10', SUSPENDED), 'suspended'],
    ['it is being suspended', spent('10', { ...SUSPENSION, ...UNDER_WAY, status: 'suspending' }), 'suspending'],
    ['it is being restored', spent('10', { ...UNDER_WAY, status: 'restoring' }), 'restoring'],
    ['it is only alerted', spent('10', { status: 'alert_only' }), 'alert_only'],
    ['its principal is deleted', spent('10', { status: 'closed', closedAt: START }), 'closed'],
    ['it would be suspended', spent('10', OBSERVED), 'would be suspended'],
    ['it is observed in grace', spent('10', WAITING), 'exceeded'],
    ['it is exempt', spent('10', { overrides: FACTS.overrides }), 'exempt'],
    ['it is exempt and suspended still', spent('10', { ...SUSPENDED, overrides: FACTS.overrides }), 'suspended'],
  ];
  for (const [when, budget, state] of states) {
    it(`is ${state} when ${when}`, () => {
      expect(stateOf(viewOf(budget, settingsOf({ warnPercent: '70', criticalPercent: '90' })))).to.equal(state);
    });
  }

  it('is exempt by a rule', () => {
    const settings = settingsOf({ 'budgets/all': '{"order":1,"match":["person/*"],"enforcement":"exempt"}' });
    expect(stateOf(viewOf(spent('10'), settings))).to.equal('exempt');
  });
});

describe('heldBy', () => {
  const holders: readonly (readonly [Budget, string | undefined])[] = [
    [spent('10'), undefined],
    [spent('10', { ...UNDER_WAY, status: 'restoring' }), undefined],
    [spent('10', SUSPENDED), 'its own limit'],
    [spent('10', { ...SUSPENDED, team: 'search' }), 'team/search'],
    [spent('10', { ...SUSPENDED, isManual: true }), 'hand'],
    [spent('10', { ...SUSPENDED, isManual: true, team: 'search' }), 'hand'],
  ];
  for (const [budget, holder] of holders) {
    it(`is ${holder ?? 'nobody'}: ${budget.status}`, () => {
      expect(heldBy(budget)).to.equal(holder);
    });
  }
});

describe('viewOf', () => {
  it('rounds the percent down, of amounts of any size', () => {
    for (const [amount, percent] of [
      ['0', 0],
      ['0.999999', 9],
      ['9.999999999999999', 99],
      ['10', 100],
      ['25.55', 255],
      ['999999999', 9999999990],
    ] as const) {
      expect(viewOf(spent(amount), settingsOf({})).percent).to.equal(percent);
    }
  });

  it('names the teams that a budget is in', () => {
    const team = (order: number, member: string): string => `{"order":${order},"members":["${member}"],"limitUsd":"5"}`;
    const settings = settingsOf({
      'teams/a': team(1, 'person/ana'),
      'teams/b': team(2, 'person/*'),
      'teams/c': team(3, 'role/x'),
    });
    expect(viewOf(spent('1'), settings).teams).to.deep.equal(['a', 'b']);
  });
});

describe('viewJson', () => {
  const { stack } = memoryStack();
  const jsonOf = (budget: Budget): Readonly<Record<string, unknown>> =>
    JSON.parse(JSON.stringify(viewJson(viewOf(budget, settingsOf({})), stack))) as Readonly<Record<string, unknown>>;

  it('has exact amounts, UTC, and what was decided by hand', () => {
    expect(jsonOf(budgetOf('person/ana'))).to.deep.include({
      stack: 'prod',
      account: '444455556666',
      principalId: 'person/ana',
      status: 'active',
      state: 'exempt',
      spentUsd: '12345678901234567.12345678901234567891',
      limitUsd: '15.75',
      baseLimitUsd: '12.5',
      limitFrom: 'rule developers',
      extraUsd: '1.25',
      lateSpentUsd: '0.00000000875',
      periodStart: '2026-10-01T00:00:00Z',
      refreshesAt: '2026-10-31T00:00:00Z',
      resetsAt: '2026-10-31T00:00:00+00:00[Europe/London]',
      overrides: {
        limit: { by: 'arn:aws:iam::444455556666:user/op', reason: 'a demo', at: '2026-10-01T00:00:00Z' },
        topUps: [{ by: 'op', reason: '', at: '2026-10-01T00:00:00Z', until: '2026-10-02T00:00:00Z', amountUsd: '2' }],
        exemption: { by: 'op', reason: 'nightly', at: '2026-10-01T00:00:00Z', until: '2026-10-01T00:00:00.005Z' },
      },
    });
  });

  it('tells of a suspension and of grace what a script needs', () => {
    expect(jsonOf(spent('10', { ...SUSPENDED, team: 'search' }))).to.include({
      heldBy: 'team/search',
      suspendedAt: '2026-10-01T00:00:00Z',
    });
    const grace = jsonOf(spent('10', { status: 'grace', graceDeadline: START, isAnnounced: true }));
    expect(grace).to.include({ graceDeadline: '2026-10-01T00:00:00Z' }).and.not.have.any.keys('heldBy', 'suspendedAt');
  });

  it('is of every status, and never a float', () => {
    for (const budget of BUDGETS) {
      for (const [name, value] of Object.entries(jsonOf(budget))) {
        if (name.endsWith('Usd'))
          expect(value, name)
            .to.be.a('string')
            .and.match(/^\d+(\.\d+)?$/);
      }
    }
  });
});
