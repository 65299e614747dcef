import { expect } from 'chai';
import sinon from 'sinon';
import { ConfigurationError, ServiceError } from '../../../handlers/runtime/errors.js';
import { createIamUtilities } from '../../../handlers/functions/iamUtilities.js';
import type { IamAccess, IamAnswer } from '../../../handlers/ports/iamAccess.js';
import { rejectionOf } from '../../rejection.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import {
  AccessWorld,
  EVA,
  EVA_ARN,
  EVA_ID,
  FULL_ACCESS,
  interrupted,
  LIMITED_ACCESS,
  type Situation,
} from '../accessWorld.js';
import { settingsOf } from '../stubs.js';

const DENY = ENFORCEMENT_CONFIG.denyPolicyArn;
const NAMESAKE = 'arn:aws:iam::444455556666:user/teams/eva';
const RESTORE = { principalId: EVA_ARN, execution: 'r1', operation: 'restore' };

async function restore(world: AccessWorld, event: unknown = RESTORE, iam: IamAccess = world.iam): Promise<unknown> {
  return createIamUtilities({ ...world.accessPorts(), iam })(event);
}

/** EVA in restoration of a policy and a key, both taken from her. */
async function taken(): Promise<readonly [AccessWorld, string]> {
  const world = await AccessWorld.where('suspending', [DENY]);
  const keyId = world.iam.addKey('eva');
  world.iam.held(EVA).keys.set(keyId, false);
  const access = { arn: EVA_ARN, uniqueId: EVA_ID, attachedPolicyArns: [LIMITED_ACCESS], boundaryArn: undefined };
  const point = { detachedPolicyArns: [LIMITED_ACCESS], deactivatedKeyIds: [keyId], takenAt: world.clock.now() };
  const restorePoint = { ...access, activeKeyIds: [keyId], ...point };
  await world.changes({ type: 'TakeRestorePoint', execution: 'e1', restorePoint });
  await world.changes({ type: 'RestoreAccess' });
  await world.changes({ type: 'BeginRestoration', execution: 'r1' });
  return [world, keyId];
}

