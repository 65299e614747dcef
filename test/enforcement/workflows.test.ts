import { usd } from '../../domain/money.js';
import { expect } from 'chai';
import { formatInstant, MINUTE_MS, SECOND_MS } from '../../domain/instant.js';
import { settingsOf } from '../handlers/stubs.js';
import { limitSet, NOON } from '../domain/budget/histories.js';
import { RESTORATION, SUSPENSION } from '../infra/workflows/resources.js';
import { EnforcementWorld, FULL_ACCESS, GRACE_MS, IAM, principal } from './enforcementWorld.js';

const EVA = `${IAM}:user/teams/eva`;
const NO_GRACE = settingsOf({ budgetLimitUsd: '10', gracePeriodSeconds: '0' });

function throttled(): Error {
  return Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });
}

function denied(): Error {
  return Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
}

describe('the workflows', () => {
  let world: EnforcementWorld;
  let before: string;
  const eva = { type: 'user', name: 'eva' } as const;

  beforeEach(() => {
    world = new EnforcementWorld();
    principal(world, EVA, [FULL_ACCESS]);
    before = world.iam.snapshot(eva);
  });
  afterEach(() => {
    world.close();
  });

  const suspends = async (): Promise<void> => {
    await world.spends(EVA, '12');
    await world.pass(GRACE_MS + MINUTE_MS);
  };
  const restores = async (): Promise<void> => {
    await world.changes(EVA, limitSet(usd('50')));
    await world.pass(MINUTE_MS);
  };
  const expectSuspended = (): void => {
    expect(world.budget(EVA).status).to.equal('suspended');
    expect(world.isAllowed(EVA)).to.equal(false);
  };
  const expectRestored = (): void => {
    expect(world.budget(EVA).status).to.equal('active');
    expect(world.iam.snapshot(eva)).to.equal(before);
  };

  it('notify, wait, warn, suspend and restore, and the bus hears of each step', async () => {
    await suspends();
    expectSuspended();
    await restores();
    expectRestored();
    const SUSPENDED = ['ThresholdReached', 'GraceStarted'];
    const STEPS = ['FinalWarning', 'SuspensionStarted', 'RestorePointTaken', 'AccessSuspended', 'LimitChanged'];
    const published = ['BudgetOpened', ...SUSPENDED, ...STEPS, 'RestorationStarted', 'AccessRestored'];
    expect(world.heard('eva')).to.deep.equal([...published, 'SuspensionCompleted', 'RestorationCompleted']);
    const [suspension] = world.events;
    expect(suspension).to.deep.include({ steps: ['AttachDeny', `DetachPolicy ${FULL_ACCESS}`] });
    expect(suspension).to.have.nested.property('restorePoint.detachedPolicyArns').that.deep.equals([FULL_ACCESS]);
  });

  it('tell the owner at the start of grace and at its end, with the numbers of the moment', async () => {
    await world.spends(EVA, '12');
    await world.pass(MINUTE_MS);
    await world.spends(EVA, '1.5');
    await world.pass(GRACE_MS);
    const told = ['ThresholdReached', 'GraceNotice', 'FinalWarning'];
    const [start, end, ...others] = world.bus.published.filter(({ detail }) => told.includes(detail.type));
    const graceDeadline = formatInstant(NOON + SECOND_MS + GRACE_MS);
    const common = { principalId: EVA, limitUsd: '10', graceDeadline, refreshesAt: '2026-07-01T00:00:00Z' };
    expect(start?.detail).to.include({ ...common, type: 'ThresholdReached', threshold: 'exceeded', spentUsd: '12' });
    expect(end?.detail).to.include({ ...common, type: 'FinalWarning', at: graceDeadline, spentUsd: '13.5' });
    expect(others).to.deep.equal([]);
  });

  it('give no notice where there is no grace', async () => {
    world.settings = NO_GRACE;
    await world.spends(EVA, '12');
    await world.pass(MINUTE_MS);
    expectSuspended();
    expect(world.heard('eva')).to.not.include('GraceNotice');
  });

  it('run once, however often their event comes', async () => {
    world.deliveries = 3;
    await suspends();
    expectSuspended();
    await restores();
    expectRestored();
    expect([...world.ends()].sort()).to.deep.equal([
      'restoration RestorationComplete',
      'restoration RestorationSkipped',
      'restoration RestorationSkipped',
      'suspension NotNeeded',
      'suspension NotNeeded',
      'suspension SuspensionComplete',
    ]);
    const ids = world.bus.published
      .filter(({ detail }) => detail.type === 'FinalWarning')
      .map(({ eventId }) => eventId);
    expect(ids).to.have.length(1);
  });

  const SUSPENSION_TASKS = [
    'grace-notification initial',
    'grace-notification final',
    'budget-status begin-suspension',
    'policy-backup',
    'iam-utilities apply',
    'iam-utilities verify-suspension',
    'budget-status mark-suspended',
  ];
  const RESTORATION_TASKS = [
    'restoration-validation',
    'iam-utilities restore',
    'iam-utilities verify-restoration',
    'budget-status mark-restored',
  ];

  for (const task of [...SUSPENSION_TASKS, ...RESTORATION_TASKS]) {
    it(`try ${task} again when it is throttled`, async () => {
      world.faults.set(task, [throttled(), throttled(), throttled()]);
      await suspends();
      expectSuspended();
      await restores();
      expectRestored();
      expect(world.faults.get(task)).to.deep.equal([]);
      expect(world.ends()).to.deep.equal(['suspension SuspensionComplete', 'restoration RestorationComplete']);
      expect(world.deadLetters).to.deep.equal([]);
    });
  }

  for (const task of SUSPENSION_TASKS) {
    it(`say that ${task} failed for good, and a later run suspends`, async () => {
      world.faults.set(task, [denied()]);
      await suspends();
      expect(world.deadLetters).to.have.length(1);
      const [letter] = world.deadLetters;
      expect(letter).to.deep.include({ workflow: 'suspension' });
      expect(letter?.['input']).to.include({ principalId: EVA, type: 'GraceStarted', spentUsd: '12', limitUsd: '10' });
      expect(letter).to.have.nested.property('reached.failure.Error', 'AccessDeniedException');
      expect(world.events).to.have.nested.property('[0].type', 'WorkflowFailed');
      await world.pass(30 * MINUTE_MS);
      expectSuspended();
      const wasBegun = SUSPENSION_TASKS.indexOf(task) > 2;
      expect(world.heard('eva').includes('SuspensionFailed')).to.equal(wasBegun);
      expect(world.ends()).to.deep.equal(['suspension SuspensionFailed', 'suspension SuspensionComplete']);
      await restores();
      expectRestored();
    });
  }

  for (const task of RESTORATION_TASKS) {
    it(`say that ${task} failed for good, and a later run restores`, async () => {
      await suspends();
      world.faults.set(task, [denied()]);
      await restores();
      expect(world.deadLetters[0]?.['input']).to.include({ principalId: EVA, reason: 'limit-raised' });
      expect(world.budget(EVA).status).to.equal('restoring');
      await world.pass(30 * MINUTE_MS);
      expectRestored();
      expect(world.heard('eva').includes('RestorationFailed')).to.equal(task !== 'restoration-validation');
    });
  }

  it('give up on a Deny that IAM never shows, and say so', async () => {
    world.iam.lag(1000);
    await suspends();
    await world.pass(6 * MINUTE_MS);
    expect(world.ends()).to.deep.equal(['suspension SuspensionFailed']);
    expect(world.deadLetters[0]).to.have.nested.property('reached.failure.Error', 'NotEffectiveYetError');
    expect(world.budget(EVA).status).to.equal('suspending');
  });

  it('wait for an IAM that is slow to show what was done', async () => {
    await world.spends(EVA, '12');
    await world.pass(GRACE_MS);
    world.iam.lag(4);
    await world.pass(MINUTE_MS);
    expectSuspended();
    expect(world.ends()).to.deep.equal(['suspension SuspensionComplete']);
  });

  const entered = (name: string): readonly string[] =>
    [...EnforcementWorld.statesEntered]
      .filter((state) => state.startsWith(`${name} `))
      .map((state) => state.slice(name.length + 1));

  after(() => {
    // An unknown verdict, a refusal, a late change of mind and persons are entered by the tests of the definitions.
    expect(entered('suspension')).to.include.members(
      Object.keys(SUSPENSION.States).filter((s) => !/Refus|Unknown|DenyPerson|IsDenied|PutBack/.test(s)),
    );
    expect(entered('restoration')).to.include.members(
      Object.keys(RESTORATION.States).filter((s) => !/Unknown|TakeReason|AllowPerson|IsAllowed/.test(s)),
    );
  });
});
