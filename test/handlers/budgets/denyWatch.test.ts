import { expect } from 'chai';
import sinon from 'sinon';
import { usd } from '../../../domain/money.js';
import { createUserSetup, type UserSetupPorts } from '../../../handlers/functions/userSetup.js';
import { limitSet, NOON } from '../../domain/budget/histories.js';
import { eventFixture } from '../../events/fixture.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { AccessWorld, EVA, EVA_ARN, GRACE_ENDS, interrupted, LIMITED_ACCESS, type Situation } from '../accessWorld.js';
import { CRASHES, failureOf, playEachCrash, PortCalls } from '../portCalls.js';
import { CONTEXT } from '../stubs.js';

const DENY = ENFORCEMENT_CONFIG.denyPolicyArn;
const LIFT = limitSet(usd('50'));
const STRAY = 'eva StrayDenyFound';

/** Calls after which the Deny is looked for. */
const EVENTS = [
  'detachUserPolicy',
  'attachUserPolicy-deny',
  'putUserPermissionsBoundary',
  'deleteUserPermissionsBoundary',
] as const;
type EventName = (typeof EVENTS)[number];

function portsOf(world: AccessWorld, calls = new PortCalls()): UserSetupPorts {
  const { telemetry, clock, settings, enforcementConfig, lists, documents, personPolicyArns } = world.accessPorts();
  const priceTable = { refreshedAt: () => Promise.resolve(NOON) };
  const [budgets, bus, iam] = [calls.through(world.tables), calls.through(world.bus), calls.through(world.iam)];
  return {
    telemetry,
    clock,
    settings,
    enforcementConfig,
    lists,
    documents,
    personPolicyArns,
    priceTable,
    budgets,
    bus,
    iam,
    iamDirectory: calls.through(world.iam),
  };
}

async function hears(
  world: AccessWorld,
  name: EventName,
  ports: Partial<UserSetupPorts> = {},
  parameters: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { detail } = eventFixture(`cloudtrail/${name}`);
  const requestParameters = { ...(detail['requestParameters'] as object), userName: 'eva', ...parameters };
  const event = eventFixture(`cloudtrail/${name}`, { requestParameters });
  await createUserSetup({ ...portsOf(world), ...ports })(event, CONTEXT);
}

const DENIES = ['no Deny', 'the Deny', 'the Deny as boundary'] as const;

async function worldWith(situation: Situation, deny: (typeof DENIES)[number]): Promise<AccessWorld> {
  const world = await AccessWorld.where(situation, deny === 'the Deny' ? [LIMITED_ACCESS, DENY] : [LIMITED_ACCESS]);
  if (deny === 'the Deny as boundary') world.iam.held(EVA).boundary = ENFORCEMENT_CONFIG.denyBoundaryArn;
  return world;
}

