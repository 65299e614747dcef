import { expect } from 'chai';
import sinon from 'sinon';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import { MemoryIam } from '../../../local/memory/memoryIam.js';
import { rejectionOf } from '../../rejection.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { AccessWorld, EVA, EVA_ARN, FULL_ACCESS, interrupted, LIMITED_ACCESS } from '../accessWorld.js';
import { apply, APPLY, done, isAttached, TAKEN } from './applying.js';

const WITHOUT_FALLBACK = { ...ENFORCEMENT_CONFIG, fallsBackToBoundary: false };

/** The world with an account whose quota is lower than the stack is told. */
async function withQuota(attachmentQuota: number, attached: readonly string[]): Promise<[AccessWorld, MemoryIam]> {
  const world = await AccessWorld.where('backed up', []);
  const iam = new MemoryIam({ ...ENFORCEMENT_CONFIG, attachmentQuota });
  for (const policyArn of [ENFORCEMENT_CONFIG.denyPolicyArn, ENFORCEMENT_CONFIG.denyBoundaryArn, LIMITED_ACCESS])
    iam.addPolicy(policyArn, '{}');
  iam.addPrincipal('user', EVA_ARN);
  for (const policyArn of attached) iam.held(EVA).attached.add(policyArn);
  iam.fillAttachments(EVA, attachmentQuota);
  return [world, iam];
}

describe('iam-utilities apply, where IAM has less room than was thought', () => {
  afterEach(() => {
    sinon.restore();
  });

  it('sets the boundary where IAM has less room than the stack is told', async () => {
    const [world, iam] = await withQuota(8, []);
    expect(await apply(world, APPLY, iam)).to.deep.equal(done('SetDenyBoundary'));
    expect(iam.held(EVA)).to.include({ boundary: ENFORCEMENT_CONFIG.denyBoundaryArn });
    expect(iam.held(EVA).attached.size).to.equal(8);
  });

  it('takes the place of a detached policy where IAM has less room than the stack is told', async () => {
    const [world, iam] = await withQuota(8, [LIMITED_ACCESS]);
    expect(await apply(world, APPLY, iam)).to.deep.equal(done(`DetachPolicy ${LIMITED_ACCESS}`, 'AttachDeny'));
    expect(iam.held(EVA).boundary).to.equal(undefined);
    expect([...iam.held(EVA).attached])
      .to.include(ENFORCEMENT_CONFIG.denyPolicyArn)
      .and.not.include(LIMITED_ACCESS);
  });

  for (const [policyArn, steps] of [
    [LIMITED_ACCESS, [`DetachPolicy ${LIMITED_ACCESS}`, 'AttachDeny']],
    [FULL_ACCESS, ['SetDenyBoundary']],
  ] as const) {
    const what = policyArn === LIMITED_ACCESS ? 'takes the place of' : 'sets the boundary and leaves';
    it(`${what} ${policyArn}, attached right before the Deny, by the restore point`, async () => {
      const world = await AccessWorld.where('backed up', []);
      world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota - 1);
      const iam = interrupted(world.iam, 'attachPolicy', 1, () => world.iam.held(EVA).attached.add(policyArn));
      expect(await apply(world, APPLY, iam)).to.deep.equal(done(...steps));
      expect(isAttached(world, policyArn)).to.equal(policyArn === FULL_ACCESS);
    });
  }

  it('names the steps before the one without room as well', async () => {
    const [world, iam] = await withQuota(8, []);
    for (const policyArn of ['arn:aws:iam::aws:policy/ReadOnlyAccess', FULL_ACCESS, LIMITED_ACCESS]) {
      iam.held(EVA).attached.add(policyArn);
    }
    const detached = [`DetachPolicy ${FULL_ACCESS}`, `DetachPolicy ${LIMITED_ACCESS}`];
    const restorePoint = { ...TAKEN, detachedPolicyArns: [FULL_ACCESS, LIMITED_ACCESS] };
    expect(await apply(world, { ...APPLY, restorePoint }, iam)).to.deep.equal(done(...detached, 'SetDenyBoundary'));
  });

  it('stops where IAM has less room than the stack is told and another boundary is set', async () => {
    const [world, iam] = await withQuota(8, []);
    iam.held(EVA).boundary = 'arn:aws:iam::444455556666:policy/people';
    const before = iam.snapshot(EVA);
    const reason = 'no room for the Deny: 8 policies are attached, and a boundary is set';
    expect(await apply(world, APPLY, iam)).to.deep.equal({ verdict: 'refused', reason });
    expect(iam.snapshot(EVA)).to.equal(before);
  });

  it('is refused where IAM has less room than the stack is told and the stack does not fall back', async () => {
    const [world, iam] = await withQuota(8, []);
    world.enforcementConfig = WITHOUT_FALLBACK;
    const before = iam.snapshot(EVA);
    const reason = 'no room for the Deny: 8 policies are attached, and boundaryFallback is off';
    expect(await apply(world, APPLY, iam)).to.deep.equal({ verdict: 'refused', reason });
    expect(iam.snapshot(EVA)).to.equal(before);
  });

  it('is not refused but withdrawn where the suspension is lifted meanwhile', async () => {
    const world = await AccessWorld.where('backed up');
    world.enforcementConfig = WITHOUT_FALLBACK;
    world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
    const before = [...world.iam.held(EVA).attached];
    const iam = interrupted(world.iam, 'attachPolicy', 1, async () => {
      world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
      await world.changes({ type: 'RestoreAccess' });
      world.iam.held(EVA).attached.delete('arn:aws:iam::aws:policy/Filler1');
    });
    sinon.stub(world.iam, 'attachPolicy').onFirstCall().resolves('full').callThrough();
    const answer = await apply(world, APPLY, iam);
    expect(answer).to.have.property('verdict', 'not-needed');
    expect([...world.iam.held(EVA).attached]).to.include.members(before.slice(0, 1));
  });

  it('sets the boundary where IAM has no room a second time', async () => {
    const world = await AccessWorld.where('backed up');
    const attach = sinon.stub(world.iam, 'attachPolicy').resolves('full');
    expect(await apply(world)).to.deep.equal(done(`DetachPolicy ${LIMITED_ACCESS}`, 'SetDenyBoundary'));
    expect(attach.callCount).to.equal(2);
  });

  it('fails where IAM has no room though nothing has changed since the plan was made', async () => {
    const world = await AccessWorld.where('backed up', []);
    world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
    const set = sinon.stub(world.iam, 'setDenyBoundary').resolves('full');
    expect(await rejectionOf(apply(world))).to.be.instanceOf(ServiceError);
    expect(set.callCount).to.equal(1);
    expect(world.telemetry.flushes).to.equal(1);
  });

  it('fails where somebody sets a boundary right before ours', async () => {
    const world = await AccessWorld.where('backed up', []);
    world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
    const iam = interrupted(world.iam, 'setDenyBoundary', 1, () => {
      world.iam.held(EVA).boundary = 'arn:aws:iam::444455556666:policy/people';
    });
    const error = await rejectionOf(apply(world, APPLY, iam));
    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.equal(`IAM: ${EVA_ARN}: no room for the Deny`);
  });
});
