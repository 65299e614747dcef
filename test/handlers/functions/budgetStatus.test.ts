import { limitSet } from '../../domain/budget/histories.js';
import { expect } from 'chai';
import type { BudgetCommand } from '../../../domain/budget/commands.js';
import { DAY_MS } from '../../../domain/instant.js';
import { usd } from '../../../domain/money.js';
import type { SummedMetric } from '../../../handlers/contracts/metrics.js';
import { createBudgetStatus } from '../../../handlers/functions/budgetStatus.js';
import { AccessWorld, EVA_ARN, GRACE_ENDS, interrupted, type Situation } from '../accessWorld.js';
import { settingsOf } from '../stubs.js';

type Fields = Readonly<Record<string, unknown>>;

const NOT_BEGUN = 'an execution that has not begun';
const TASK = { principalId: EVA_ARN, execution: 'e1' };
const BEGIN = { ...TASK, operation: 'begin-suspension' };
const SUSPENDED = { ...TASK, operation: 'mark-suspended' };
const REFUSED = { ...TASK, operation: 'refuse-suspension', reason: 'no room for the Deny' };
const RESTORED = { ...TASK, execution: 'r1', operation: 'mark-restored', notRestored: ['ACCA1: gone'] };
const FAILED = { ...TASK, operation: 'record-failure', failure: { Error: 'AccessDenied', Cause: 'no' } };
const SUSPEND = { principalId: EVA_ARN, operation: 'suspend-by-hand' };
const RESTORE = { principalId: EVA_ARN, operation: 'restore-by-hand' };

const BY_HAND: BudgetCommand = { type: 'SuspendAccess' };
const BEGUN: BudgetCommand = { type: 'BeginSuspension', execution: 'e1' };
const RAISE_TO_SPENT: BudgetCommand = limitSet(usd('12'));

const METRICS: readonly SummedMetric[] = [
  'SuspensionsConfirmed',
  'RestorationsConfirmed',
  'SuspensionsRefused',
  'WorkflowsFailed',
];

function counted({ telemetry }: AccessWorld): readonly string[] {
  return METRICS.filter((metric) => telemetry.total(metric) > 0).map(
    (metric) => `${metric} ${telemetry.total(metric)}`,
  );
}

async function answerIn(world: AccessWorld, fields: Fields): Promise<unknown> {
  return createBudgetStatus(world.ports())(fields);
}