describe('createUserSetup, when a Deny may have been touched', () => {
  afterEach(() => {
    sinon.restore();
  });

  /** Whether a Deny is a stray one in a situation, and whether one that is missing was tampered with. */
  const findings: readonly (readonly [Situation, boolean, boolean])[] = [
    ['without budget', true, false],
    ['active', true, false],
    ['in grace', true, false],
    ['to be suspended', false, false],
    ['suspending', false, false],
    ['backed up', false, false],
    ['suspended', false, true],
    ['held by an operator', false, true],
    ['to be restored', false, false],
    ['restoring', false, false],
    ['restored', true, false],
    ['refused', true, false],
    ['closed', true, false],
    ['alert only', true, false],
  ];
  for (const [situation, isStray, isTampered] of findings) {
    for (const deny of DENIES) {
      const found = deny === 'no Deny' ? isTampered && 'tampering' : isStray && 'a stray Deny';
      it(`finds ${found || 'nothing'} where the budget is ${situation} and there is ${deny}`, async () => {
        for (const name of EVENTS) {
          const world = await worldWith(situation, deny);
          const [rows, access] = [world.rowsAsText(), world.iam.snapshot(EVA)];
          await hears(world, name);
          expect(world.announced).to.deep.equal(found === 'a stray Deny' ? [STRAY] : []);
          expect(world.telemetry.total('DeniesStray')).to.equal(found === 'a stray Deny' ? 1 : 0);
          expect(world.telemetry.total('DeniesTampered')).to.equal(found === 'tampering' ? 1 : 0);
          if (found === 'tampering') expect(world.waiting).to.deep.equal(['SuspensionTampered']);
          else expect(world.rowsAsText()).to.deep.equal(rows);
          expect(world.iam.snapshot(EVA)).to.equal(access);
          expect(world.telemetry.flushes).to.equal(1);
        }
      });
    }
  }

  it('says of a stray Deny whose it is and when the call was, under the same id on every delivery', async () => {
    const world = await worldWith('active', 'the Deny');
    await hears(world, 'attachUserPolicy-deny');
    await hears(world, 'attachUserPolicy-deny');
    const eventId = 'stray-deny-5d0c7a1e-3b52-4c8e-9a64-000000000028';
    const detail = { type: 'StrayDenyFound', at: '2026-10-07T11:57:00Z', principalId: EVA_ARN };
    expect(world.bus.published).to.deep.equal([
      { eventId, detail },
      { eventId, detail },
    ]);
  });

  it('reports tampering once however often the event comes, and warns', async () => {
    const world = await worldWith('suspended', 'no Deny');
    for (let delivery = 1; delivery <= 3; delivery += 1) await hears(world, 'detachUserPolicy');
    expect(world.row('eva').outbox.map(({ detail }) => [detail.type, detail['willBeReattached']])).to.deep.equal([
      ['SuspensionTampered', true],
    ]);
    expect(world.row('eva').budget).to.include({ status: 'suspended', deny: 'missing' });
    expect(world.telemetry.total('DeniesTampered')).to.equal(1);
    expect(world.telemetry.entries).to.deep.equal([
      {
        level: 'warn',
        message: 'the Deny of a suspended principal is missing',
        fields: { principalId: EVA_ARN, eventId: '5d0c7a1e-3b52-4c8e-9a64-000000000022' },
      },
    ]);
  });

  it('finds nothing where the policy that was detached is another one, and says so', async () => {
    const world = await worldWith('suspended', 'no Deny');
    const asked = sinon.spy(world.iam, 'access');
    const rows = world.rowsAsText();
    await hears(world, 'detachUserPolicy', {}, { policyArn: LIMITED_ACCESS });
    expect(asked.callCount).to.equal(0);
    expect(world.rowsAsText()).to.deep.equal(rows);
    expect(world.telemetry.entries.map(({ message, fields }) => [message, fields['reason']])).to.deep.equal([
      ['event ignored', 'not the policy by which we suspend'],
    ]);
  });

  it('opens no budget for whom the Deny is attached to', async () => {
    const world = await worldWith('without budget', 'the Deny');
    await hears(world, 'attachUserPolicy-deny');
    expect(world.tables.records).to.deep.equal([]);
  });

  for (const name of EVENTS) {
    it(`finds nothing at ${name} of whom the account does not have`, async () => {
      const world = await worldWith('suspended', 'no Deny');
      const rows = world.rowsAsText();
      const asked = sinon.spy(world.iam, 'access');
      await hears(world, name, {}, { userName: 'nobody' });
      world.iam.removePrincipal('user', 'eva');
      await hears(world, name);
      expect(asked.callCount).to.equal(0);
      expect(world.announced).to.deep.equal([]);
      expect(world.rowsAsText()).to.deep.equal(rows);
    });
  }

  it('finds nothing where the principal is deleted while it looks', async () => {
    const world = await worldWith('suspended', 'no Deny');
    const rows = world.rowsAsText();
    const iam = interrupted(world.iam, 'access', 1, () => {
      world.iam.removePrincipal('user', 'eva');
    });
    await hears(world, 'detachUserPolicy', { iam });
    expect(world.rowsAsText()).to.deep.equal(rows);
    expect(world.announced).to.deep.equal([]);
  });

  it('calls no Deny a stray one whose suspension began while IAM was asked', async () => {
    const world = await worldWith('active', 'no Deny');
    const iam = interrupted(world.iam, 'access', 1, async () => {
      await world.changes({ type: 'SuspendAccess' });
      world.iam.held(EVA).attached.add(DENY);
    });
    await hears(world, 'attachUserPolicy-deny', { iam });
    expect(world.announced).to.deep.equal([]);
    expect(world.telemetry.total('DeniesStray')).to.equal(0);
  });

  it('calls no Deny a stray one whose budget was opened and suspended while IAM was asked', async () => {
    const world = await worldWith('without budget', 'no Deny');
    const other = await AccessWorld.where('suspending');
    const iam = interrupted(world.iam, 'access', 1, async () => {
      await world.tables.save({ before: undefined, after: other.row('eva') });
      world.iam.held(EVA).attached.add(DENY);
    });
    await hears(world, 'attachUserPolicy-deny', { iam });
    expect(world.announced).to.deep.equal([]);
  });

  it('calls no Deny a stray one whose restoration ended while IAM was asked', async () => {
    const world = await worldWith('restoring', 'the Deny');
    const { iam } = world;
    const access = await iam.access(EVA);
    sinon.stub(iam, 'access').callsFake(async () => {
      await world.changes({ type: 'ConfirmRestoration', execution: 'r1', notRestored: [] });
      return access;
    });
    await hears(world, 'detachUserPolicy');
    expect(world.row('eva').budget.status).to.equal('active');
    expect(world.announced).to.deep.equal([]);
  });

  it('calls nothing tampering where the Deny was attached and confirmed while IAM was asked', async () => {
    const world = await worldWith('backed up', 'no Deny');
    const access = await world.iam.access(EVA);
    sinon.stub(world.iam, 'access').callsFake(async () => {
      await world.changes({ type: 'ConfirmSuspension', execution: 'e1' });
      return access;
    });
    await hears(world, 'detachUserPolicy');
    expect(world.row('eva').budget).to.include({ status: 'suspended', deny: 'attached' });
    expect(world.waiting).to.deep.equal(['AccessSuspended']);
  });

  it('calls nothing tampering where access was given back while IAM was asked', async () => {
    for (const isRestored of [false, true]) {
      const world = await worldWith('suspended', 'the Deny');
      const iam = interrupted(world.iam, 'access', 1, async () => {
        await world.changes(LIFT);
        world.iam.held(EVA).attached.delete(DENY);
        if (!isRestored) return;
        await world.changes({ type: 'BeginRestoration', execution: 'r1' });
        await world.changes({ type: 'ConfirmRestoration', execution: 'r1', notRestored: [] });
      });
      await hears(world, 'detachUserPolicy', { iam });
      expect(world.row('eva').budget.status).to.equal(isRestored ? 'active' : 'restoring');
      expect(world.waiting).not.to.include('SuspensionTampered');
      expect(world.telemetry.total('DeniesTampered')).to.equal(0);
      expect(world.telemetry.entries).to.deep.equal([]);
    }
  });

  it('reports tampering also where a charge is written at the same time', async () => {
    const world = await worldWith('suspended', 'no Deny');
    const spend = [{ at: GRACE_ENDS, costUsd: usd('0.5') }];
    const budgets = interrupted(world.tables, 'save', 1, () => world.changes({ type: 'RecordSpend', spend }));
    await hears(world, 'detachUserPolicy', { budgets });
    expect(world.waiting).to.include('SuspensionTampered');
    expect(world.telemetry.total('WriteConflicts')).to.equal(1);
  });

  it('announces a stray Deny also where a charge is written while IAM is asked', async () => {
    const world = await worldWith('active', 'the Deny');
    const spend = [{ at: GRACE_ENDS, costUsd: usd('0.5') }];
    const iam = interrupted(world.iam, 'access', 1, () => world.changes({ type: 'RecordSpend', spend }));
    await hears(world, 'attachUserPolicy-deny', { iam });
    expect(world.announced).to.deep.equal([STRAY]);
  });

  it('reports tampering after a mend once however often the event comes', async () => {
    const world = await worldWith('suspended', 'no Deny');
    await hears(world, 'detachUserPolicy');
    await world.changes({ type: 'ReviewBudget' });
    await world.changes({ type: 'BeginSuspension', execution: 'e2' });
    await world.changes({ type: 'ConfirmSuspension', execution: 'e2' });
    expect(world.row('eva').budget).to.include({ status: 'suspended', deny: 'reattached' });
    for (let delivery = 1; delivery <= 2; delivery += 1) await hears(world, 'detachUserPolicy');
    expect(world.row('eva').budget).to.include({ deny: 'missing-again' });
    expect(world.waiting.filter((type) => type === 'SuspensionTampered')).to.have.length(2);
  });

  for (const crash of CRASHES) {
    for (const [situation, deny, name] of [
      ['suspended', 'no Deny', 'detachUserPolicy'],
      ['active', 'the Deny', 'attachUserPolicy-deny'],
      ['active', 'the Deny as boundary', 'putUserPermissionsBoundary'],
    ] as const) {
      it(`ends the same after a crash (${crash} a call) and a second delivery: ${situation}, ${deny}`, async () => {
        const whole = await worldWith(situation, deny);
        await hears(whole, name);
        const faults = await playEachCrash(crash, async (calls) => {
          const world = await worldWith(situation, deny);
          const failure = await failureOf(hears(world, name, portsOf(world, calls)));
          expect(failure !== undefined).to.equal(calls.hasFailed);
          expect(world.telemetry.flushes).to.equal(1);
          calls.revive();
          await hears(world, name, portsOf(world));
          expect(world.rowsAsText()).to.deep.equal(whole.rowsAsText());
          expect(world.eventsById()).to.deep.equal(whole.eventsById());
        });
        expect(faults).to.be.above(3);
      });
    }
  }
});
