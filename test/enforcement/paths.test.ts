import { usd } from '../../domain/money.js';
import { limitSet } from '../domain/budget/histories.js';
import { expect } from 'chai';
import { DAY_MS, formatInstant, MINUTE_MS } from '../../domain/instant.js';
import { eventFixture } from '../events/fixture.js';
import { settingsOf } from '../handlers/stubs.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { EnforcementWorld, FULL_ACCESS, GRACE_MS, IAM, LIMITED_ACCESS, principal } from './enforcementWorld.js';

const NADIA = `${IAM}:user/teams/nadia`;
const SUMMARISER = `${IAM}:role/teams/summariser`;
const nadia = { type: 'user', name: 'nadia' } as const;
const summariser = { type: 'role', name: 'summariser' } as const;
const LIMIT_50 = usd('50');

describe('what people do', () => {
  let world: EnforcementWorld;
  let before: string;

  beforeEach(() => {
    world = new EnforcementWorld();
    principal(world, NADIA, [FULL_ACCESS, LIMITED_ACCESS]);
    principal(world, SUMMARISER, [FULL_ACCESS]);
    before = world.iam.snapshot(nadia);
  });
  afterEach(() => {
    world.close();
  });

  const spends = async (arn: string, cost = '12'): Promise<void> => {
    await world.spends(arn, cost);
    await world.pass(MINUTE_MS);
  };
  const suspends = async (arn: string): Promise<void> => {
    await spends(arn);
    await world.pass(GRACE_MS + MINUTE_MS);
    expect(world.budget(arn).status).to.equal('suspended');
    expect(world.isAllowed(arn)).to.equal(false);
  };
  const expectUntouched = (): void => {
    expect(world.iam.snapshot(nadia)).to.equal(before);
    expect(world.budget(NADIA).status).to.equal('active');
  };

  describe('during grace', () => {
    it('a raised limit ends it: nothing is touched, and no final warning is given', async () => {
      await spends(NADIA);
      await world.changes(NADIA, limitSet(LIMIT_50));
      await world.pass(GRACE_MS + 10 * MINUTE_MS);
      expectUntouched();
      expect(world.heard('nadia')).to.include('GraceCancelled').and.not.include('FinalWarning');
      expect(world.ends()).to.deep.equal(['suspension NotNeeded']);
    });

    it('an operator ends it until the next period', async () => {
      await spends(NADIA);
      const answer = await world.operates({ operation: 'restore-by-hand', principalId: NADIA });
      expect(answer).to.deep.equal({ verdict: 'done' });
      await spends(NADIA, '5');
      await world.pass(GRACE_MS + 10 * MINUTE_MS);
      expectUntouched();
    });

    it('a refresh ends it', async () => {
      world.settings = settingsOf({ budgetLimitUsd: '10', refreshPeriodDays: '1', gracePeriodSeconds: '86400' });
      await spends(NADIA);
      await world.pass(14 * 60 * MINUTE_MS);
      await world.refreshes();
      await world.pass(DAY_MS);
      expectUntouched();
      expect(world.ends()).to.deep.equal(['suspension NotNeeded']);
    });

    it('a second grace in the same period is its own', async () => {
      await spends(NADIA);
      await world.changes(NADIA, limitSet(usd('13')));
      await spends(NADIA, '2');
      await world.pass(GRACE_MS - MINUTE_MS);
      expect(world.budget(NADIA).status).to.equal('grace');
      expect(world.isAllowed(NADIA)).to.equal(true);
      await world.pass(2 * MINUTE_MS);
      expect(world.budget(NADIA).status).to.equal('suspended');
      expect(world.ends()).to.deep.equal(['suspension NotNeeded', 'suspension SuspensionComplete']);
    });
  });

  describe('an operator', () => {
    it('suspends whom they want, and no refresh and no limit gives that back', async () => {
      await spends(NADIA, '1');
      await world.operates({ operation: 'suspend-by-hand', principalId: NADIA });
      await world.pass(MINUTE_MS);
      expect(world.isAllowed(NADIA)).to.equal(false);
      await world.changes(NADIA, limitSet(LIMIT_50));
      await world.pass(40 * DAY_MS);
      await world.refreshes();
      await world.pass(MINUTE_MS);
      expect(world.budget(NADIA).status).to.equal('suspended');
      expect(world.isAllowed(NADIA)).to.equal(false);
      await world.operates({ operation: 'restore-by-hand', principalId: NADIA });
      await world.pass(MINUTE_MS);
      expectUntouched();
    });

    it('is told what cannot be done', async () => {
      await spends(NADIA, '1');
      const nothing = await world.operates({ operation: 'restore-by-hand', principalId: NADIA });
      expect(nothing).to.deep.equal({ verdict: 'not-needed', reason: 'there is nothing to restore: active' });
      const nobody = await world.operates({ operation: 'suspend-by-hand', principalId: `${IAM}:user/x` });
      expect(nobody).to.deep.equal({ verdict: 'not-needed', reason: 'there is no budget' });
    });
  });

  describe('while suspended', () => {
    it('the refresh gives access back', async () => {
      await suspends(NADIA);
      await world.pass(30 * DAY_MS);
      await world.refreshes();
      await world.pass(MINUTE_MS);
      expectUntouched();
    });

    it('a Deny that somebody detaches is put back once, then people are told', async () => {
      await suspends(NADIA);
      for (const [round, isBack] of [true, false, false].entries()) {
        world.iam.held(nadia).attached.delete(ENFORCEMENT_CONFIG.denyPolicyArn);
        for (let delivery = 0; delivery < 2; delivery += 1) {
          await world.receivesIamEvent(eventFixture('cloudtrail/detachUserPolicy', { eventID: `round-${round}` }));
        }
        await world.pass(2 * MINUTE_MS);
        expect(world.iam.held(nadia).attached.has(ENFORCEMENT_CONFIG.denyPolicyArn), `round ${round}`).to.equal(isBack);
        expect(world.budget(NADIA).status).to.equal('suspended');
      }
      const tampered = world.bus.published.filter(({ detail }) => detail.type === 'SuspensionTampered');
      expect(tampered.map(({ detail }) => detail['willBeReattached'])).to.deep.equal([true, false]);
      await world.operates({ operation: 'restore-by-hand', principalId: NADIA });
      await world.pass(MINUTE_MS);
      expectUntouched();
    });

    it('spend is counted, alarmed, and has a missing Deny put back', async () => {
      await suspends(NADIA);
      world.iam.held(nadia).attached.delete(ENFORCEMENT_CONFIG.denyPolicyArn);
      await world.pass(10 * MINUTE_MS);
      await world.spends(NADIA, '3');
      await world.pass(2 * MINUTE_MS);
      expect(world.budget(NADIA).spentUsd.toFixed()).to.equal('15');
      expect(world.heard('nadia')).to.include('SpendAfterSuspension');
      expect(world.isAllowed(NADIA)).to.equal(false);
    });

    it('a user who is deleted leaves nothing behind, and one made again under the name starts afresh', async () => {
      await suspends(NADIA);
      world.iam.removePrincipal('user', 'nadia');
      const deleted = { requestParameters: { userName: 'nadia' }, eventTime: formatInstant(Date.now()) };
      await world.receivesIamEvent(eventFixture('cloudtrail/deleteUser', deleted));
      await world.pass(MINUTE_MS);
      expect(world.budget(NADIA)).to.include({ status: 'closed', restorePoint: undefined });
      const again = principal(world, NADIA, [LIMITED_ACCESS]);
      const fresh = world.iam.snapshot(again);
      await world.pass(MINUTE_MS);
      await spends(NADIA, '1');
      await world.pass(GRACE_MS + MINUTE_MS);
      expect(world.isAllowed(NADIA)).to.equal(false);
      await world.changes(NADIA, limitSet(LIMIT_50));
      await world.pass(MINUTE_MS);
      expect(world.iam.snapshot(again)).to.equal(fresh);
    });

    it('a user who is deleted before the news of it gets the budget restored, and what it had is named', async () => {
      await suspends(NADIA);
      world.iam.removePrincipal('user', 'nadia');
      await world.operates({ operation: 'restore-by-hand', principalId: NADIA });
      await world.pass(MINUTE_MS);
      expect(world.budget(NADIA).status).to.equal('active');
      const restored = world.bus.published.find(({ detail }) => detail.type === 'AccessRestored');
      expect(restored?.detail['notRestored']).to.deep.equal([
        `${FULL_ACCESS}: the principal was deleted`,
        `${LIMITED_ACCESS}: the principal was deleted`,
      ]);
    });

    it('a role made again under its name is suspended anew, and gets back its own access', async () => {
      await suspends(SUMMARISER);
      const again = principal(world, SUMMARISER, [LIMITED_ACCESS]);
      const fresh = world.iam.snapshot(again);
      await world.pass(10 * MINUTE_MS);
      await world.spends(SUMMARISER, '1');
      await world.pass(2 * MINUTE_MS);
      expect(world.isAllowed(SUMMARISER)).to.equal(false);
      await world.changes(SUMMARISER, limitSet(LIMIT_50));
      await world.pass(MINUTE_MS);
      expect(world.iam.snapshot(again)).to.equal(fresh);
    });

    it('a role made again, unnoticed, gets nothing of the old one and keeps no Deny', async () => {
      await suspends(SUMMARISER);
      const again = principal(world, SUMMARISER, [LIMITED_ACCESS]);
      world.iam.held(again).attached.add(ENFORCEMENT_CONFIG.denyPolicyArn);
      await world.changes(SUMMARISER, limitSet(LIMIT_50));
      await world.pass(MINUTE_MS);
      expect([...world.iam.held(summariser).attached]).to.deep.equal([LIMITED_ACCESS]);
      const restored = world.bus.published.find(({ detail }) => detail.type === 'AccessRestored');
      expect(restored?.detail['notRestored']).to.deep.equal([
        `${FULL_ACCESS}: the principal was deleted and recreated since`,
      ]);
    });

    it('what no longer fits or exists is named, the rest comes back, and the Deny goes', async () => {
      await suspends(NADIA);
      world.iam.removePolicy(LIMITED_ACCESS);
      await world.operates({ operation: 'restore-by-hand', principalId: NADIA });
      await world.pass(MINUTE_MS);
      expect([...world.iam.held(nadia).attached]).to.deep.equal([FULL_ACCESS]);
      const restored = world.bus.published.find(({ detail }) => detail.type === 'AccessRestored');
      expect(restored?.detail['notRestored']).to.deep.equal([`${LIMITED_ACCESS}: does not exist any more`]);
    });

    it('slots that were filled by hand leave room for one policy only', async () => {
      await suspends(NADIA);
      world.iam.fillAttachments(nadia, ENFORCEMENT_CONFIG.attachmentQuota);
      await world.operates({ operation: 'restore-by-hand', principalId: NADIA });
      await world.pass(MINUTE_MS);
      expect(world.iam.held(nadia).attached.has(ENFORCEMENT_CONFIG.denyPolicyArn)).to.equal(false);
      expect(world.iam.held(nadia).attached.has(FULL_ACCESS)).to.equal(true);
      const restored = world.bus.published.find(({ detail }) => detail.type === 'AccessRestored');
      expect(restored?.detail['notRestored']).to.deep.equal([
        `${LIMITED_ACCESS}: the principal has no attachment left`,
      ]);
    });
  });

  it('a Deny on a principal that is not suspended is announced and left alone', async () => {
    await spends(NADIA, '1');
    world.iam.held(nadia).attached.add(ENFORCEMENT_CONFIG.denyPolicyArn);
    await world.receivesIamEvent(eventFixture('cloudtrail/attachUserPolicy-deny'));
    expect(world.heard('nadia')).to.include('StrayDenyFound');
    expect(world.isAllowed(NADIA)).to.equal(false);
  });

  it('a role that is deleted closes its budget', async () => {
    await suspends(SUMMARISER);
    world.iam.removePrincipal('role', 'summariser');
    await world.receivesIamEvent(eventFixture('cloudtrail/deleteRole'));
    expect(world.budget(SUMMARISER).status).to.equal('closed');
  });
});
