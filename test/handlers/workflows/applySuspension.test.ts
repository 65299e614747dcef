import { limitSet } from '../../domain/budget/histories.js';
import { expect } from 'chai';
import sinon from 'sinon';
import { usd } from '../../../domain/money.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import type { MemoryIam } from '../../../local/memory/memoryIam.js';
import { rejectionOf } from '../../rejection.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { AccessWorld, EVA, EVA_ARN, FULL_ACCESS, interrupted, LIMITED_ACCESS, type Situation } from '../accessWorld.js';
import { settingsOf } from '../stubs.js';
import { apply, APPLY, done, isAttached, TAKEN } from './applying.js';

const KEY = 'ACCA00000000000000009';
const WITH_KEY = { ...APPLY, restorePoint: { ...TAKEN, deactivatedKeyIds: [KEY] } };
const LIFT = limitSet(usd('50'));
const LIFTED = 'the budget is restoring by an execution that has not begun';

describe('iam-utilities apply', () => {
  afterEach(() => {
    sinon.restore();
  });

  it('attaches the Deny first, then takes policies and keys, and says so; a second time there is nothing left', async () => {
    const world = await AccessWorld.where('backed up');
    world.iam.held(EVA).keys.set(KEY, true);
    const steps = ['AttachDeny', `DetachPolicy ${LIMITED_ACCESS}`, `DeactivateKey ${KEY}`];
    expect(await apply(world, WITH_KEY)).to.deep.equal(done(...steps));
    expect([...world.iam.held(EVA).attached]).to.deep.equal([ENFORCEMENT_CONFIG.denyPolicyArn]);
    expect(world.iam.held(EVA).keys.get(KEY)).to.equal(false);
    expect(await apply(world, WITH_KEY)).to.deep.equal(done());
    expect(world.telemetry.flushes).to.equal(2);
    expect(world.telemetry.entries[0]).to.deep.equal({
      level: 'info',
      message: 'apply',
      fields: { principalId: EVA_ARN, steps: steps.join(', '), notRestored: '' },
    });
  });

  const ends: readonly (readonly [Situation, string, string, boolean])[] = [
    ['without budget', 'e1', 'there is no budget', true],
    ['active', 'e1', 'the budget is active', true],
    ['in grace', 'e1', 'the budget is grace', true],
    ['suspending', 'e2', 'the budget is suspending by e1', false],
    ['suspended', 'e1', 'the budget is suspended', false],
    ['to be restored', 'e1', LIFTED, true],
    ['restoring', 'r1', 'the budget is restoring', true],
    ['restored', 'e1', 'the budget is active', true],
    ['closed', 'e1', 'the budget is closed', true],
  ];
  for (const [situation, execution, reason, isGivenBack] of ends) {
    const what = isGivenBack ? 'gives back what an earlier attempt took' : 'touches nothing';
    it(`${what} where the budget is ${situation} and ${execution} asks`, async () => {
      const world = await AccessWorld.where(situation, [ENFORCEMENT_CONFIG.denyPolicyArn]);
      expect(await apply(world, { ...APPLY, execution })).to.deep.equal({ verdict: 'not-needed', reason });
      expect([...world.iam.held(EVA).attached]).to.deep.equal([
        isGivenBack ? LIMITED_ACCESS : ENFORCEMENT_CONFIG.denyPolicyArn,
      ]);
      const warnings = world.telemetry.entries.filter(({ level }) => level === 'warn');
      const steps = `DetachDeny, AttachPolicy ${LIMITED_ACCESS}`;
      const fields = { principalId: EVA_ARN, steps, notRestored: '' };
      const warning = { level: 'warn', message: 'a suspension was withdrawn', fields };
      expect(warnings).to.deep.equal(isGivenBack ? [warning] : []);
      expect(world.telemetry.entries.at(-1)).to.deep.equal({
        level: 'info',
        message: 'apply',
        fields: { principalId: EVA_ARN, reason },
      });
    });
  }

  it('says nothing of a withdrawal where there was nothing to give back', async () => {
    const world = await AccessWorld.where('restored');
    await apply(world);
    expect(world.telemetry.entries.map(({ level }) => level)).to.deep.equal(['info']);
    expect([...world.iam.held(EVA).attached]).to.deep.equal([LIMITED_ACCESS]);
  });

  it('withdraws nothing from a principal that is gone', async () => {
    const world = await AccessWorld.where('restored');
    world.iam.removePrincipal('user', 'eva');
    expect(await apply(world)).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is active' });
  });

  it('names what a withdrawal cannot give back', async () => {
    const world = await AccessWorld.where('restored', [ENFORCEMENT_CONFIG.denyPolicyArn]);
    await apply(world, { ...APPLY, restorePoint: { ...TAKEN, uniqueId: 'AIDA0' } });
    const notRestored = `${LIMITED_ACCESS}: the principal was deleted and recreated since`;
    expect(world.telemetry.entries[0]).to.deep.include({
      level: 'warn',
      fields: { principalId: EVA_ARN, steps: 'DetachDeny', notRestored },
    });
  });

  it('says also that a withdrawal can give nothing back', async () => {
    const world = await AccessWorld.where('restored', []);
    await apply(world, { ...APPLY, restorePoint: { ...TAKEN, uniqueId: 'AIDA0' } });
    expect(world.telemetry.entries[0]).to.include({ level: 'warn', message: 'a suspension was withdrawn' });
    expect(world.telemetry.entries[0]?.fields['steps']).to.equal('');
  });

  for (const [what, change] of [
    [
      'has a namesake under another path alone',
      (iam: MemoryIam) => (iam.addPrincipal('user', 'arn:aws:iam::444455556666:user/teams/eva'), undefined),
    ],
    [
      'was made again',
      (iam: MemoryIam) => (iam.addPrincipal('user', EVA_ARN), iam.held(EVA).attached.add(FULL_ACCESS)),
    ],
    ['was deleted', (iam: MemoryIam) => (iam.removePrincipal('user', 'eva'), undefined)],
  ] as const) {
    it(`touches nothing where the principal ${what} since the backup`, async () => {
      const world = await AccessWorld.where('backed up');
      change(world.iam);
      const before = world.iam.find(EVA) === undefined ? '' : world.iam.snapshot(EVA);
      const reason = 'the principal that was backed up is not there any more';
      expect(await apply(world)).to.deep.equal({ verdict: 'not-needed', reason });
      expect(world.iam.find(EVA) === undefined ? '' : world.iam.snapshot(EVA)).to.equal(before);
    });
  }

  it('refuses to touch a principal that is protected meanwhile', async () => {
    const world = await AccessWorld.where('backed up');
    world.settings = settingsOf({ protectedPrincipals: EVA_ARN });
    expect(await apply(world)).to.deep.equal({ verdict: 'refused', reason: 'protected by configuration' });
    expect([...world.iam.held(EVA).attached]).to.deep.equal([LIMITED_ACCESS]);
  });

  for (const [what, missing, quota] of [
    ['policy', ENFORCEMENT_CONFIG.denyPolicyArn, 0],
    ['boundary', ENFORCEMENT_CONFIG.denyBoundaryArn, ENFORCEMENT_CONFIG.attachmentQuota],
  ] as const) {
    it(`fails where the stack's Deny ${what} does not exist`, async () => {
      const world = await AccessWorld.where('backed up', []);
      world.iam.fillAttachments(EVA, quota);
      world.iam.removePolicy(missing);
      const error = await rejectionOf(apply(world));
      expect(error).to.be.instanceOf(ServiceError);
      expect(error.message).to.equal(`IAM: ${missing} or the user eva does not exist`);
    });
  }

  for (const [method, steps] of [
    ['access', undefined],
    ['attachPolicy', 'DetachDeny'],
    ['detachPolicy', `DetachDeny, AttachPolicy ${LIMITED_ACCESS}`],
    ['setKeyActive', `DetachDeny, AttachPolicy ${LIMITED_ACCESS}, ActivateKey ${KEY}`],
  ] as const) {
    it(`leaves everything as it was where the suspension is lifted before ${method}`, async () => {
      const world = await AccessWorld.where('backed up');
      world.iam.held(EVA).keys.set(KEY, true);
      const before = world.iam.snapshot(EVA);
      const iam = interrupted(world.iam, method, 1, () => world.changes(LIFT));
      expect(await apply(world, WITH_KEY, iam)).to.deep.equal({ verdict: 'not-needed', reason: LIFTED });
      expect(world.iam.snapshot(EVA)).to.equal(before);
      const warnings = world.telemetry.entries.filter(({ level }) => level === 'warn');
      expect(warnings.map(({ fields }) => fields['steps'])).to.deep.equal(steps === undefined ? [] : [steps]);
    });
  }

  for (const method of ['attachPolicy', 'detachPolicy', 'setKeyActive'] as const) {
    it(`gives back instead of failing where ${method} fails once the suspension was lifted`, async () => {
      const world = await AccessWorld.where('backed up');
      world.iam.held(EVA).keys.set(KEY, true);
      const before = world.iam.snapshot(EVA);
      const fault = new Error('throttled');
      const iam = interrupted(world.iam, method, 1, async () => {
        await world.changes(LIFT);
        throw fault;
      });
      expect(await apply(world, WITH_KEY, iam)).to.deep.equal({ verdict: 'not-needed', reason: LIFTED });
      expect(world.iam.snapshot(EVA)).to.equal(before);
      const [failed] = world.telemetry.entries;
      expect(failed).to.include({ level: 'error', message: 'a suspension that has ended meanwhile failed' });
      expect(failed?.fields).to.include({ principalId: EVA_ARN });
    });
  }

  for (const [method, attached, what] of [
    ['attachPolicy', 0, ENFORCEMENT_CONFIG.denyPolicyArn],
    ['setDenyBoundary', ENFORCEMENT_CONFIG.attachmentQuota, ENFORCEMENT_CONFIG.denyBoundaryArn],
    ['detachPolicy', 0, LIMITED_ACCESS],
    ['setKeyActive', 0, KEY],
  ] as const) {
    it(`fails where IAM refuses ${method}`, async () => {
      const world = await AccessWorld.where('backed up', attached === 0 ? [LIMITED_ACCESS] : []);
      world.iam.held(EVA).keys.set(KEY, true);
      world.iam.fillAttachments(EVA, attached);
      sinon.stub(world.iam, method).resolves('refused');
      const error = await rejectionOf(apply(world, WITH_KEY));
      expect(error).to.be.instanceOf(ServiceError);
      expect(error.message).to.equal(`IAM: ${what}: not allowed for the user eva`);
    });
  }

  it('fails where IAM refuses to take the Deny of a withdrawn suspension away', async () => {
    const world = await AccessWorld.where('restored', [ENFORCEMENT_CONFIG.denyPolicyArn]);
    sinon.stub(world.iam, 'detachPolicy').resolves('refused');
    expect(await rejectionOf(apply(world))).to.be.instanceOf(ServiceError);
  });

  it('leaves the Deny in place where another execution has confirmed the suspension meanwhile', async () => {
    const world = await AccessWorld.where('backed up');
    const confirmed = { type: 'ConfirmSuspension', execution: 'e1' } as const;
    const iam = interrupted(world.iam, 'detachPolicy', 1, () => world.changes(confirmed));
    expect(await apply(world, APPLY, iam)).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is suspended' });
    expect(isAttached(world, ENFORCEMENT_CONFIG.denyPolicyArn)).to.equal(true);
  });

  it('ends suspended after a failure at any change of IAM and a second attempt', async () => {
    for (const method of ['attachPolicy', 'detachPolicy', 'setKeyActive'] as const) {
      const world = await AccessWorld.where('backed up');
      world.iam.held(EVA).keys.set(KEY, true);
      const iam = interrupted(world.iam, method, 1, () => Promise.reject(new Error('crash')));
      expect((await rejectionOf(apply(world, WITH_KEY, iam))).message).to.equal('crash');
      await apply(world, WITH_KEY);
      expect([...world.iam.held(EVA).attached]).to.deep.equal([ENFORCEMENT_CONFIG.denyPolicyArn]);
      expect(world.iam.held(EVA).keys.get(KEY)).to.equal(false);
    }
  });

  it('leaves alone what somebody gives between the backup and the suspension', async () => {
    const world = await AccessWorld.where('backed up', [LIMITED_ACCESS, FULL_ACCESS]);
    const keyId = world.iam.addKey('eva');
    expect(await apply(world)).to.deep.equal(done('AttachDeny', `DetachPolicy ${LIMITED_ACCESS}`));
    expect([...world.iam.held(EVA).attached]).to.have.members([FULL_ACCESS, ENFORCEMENT_CONFIG.denyPolicyArn]);
    expect(world.iam.held(EVA).keys.get(keyId)).to.equal(true);
    await world.changes({ type: 'RestoreAccess' });
    await world.changes({ type: 'BeginRestoration', execution: 'r1' });
    await apply(world, { principalId: EVA_ARN, execution: 'r1', operation: 'restore' });
    expect([...world.iam.held(EVA).attached]).to.have.members([LIMITED_ACCESS, FULL_ACCESS]);
  });
});