describe('iam-utilities restore', () => {
  afterEach(() => {
    sinon.restore();
  });

  it('takes the Deny away first, then gives all back, and says so; a second time there is nothing left', async () => {
    const [world, keyId] = await taken();
    const steps = ['DetachDeny', `AttachPolicy ${LIMITED_ACCESS}`, `ActivateKey ${keyId}`];
    expect(await restore(world)).to.deep.equal({ verdict: 'done', steps, notRestored: [] });
    expect([...world.iam.held(EVA).attached]).to.deep.equal([LIMITED_ACCESS]);
    expect(world.iam.held(EVA).keys.get(keyId)).to.equal(true);
    expect(await restore(world)).to.deep.equal({ verdict: 'done', steps: [], notRestored: [] });
    expect(world.telemetry.entries[0]).to.deep.equal({
      level: 'info',
      message: 'restore',
      fields: { principalId: EVA_ARN, steps: steps.join(', '), notRestored: '' },
    });
  });

  it('removes the boundary where that is the Deny', async () => {
    const world = await AccessWorld.where('restoring', [LIMITED_ACCESS]);
    world.iam.held(EVA).boundary = ENFORCEMENT_CONFIG.denyBoundaryArn;
    expect(await restore(world)).to.deep.equal({ verdict: 'done', steps: ['RemoveDenyBoundary'], notRestored: [] });
    expect(world.iam.held(EVA).boundary).to.equal(undefined);
  });

  it('gives a principal that was made again nothing of the old one, and takes the Deny from it', async () => {
    const [world, keyId] = await taken();
    world.iam.addPrincipal('user', EVA_ARN);
    world.iam.held(EVA).attached.add(DENY);
    const why = 'the principal was deleted and recreated since';
    const notRestored = [`${LIMITED_ACCESS}: ${why}`, `${keyId}: ${why}`];
    expect(await restore(world)).to.deep.equal({ verdict: 'done', steps: ['DetachDeny'], notRestored });
    expect([...world.iam.held(EVA).attached]).to.deep.equal([]);
  });

  it('names all that was taken from a principal that was deleted', async () => {
    const [world, keyId] = await taken();
    world.iam.removePrincipal('user', 'eva');
    const notRestored = [LIMITED_ACCESS, keyId].map((what) => `${what}: the principal was deleted`);
    expect(await restore(world)).to.deep.equal({ verdict: 'done', steps: [], notRestored });
  });

  it('has nothing to name for a deleted principal without a restore point', async () => {
    const world = await AccessWorld.where('suspending');
    await world.changes({ type: 'RestoreAccess' });
    await world.changes({ type: 'BeginRestoration', execution: 'r1' });
    world.iam.removePrincipal('user', 'eva');
    expect(await restore(world)).to.deep.equal({ verdict: 'done', steps: [], notRestored: [] });
  });

  const problems: readonly (readonly [IamAnswer, string])[] = [
    ['absent', 'does not exist any more'],
    ['full', 'the principal has no attachment left'],
    ['refused', 'IAM does not allow it'],
  ];
  for (const [answer, problem] of problems) {
    it(`names a policy for which IAM answers ${answer}, and gives the rest back`, async () => {
      const [world, keyId] = await taken();
      sinon.stub(world.iam, 'attachPolicy').resolves(answer);
      const steps = ['DetachDeny', `ActivateKey ${keyId}`];
      const notRestored = [`${LIMITED_ACCESS}: ${problem}`];
      expect(await restore(world)).to.deep.equal({ verdict: 'done', steps, notRestored });
      expect(world.telemetry.entries[0]?.fields).to.include({ notRestored: notRestored[0] });
    });
  }

  it('names a key that is gone, and a policy that the stack may not attach any more', async () => {
    const [world, keyId] = await taken();
    world.iam.held(EVA).keys.delete(keyId);
    sinon.stub(world.iam, 'attachPolicy').rejects(new ConfigurationError('not ours'));
    const notOurs = `${LIMITED_ACCESS}: the stack is not configured for it any more`;
    const notRestored = [notOurs, `${keyId}: does not exist any more`];
    expect(await restore(world)).to.deep.equal({ verdict: 'done', steps: ['DetachDeny'], notRestored });
  });

  for (const method of ['attachPolicy', 'detachPolicy', 'setKeyActive', 'access'] as const) {
    it(`throws what IAM throws at ${method}, and gives all back on the next attempt`, async () => {
      const [world, keyId] = await taken();
      const iam = interrupted(world.iam, method, 1, () => Promise.reject(new Error('throttled')));
      expect((await rejectionOf(restore(world, RESTORE, iam))).message).to.equal('throttled');
      expect(world.telemetry.flushes).to.equal(1);
      await restore(world);
      expect([...world.iam.held(EVA).attached]).to.deep.equal([LIMITED_ACCESS]);
      expect(world.iam.held(EVA).keys.get(keyId)).to.equal(true);
    });
  }

  it('throws a configuration that forbids taking the Deny away', async () => {
    const [world] = await taken();
    sinon.stub(world.iam, 'detachPolicy').rejects(new ConfigurationError('not ours'));
    expect(await rejectionOf(restore(world))).to.be.instanceOf(ConfigurationError);
  });

  const ends: readonly (readonly [Situation, string, string, boolean])[] = [
    ['without budget', 'r1', 'there is no budget', false],
    ['active', 'r1', 'the budget is active', false],
    ['suspending', 'r1', 'the budget is suspending by e1', true],
    ['suspending', 'e1', 'the budget is suspending', true],
    ['suspended', 'r1', 'the budget is suspended', true],
    ['restoring', 'r2', 'the budget is restoring by r1', false],
    ['to be restored', 'r1', 'the budget is restoring by an execution that has not begun', false],
    ['restored', 'r1', 'the budget is active', false],
    ['closed', 'r1', 'the budget is closed', false],
  ];
  for (const [situation, execution, reason, isDenied] of ends) {
    const what = isDenied ? 'puts the Deny back and leaves the rest alone' : 'touches nothing';
    it(`${what} where the budget is ${situation} and ${execution} asks`, async () => {
      const world = await AccessWorld.where(situation, [LIMITED_ACCESS]);
      const keyId = world.iam.addKey('eva');
      expect(await restore(world, { ...RESTORE, execution })).to.deep.equal({ verdict: 'not-needed', reason });
      const attached = isDenied ? [LIMITED_ACCESS, DENY] : [LIMITED_ACCESS];
      expect([...world.iam.held(EVA).attached]).to.deep.equal(attached);
      expect(world.iam.held(EVA)).to.include({ boundary: undefined });
      expect(world.iam.held(EVA).keys.get(keyId)).to.equal(true);
      expect(world.telemetry.flushes).to.equal(1);
    });
  }

  it('puts the Deny back as the boundary where no attachment is free', async () => {
    const world = await AccessWorld.where('suspended', []);
    world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
    await restore(world);
    expect(world.iam.held(EVA).boundary).to.equal(ENFORCEMENT_CONFIG.denyBoundaryArn);
  });

  for (const [attached, boundary] of [
    [[FULL_ACCESS, DENY], undefined],
    [[FULL_ACCESS], ENFORCEMENT_CONFIG.denyBoundaryArn],
  ] as const) {
    it(`puts no second Deny where one is ${boundary === undefined ? 'attached' : 'the boundary'}`, async () => {
      const world = await AccessWorld.where('suspended', attached);
      world.iam.held(EVA).boundary = boundary;
      const before = world.iam.snapshot(EVA);
      await restore(world);
      expect(world.iam.snapshot(EVA)).to.equal(before);
    });
  }

  it('puts the Deny back also on a principal that is protected meanwhile, for a review lifts that', async () => {
    const world = await AccessWorld.where('suspended', []);
    world.settings = settingsOf({ protectedPrincipals: EVA_ARN });
    expect(await restore(world)).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is suspended' });
    expect([...world.iam.held(EVA).attached]).to.deep.equal([DENY]);
    await world.changes({ type: 'ReviewBudget' });
    expect(world.row('eva').budget.status).to.equal('restoring');
  });

  it('puts no Deny on a principal that was deleted meanwhile, nor on a namesake', async () => {
    const world = await AccessWorld.where('suspended', []);
    world.iam.removePrincipal('user', 'eva');
    expect(await restore(world)).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is suspended' });
    world.iam.addPrincipal('user', NAMESAKE);
    expect(await restore(world)).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is suspended' });
    expect([...world.iam.held(EVA).attached]).to.deep.equal([]);
  });

  it('gives a namesake under another path nothing, and names what was taken', async () => {
    const [world, keyId] = await taken();
    world.iam.addPrincipal('user', NAMESAKE);
    world.iam.held(EVA).attached.add(DENY);
    const before = world.iam.snapshot(EVA);
    const notRestored = [LIMITED_ACCESS, keyId].map((what) => `${what}: the principal was deleted`);
    expect(await restore(world)).to.deep.equal({ verdict: 'done', steps: [], notRestored });
    expect(world.iam.snapshot(EVA)).to.equal(before);
  });

  it('names a key that IAM does not let it give back', async () => {
    const [world, keyId] = await taken();
    sinon.stub(world.iam, 'setKeyActive').resolves('refused');
    const steps = ['DetachDeny', `AttachPolicy ${LIMITED_ACCESS}`];
    expect(await restore(world)).to.deep.equal({
      verdict: 'done',
      steps,
      notRestored: [`${keyId}: IAM does not allow it`],
    });
  });

  for (const [method, what] of [
    ['detachPolicy', DENY],
    ['removeDenyBoundary', ENFORCEMENT_CONFIG.denyBoundaryArn],
  ] as const) {
    it(`fails where IAM refuses ${method}, with the Deny in force and nothing given back`, async () => {
      const [world, keyId] = await taken();
      if (method === 'removeDenyBoundary') world.iam.held(EVA).boundary = ENFORCEMENT_CONFIG.denyBoundaryArn;
      sinon.stub(world.iam, method).resolves('refused');
      const error = await rejectionOf(restore(world));
      expect(error).to.be.instanceOf(ServiceError);
      expect(error.message).to.equal(`IAM: ${what}: not allowed for the user eva`);
      expect(world.iam.held(EVA).attached.has(LIMITED_ACCESS)).to.equal(false);
      expect(world.iam.held(EVA).keys.get(keyId)).to.equal(false);
    });
  }

  for (const [boundary, message] of [
    ['arn:aws:iam::444455556666:policy/people', 'user eva: no room for the Deny'],
    [undefined, `${ENFORCEMENT_CONFIG.denyBoundaryArn}: not allowed for the user eva`],
  ] as const) {
    it(`fails where the Deny cannot be put back: ${message}`, async () => {
      const world = await AccessWorld.where('suspended', []);
      world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
      world.iam.held(EVA).boundary = boundary;
      if (boundary === undefined) sinon.stub(world.iam, 'setDenyBoundary').resolves('refused');
      const error = await rejectionOf(restore(world));
      expect(error).to.be.instanceOf(ServiceError);
      expect(error.message).to.equal(`IAM: ${message}`);
    });
  }

  it('puts the Deny back where an operator suspends the principal while access is given back', async () => {
    for (const method of ['access', 'detachPolicy', 'attachPolicy', 'setKeyActive'] as const) {
      const [world] = await taken();
      const iam = interrupted(world.iam, method, 1, () => world.changes({ type: 'SuspendAccess' }));
      const reason = 'the budget is suspending by an execution that has not begun';
      expect(await restore(world, RESTORE, iam)).to.deep.equal({ verdict: 'not-needed', reason });
      expect([...world.iam.held(EVA).attached]).to.deep.equal([LIMITED_ACCESS, DENY]);
    }
  });

  for (const fallsBackToBoundary of [true, false]) {
    const how = fallsBackToBoundary ? 'with the boundary to fall back to' : 'without a boundary';
    it(`puts the Deny back where what was given back has taken its place, ${how}`, async () => {
      const [world] = await taken();
      world.enforcementConfig = { ...ENFORCEMENT_CONFIG, fallsBackToBoundary };
      world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
      const iam = interrupted(world.iam, 'detachPolicy', 1, async () => {
        await world.changes({ type: 'SuspendAccess' });
        await world.changes({ type: 'BeginSuspension', execution: 'e2' });
        await world.changes({ type: 'ConfirmSuspension', execution: 'e2' });
      });
      await restore(world, RESTORE, iam);
      expect(world.row('eva').budget.status).to.equal('suspended');
      const { attached, boundary } = world.iam.held(EVA);
      expect([attached.has(DENY), attached.has(LIMITED_ACCESS), boundary]).to.deep.equal([true, false, undefined]);
    });
  }

  it('fails where the Deny cannot be put back without a boundary, which stays unset', async () => {
    const world = await AccessWorld.where('suspended', []);
    world.enforcementConfig = { ...ENFORCEMENT_CONFIG, fallsBackToBoundary: false };
    world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
    const error = await rejectionOf(restore(world));
    expect(error.message).to.equal('IAM: user eva: no room for the Deny');
    expect(world.iam.held(EVA).boundary).to.equal(undefined);
  });

  it('leaves to people a boundary that the stack may not remove any more, and says so', async () => {
    const world = await AccessWorld.where('restoring', []);
    world.enforcementConfig = { ...ENFORCEMENT_CONFIG, fallsBackToBoundary: false };
    world.iam.held(EVA).boundary = ENFORCEMENT_CONFIG.denyBoundaryArn;
    sinon.stub(world.iam, 'removeDenyBoundary').resolves('refused');
    const error = await rejectionOf(restore(world));
    expect(error.message).to.equal(
      `IAM: ${ENFORCEMENT_CONFIG.denyBoundaryArn} (boundaryFallback is off, delete it by hand): not allowed for the user eva`,
    );
  });

  it('puts the Deny back as the boundary where IAM has less room than the stack is told', async () => {
    const world = await AccessWorld.where('suspended', []);
    sinon.stub(world.iam, 'attachPolicy').resolves('full');
    world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota - 1);
    await restore(world);
    expect(world.iam.held(EVA).boundary).to.equal(ENFORCEMENT_CONFIG.denyBoundaryArn);
  });
});
