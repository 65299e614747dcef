import { usd } from '../../domain/money.js';
import { limitSet } from '../domain/budget/histories.js';
import { expect } from 'chai';
import { DAY_MS, formatInstant, MINUTE_MS, SECOND_MS } from '../../domain/instant.js';
import type { IamAnswer } from '../../handlers/ports/iamAccess.js';
import { eventFixture } from '../events/fixture.js';
import { settingsOf } from '../handlers/stubs.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { ALLOW, EnforcementWorld, FULL_ACCESS, GRACE_MS, IAM, LIMITED_ACCESS, principal } from './enforcementWorld.js';

const EVA = `${IAM}:user/teams/eva`;
const eva = { type: 'user', name: 'eva' } as const;
const LIMIT_50 = usd('50');

describe('against adversity', () => {
  let world: EnforcementWorld;
  let before: string;

  beforeEach(() => {
    world = new EnforcementWorld();
    principal(world, EVA, [FULL_ACCESS]);
    world.iam.held(eva).inline.set('models', ALLOW);
    world.iam.addKey('eva');
    before = world.iam.snapshot(eva);
  });
  afterEach(() => {
    world.close();
  });

  const suspends = async (): Promise<void> => {
    await world.spends(EVA, '12');
    await world.pass(GRACE_MS + MINUTE_MS);
    expect(world.budget(EVA).status).to.equal('suspended');
  };
  const restores = async (): Promise<void> => {
    await world.changes(EVA, limitSet(LIMIT_50));
    await world.pass(MINUTE_MS);
  };
  const refuses = (method: 'attachPolicy' | 'detachPolicy', policyArn: string): void => {
    const original = world.iam[method].bind(world.iam);
    world.iam[method] = (holder, arn): Promise<IamAnswer> =>
      arn === policyArn ? Promise.resolve('refused') : original(holder, arn);
  };

  it('a namesake under another path is never suspended for what somebody else has spent', async () => {
    const namesake = `${IAM}:user/eva`;
    await world.spends(EVA, '12');
    await world.pass(MINUTE_MS);
    principal(world, namesake, [FULL_ACCESS]);
    const fresh = world.iam.snapshot(eva);
    await world.spends(namesake, '1');
    await world.pass(3 * 60 * MINUTE_MS);
    expect(world.iam.snapshot(eva)).to.equal(fresh);
    expect(world.budget(namesake).status).to.equal('active');
    expect(world.budget(EVA).status).to.equal('closed');
  });

  it('a user who is deleted and made again during grace does not escape the budget', async () => {
    await world.spends(EVA, '12');
    await world.pass(MINUTE_MS);
    world.iam.removePrincipal('user', 'eva');
    await world.pass(GRACE_MS);
    principal(world, EVA, [FULL_ACCESS]);
    await world.pass(30 * MINUTE_MS);
    expect(world.isAllowed(EVA)).to.equal(false);
    expect(world.budget(EVA).status).to.equal('suspended');
  });

  it('what was decided of a user ends with it: one made again under the name is waived nothing', async () => {
    await suspends();
    await world.operates({ operation: 'restore-by-hand', principalId: EVA });
    await world.pass(MINUTE_MS);
    expect(world.budget(EVA).waived).to.equal(true);
    world.iam.removePrincipal('user', 'eva');
    const deleted = { requestParameters: { userName: 'eva' }, eventTime: formatInstant(Date.now()) };
    await world.receivesIamEvent(eventFixture('cloudtrail/deleteUser', deleted));
    principal(world, EVA, [FULL_ACCESS]);
    await world.pass(MINUTE_MS);
    await suspends();
    expect(world.isAllowed(EVA)).to.equal(false);
  });

  it('a policy that IAM does not let the stack give back is named, and the restoration ends', async () => {
    await suspends();
    refuses('attachPolicy', FULL_ACCESS);
    await restores();
    expect(world.budget(EVA).status).to.equal('active');
    const restored = world.bus.published.find(({ detail }) => detail.type === 'AccessRestored');
    expect(restored?.detail['notRestored']).to.deep.equal([`${FULL_ACCESS}: IAM does not allow it`]);
    expect([...world.iam.held(eva).keys.values()]).to.deep.equal([true]);
  });

  it('a Deny that IAM does not let the stack take away keeps the restoration going, ever more slowly', async () => {
    await suspends();
    refuses('detachPolicy', ENFORCEMENT_CONFIG.denyPolicyArn);
    await restores();
    await world.pass(DAY_MS);
    expect(world.budget(EVA).status).to.equal('restoring');
    expect(world.deadLetters.length).to.be.within(5, 8);
  });

  it('a restoration that is stuck does not leave a budget free that is spent again', async () => {
    await suspends();
    await world.changes(EVA, limitSet(LIMIT_50));
    world.faults.set('iam-utilities verify-restoration', [Object.assign(new Error('x'), { name: 'Broken' })]);
    await world.pass(MINUTE_MS);
    expect(world.isAllowed(EVA)).to.equal(true);
    await world.spends(EVA, '100');
    await world.pass(20 * MINUTE_MS);
    expect(world.budget(EVA).status).to.equal('suspended');
    expect(world.isAllowed(EVA)).to.equal(false);
  });

  it('a policy that somebody gives between backup and suspension is left alone, for the Deny is enough', async () => {
    const attachPolicy = world.iam.attachPolicy.bind(world.iam);
    world.iam.attachPolicy = (holder, policyArn): Promise<IamAnswer> => {
      world.iam.held(eva).attached.add(LIMITED_ACCESS);
      return attachPolicy(holder, policyArn);
    };
    await suspends();
    expect(world.isAllowed(EVA)).to.equal(false);
    await restores();
    expect([...world.iam.held(eva).attached].sort()).to.deep.equal([FULL_ACCESS, LIMITED_ACCESS].sort());
  });

  it('a backup that sees an IAM of a moment ago loses nothing', async () => {
    world.iam.held(eva).attached.clear();
    await world.spends(EVA, '12');
    await world.pass(GRACE_MS);
    world.iam.lag(1);
    world.iam.held(eva).attached.add(FULL_ACCESS);
    await world.pass(MINUTE_MS);
    expect(world.budget(EVA).status).to.equal('suspended');
    await restores();
    expect([...world.iam.held(eva).attached]).to.deep.equal([FULL_ACCESS]);
  });

  it('a suspension that cannot be mended stays one, an operator’s too', async () => {
    await suspends();
    await world.operates({ operation: 'suspend-by-hand', principalId: EVA });
    world.iam.held(eva).attached.delete(ENFORCEMENT_CONFIG.denyPolicyArn);
    world.iam.fillAttachments(eva, ENFORCEMENT_CONFIG.attachmentQuota);
    world.iam.held(eva).boundary = `${IAM}:policy/people`;
    const detached = { requestParameters: { userName: 'eva', policyArn: ENFORCEMENT_CONFIG.denyPolicyArn } };
    await world.receivesIamEvent(eventFixture('cloudtrail/detachUserPolicy', detached));
    await world.pass(5 * MINUTE_MS);
    expect(world.budget(EVA)).to.include({ status: 'suspended', isManual: true, deny: 'missing-again' });
    expect(world.heard('eva')).to.include('SuspensionRefused');
  });

  it('a suspended principal that becomes protected gets its access back within a day', async () => {
    await suspends();
    world.settings = settingsOf({ budgetLimitUsd: '10', protectedPrincipals: EVA });
    await world.pass(DAY_MS + 10 * MINUTE_MS);
    expect(world.budget(EVA).status).to.equal('active');
    expect(world.iam.snapshot(eva)).to.equal(before);
  });

  it('a suspension that is lifted while one of its steps fails leaves nothing behind', async () => {
    const detachPolicy = world.iam.detachPolicy.bind(world.iam);
    let hasFailed = false;
    world.iam.detachPolicy = async (holder, policyArn): Promise<IamAnswer> => {
      if (hasFailed || policyArn !== FULL_ACCESS) return detachPolicy(holder, policyArn);
      hasFailed = true;
      await detachPolicy(holder, policyArn);
      await world.changes(EVA, { type: 'RestoreAccess' });
      await new Promise((resolve) => setTimeout(resolve, 20 * SECOND_MS));
      world.iam.held(holder).attached.delete(FULL_ACCESS);
      throw new Error('broken');
    };
    await world.spends(EVA, '12');
    await world.pass(GRACE_MS + 5 * MINUTE_MS);
    expect(world.budget(EVA).status).to.equal('active');
    expect(world.iam.snapshot(eva)).to.equal(before);
  });

  it('a suspended user who is renamed does not keep the Deny unseen', async () => {
    await suspends();
    const { attached } = world.iam.held(eva);
    world.iam.removePrincipal('user', 'eva');
    const renamed = principal(world, `${IAM}:user/teams/eva-maria`, [...attached]);
    const detail = { requestParameters: { userName: 'eva', newUserName: 'eva-maria' }, eventName: 'UpdateUser' };
    await world.receivesIamEvent(eventFixture('cloudtrail/deleteUser', detail));
    expect(world.budget(EVA).status).to.equal('closed');
    expect(world.heard(renamed.name)).to.include('StrayDenyFound');
  });
});