describe('createBudgetStatus', () => {
  /** What an operation does in a situation: the status after it, the events that it adds, and what it counts. */
  const done: readonly (readonly [Fields, Situation, string, readonly string[], readonly string[]])[] = [
    [BEGIN, 'in grace', 'suspending', ['SuspensionStarted'], []],
    [BEGIN, 'to be suspended', 'suspending', [], []],
    [BEGIN, 'suspending', 'suspending', [], []],
    [SUSPENDED, 'suspending', 'suspended', ['AccessSuspended'], ['SuspensionsConfirmed 1']],
    [SUSPENDED, 'suspended', 'suspended', [], []],
    [SUSPENDED, 'to be restored', 'restoring', [], []],
    [RESTORED, 'restoring', 'active', ['AccessRestored'], ['RestorationsConfirmed 1']],
    [RESTORED, 'restored', 'active', [], []],
    [REFUSED, 'suspending', 'active', ['SuspensionRefused'], ['SuspensionsRefused 1']],
    [REFUSED, 'backed up', 'restoring', ['SuspensionRefused', 'RestorationStarted'], ['SuspensionsRefused 1']],
    [REFUSED, 'refused', 'active', [], []],
    [REFUSED, 'refused with a restore point', 'restoring', [], []],
    [FAILED, 'suspending', 'suspending', ['SuspensionFailed'], ['WorkflowsFailed 1']],
    [{ ...FAILED, execution: 'r1' }, 'restoring', 'restoring', ['RestorationFailed'], ['WorkflowsFailed 1']],
    [FAILED, 'suspended', 'suspended', [], ['WorkflowsFailed 1']],
    [SUSPEND, 'active', 'suspending', ['SuspensionStarted'], []],
    [SUSPEND, 'in grace', 'suspending', ['SuspensionStarted'], []],
    [SUSPEND, 'suspending', 'suspending', ['SuspensionHeld'], []],
    [SUSPEND, 'suspended', 'suspended', ['SuspensionHeld'], []],
    [SUSPEND, 'restoring', 'suspending', ['SuspensionStarted'], []],
    [RESTORE, 'in grace', 'active', ['GraceCancelled'], []],
    [RESTORE, 'suspending', 'restoring', ['RestorationStarted'], []],
    [RESTORE, 'suspended', 'restoring', ['RestorationStarted'], []],
    [RESTORE, 'held by an operator', 'restoring', ['RestorationStarted'], []],
  ];
  for (const [fields, situation, status, events, metrics] of done) {
    const { operation, execution = 'an operator' } = fields;
    it(`does ${String(operation)} of ${String(execution)} where the budget is ${situation}`, async () => {
      const world = await AccessWorld.where(situation);
      const before = world.rowsAsText();
      const isWritten = events.length > 0 || situation === 'to be suspended';
      expect(await answerIn(world, fields)).to.deep.equal({ verdict: 'done' });
      expect(world.row('eva').budget.status).to.equal(status);
      expect(world.waiting).to.deep.equal(events);
      expect(counted(world)).to.deep.equal(metrics);
      expect(world.telemetry.flushes).to.equal(1);
      if (isWritten) expect(world.rowsAsText()).not.to.deep.equal(before);
      else expect(world.rowsAsText()).to.deep.equal(before);
    });
  }

  const not: readonly (readonly [Fields, Situation, string, string])[] = [
    ...[BEGIN, SUSPENDED, REFUSED, RESTORED, FAILED, SUSPEND, RESTORE].map(
      (fields) => [fields, 'without budget', 'e1', 'there is no budget'] as const,
    ),
    ...[BEGIN, SUSPENDED, REFUSED, FAILED, RESTORED].map(
      (fields) => [fields, 'active', 'e1', 'the budget is active'] as const,
    ),
    ...[BEGIN, SUSPENDED, REFUSED, FAILED].flatMap((fields) => [
      [fields, 'suspending', 'e2', 'the budget is suspending by e1'] as const,
      [fields, 'suspended', 'e2', 'the budget is suspended'] as const,
      [fields, 'restoring', 'e2', 'the budget is restoring by r1'] as const,
      [fields, 'closed', 'e1', 'the budget is closed'] as const,
    ]),
    [BEGIN, 'suspended', 'e1', 'the budget is suspended'],
    [BEGIN, 'to be restored', 'e1', `the budget is restoring by ${NOT_BEGUN}`],
    [BEGIN, 'restoring', 'r1', 'the budget is restoring'],
    [BEGIN, 'refused', 'e1', 'the budget is active'],
    [SUSPENDED, 'in grace', 'e1', 'the budget is grace'],
    [SUSPENDED, 'to be suspended', 'e1', `the budget is suspending by ${NOT_BEGUN}`],
    [SUSPENDED, 'restoring', 'r1', 'not suspending but restoring'],
    [REFUSED, 'restoring', 'r1', 'not suspending but restoring'],
    [RESTORED, 'suspending', 'e1', 'not restoring but suspending'],
    [RESTORED, 'restoring', 'r2', 'the budget is restoring by r1'],
    [RESTORED, 'suspended', 'r1', 'the budget is suspended'],
    [SUSPEND, 'held by an operator', '', 'suspended by hand already'],
    [SUSPEND, 'alert only', '', 'IAM cannot change a principal of type sso_role'],
    [SUSPEND, 'closed', '', 'the principal was deleted'],
    [RESTORE, 'active', '', 'there is nothing to restore: active'],
    [RESTORE, 'restoring', '', 'there is nothing to restore: restoring'],
  ];
  for (const [fields, situation, execution, reason] of not) {
    const operation = String(fields['operation']);
    it(`does not do ${operation} of ${execution || 'an operator'} where the budget is ${situation}`, async () => {
      const world = await AccessWorld.where(situation);
      const before = world.rowsAsText();
      const event = 'execution' in fields ? { ...fields, execution } : fields;
      expect(await answerIn(world, event)).to.deep.equal({ verdict: 'not-needed', reason });
      expect(world.rowsAsText()).to.deep.equal(before);
      expect(counted(world)).to.deep.equal([]);
      expect(world.telemetry.flushes).to.equal(1);
      const [entry] = world.telemetry.entries;
      expect(entry).to.deep.equal({ level: 'info', message: operation, fields: { principalId: EVA_ARN, reason } });
    });
  }

  /** Confirmed 15 minutes after GRACE_ENDS; the budget of 10 USD has spent 12. */
  const enforced: readonly (readonly [
    string,
    Situation,
    readonly BudgetCommand[],
    readonly number[],
    readonly number[],
  ])[] = [
    ['over its limit', 'backed up', [], [900], [2]],
    ['whose limit was raised to what it spent', 'in grace', [RAISE_TO_SPENT, BY_HAND, BEGUN], [0], []],
    ['below its limit, by an operator', 'active', [BY_HAND, BEGUN], [0], []],
    ['that was confirmed before', 'suspended', [], [], []],
    ['that was lifted again', 'to be restored', [], [], []],
  ];
  for (const [what, situation, commands, seconds, overshoot] of enforced) {
    it(`records how long a suspension took and what passed the limit, of a budget ${what}`, async () => {
      const world = await AccessWorld.where(situation);
      for (const command of commands) await world.changes(command);
      await answerIn(world, SUSPENDED);
      expect(world.telemetry.recorded('EnforcementSeconds')).to.deep.equal(seconds);
      expect(world.telemetry.recorded('OvershootUsd')).to.deep.equal(overshoot);
    });
  }

  it('begins no suspension before the end of grace', async () => {
    const world = await AccessWorld.where('in grace');
    world.clock.set(GRACE_ENDS - 1);
    expect(await answerIn(world, BEGIN)).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is grace' });
    world.clock.set(GRACE_ENDS);
    expect(await answerIn(world, BEGIN)).to.deep.equal({ verdict: 'done' });
    expect(world.row('eva').budget).to.include({ status: 'suspending', execution: 'e1' });
  });

  it('follows the policy of the settings', async () => {
    const world = await AccessWorld.where('in grace');
    world.settings = settingsOf({ protectedPrincipals: EVA_ARN });
    expect(await answerIn(world, BEGIN)).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is grace' });
    expect(await answerIn(world, SUSPEND)).to.deep.equal({
      verdict: 'not-needed',
      reason: 'protected by configuration',
    });
  });

  it('gives access back where the suspension is confirmed after the end of its period', async () => {
    const world = await AccessWorld.where('backed up');
    world.clock.set(GRACE_ENDS + 30 * DAY_MS);
    const reason = 'the budget is restoring';
    expect(await answerIn(world, SUSPENDED)).to.deep.equal({ verdict: 'not-needed', reason });
    expect(world.waiting).to.deep.equal(['PeriodStarted', 'RestorationStarted']);
    expect(counted(world)).to.deep.equal([]);
  });

  it('confirms nothing that is lifted right before the write', async () => {
    const world = await AccessWorld.where('backed up');
    const budgets = interrupted(world.tables, 'save', 1, () => world.changes({ type: 'RestoreAccess' }));
    expect(await createBudgetStatus({ ...world.ports(), budgets })(SUSPENDED)).to.deep.equal({
      verdict: 'not-needed',
      reason: `the budget is restoring by ${NOT_BEGUN}`,
    });
    expect(world.waiting).to.deep.equal(['RestorationStarted']);
    expect(counted(world)).to.deep.equal([]);
  });

  it('writes what the execution tells into the event', async () => {
    const restored = await AccessWorld.where('restoring');
    await answerIn(restored, RESTORED);
    expect(restored.row('eva').outbox[0]?.detail).to.deep.include({ notRestored: ['ACCA1: gone'] });
    const refused = await AccessWorld.where('suspending');
    await answerIn(refused, REFUSED);
    expect(refused.row('eva').outbox[0]?.detail).to.include({ reason: 'no room for the Deny' });
  });

  const failures: readonly (readonly [string, unknown, string])[] = [
    [
      'of a function',
      { Error: 'ServiceError', Cause: '{"errorType":"ServiceError","errorMessage":"IAM: no room","trace":[]}' },
      'ServiceError: IAM: no room',
    ],
    ['in plain words', { Error: 'States.Timeout', Cause: 'took too long' }, 'States.Timeout: took too long'],
    ['in JSON without a message', { Error: 'X', Cause: '{"message":"m"}' }, 'X: {"message":"m"}'],
    ['in JSON that is no object', { Error: 'X', Cause: '7' }, 'X: 7'],
    ['in JSON whose message is no text', { Error: 'X', Cause: '{"errorMessage":7}' }, 'X: {"errorMessage":7}'],
    ['without a cause', { Error: 'States.TaskFailed' }, 'States.TaskFailed: '],
    ['without an error', { Cause: 'odd' }, 'unknown: odd'],
    ['of which nothing is told', {}, 'unknown: '],
    ['that is missing', undefined, 'unknown: '],
    ['that is no object', 'boom', 'unknown: '],
    ['of 500 characters', { Error: 'X', Cause: 'y'.repeat(497) }, `X: ${'y'.repeat(497)}`],
    ['of more', { Error: 'X', Cause: 'y'.repeat(498) }, `X: ${'y'.repeat(497)}`],
    [
      'of a function with much to say',
      { Error: 'X', Cause: JSON.stringify({ errorMessage: 'z'.repeat(9000) }) },
      `X: ${'z'.repeat(497)}`,
    ],
  ];
  for (const [what, failure, error] of failures) {
    it(`records a failure ${what}`, async () => {
      const world = await AccessWorld.where('suspending');
      expect(await answerIn(world, { ...FAILED, failure })).to.deep.equal({ verdict: 'done' });
      expect(world.row('eva').outbox.map(({ detail }) => [detail.type, detail['error']])).to.deep.equal([
        ['SuspensionFailed', error],
      ]);
    });
  }
});
