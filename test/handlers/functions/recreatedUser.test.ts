import { expect } from 'chai';
import { createUserSetup } from '../../../handlers/functions/userSetup.js';
import { NOON } from '../../domain/budget/histories.js';
import { eventFixture } from '../../events/fixture.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { AccessWorld, EVA, EVA_ARN, type Situation } from '../accessWorld.js';
import { CONTEXT } from '../stubs.js';

async function hearsOfDeletion(world: AccessWorld): Promise<void> {
  const priceTable = { refreshedAt: () => Promise.resolve(NOON) };
  const setUp = createUserSetup({ ...world.accessPorts(), priceTable, iamDirectory: world.iam });
  await setUp(eventFixture('cloudtrail/deleteUser', { requestParameters: { userName: EVA.name } }), CONTEXT);
}

describe('createUserSetup, when a deleted user was made again before the deletion was heard of', () => {
  for (const situation of ['suspended', 'held by an operator'] satisfies readonly Situation[]) {
    // `simulate --seed 336 --days 30` found that she kept her access until her next call.
    it(`has her suspended anew, who was ${situation} and has no Deny now`, async () => {
      const world = await AccessWorld.where(situation);
      world.iam.removePrincipal('user', EVA.name);
      world.iam.addPrincipal('user', EVA_ARN);
      for (let delivery = 1; delivery <= 2; delivery += 1) await hearsOfDeletion(world);
      expect(world.waiting).to.include('SuspensionTampered');
      expect(world.waiting.filter((type) => type === 'SuspensionTampered')).to.have.length(1);
    });
  }

  it('does nothing about her who has the Deny, or is not suspended', async () => {
    const denied = await AccessWorld.where('suspended', [ENFORCEMENT_CONFIG.denyPolicyArn]);
    const active = await AccessWorld.where('active');
    for (const world of [denied, active]) {
      await hearsOfDeletion(world);
      expect(world.waiting).not.to.include('SuspensionTampered');
      expect(world.announced).to.deep.equal([]);
    }
  });
});
