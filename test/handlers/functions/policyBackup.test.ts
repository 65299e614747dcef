import { expect } from 'chai';
import sinon from 'sinon';
import { DAY_MS, formatInstant } from '../../../domain/instant.js';
import { usd } from '../../../domain/money.js';
import { TransientError } from '../../../handlers/runtime/errors.js';
import { createPolicyBackup } from '../../../handlers/functions/policyBackup.js';
import { limitSet, restorePoint } from '../../domain/budget/histories.js';
import { rejectionOf } from '../../rejection.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import {
  AccessWorld,
  EVA,
  EVA_ARN,
  EVA_ID,
  FULL_ACCESS,
  GRACE_ENDS,
  interrupted,
  LIMITED_ACCESS,
  NOW,
  type Situation,
} from '../accessWorld.js';
import { settingsOf } from '../stubs.js';

const TASK = { principalId: EVA_ARN, execution: 'e1' };
const LIFT = limitSet(usd('50'));

/** The monitor finds the suspension stuck, and another execution takes it on. */
async function startAgain(world: AccessWorld, execution: string): Promise<void> {
  world.clock.set(world.clock.now() + DAY_MS);
  await world.changes({ type: 'ReviewBudget' });
  await world.changes({ type: 'BeginSuspension', execution });
}

describe('createPolicyBackup', () => {
  afterEach(() => {
    sinon.restore();
  });

  it('keeps all that the principal has, and what a suspension will take of it', async () => {
    const world = await AccessWorld.where('suspending', [FULL_ACCESS]);
    world.iam.fillAttachments(EVA, 2);
    const keyId = world.iam.addKey('eva');
    const answer = await createPolicyBackup(world.accessPorts())(TASK);
    const attachedPolicyArns = [FULL_ACCESS, 'arn:aws:iam::aws:policy/Filler1'];
    const taken = { detachedPolicyArns: [FULL_ACCESS], deactivatedKeyIds: [keyId] };
    const what = { arn: EVA_ARN, uniqueId: EVA_ID, attachedPolicyArns, ...taken };
    expect(answer).to.deep.equal({ verdict: 'backed-up', restorePoint: { ...what, takenAt: formatInstant(NOW) } });
    expect(world.row('eva').budget.restorePoint).to.deep.equal({
      ...what,
      takenAt: NOW,
      boundaryArn: undefined,
      activeKeyIds: [keyId],
    });
    expect(world.waiting).to.deep.equal(['RestorePointTaken']);
    expect(world.telemetry.flushes).to.equal(1);
  });

  it('says that another stack has suspended the principal too', async () => {
    const others = 'arn:aws:iam::444455556666:policy/bedrock-budgeteer-prod-deny';
    const world = await AccessWorld.where('suspending', [others]);
    expect(await createPolicyBackup(world.accessPorts())(TASK)).to.have.property('verdict', 'backed-up');
    expect(world.telemetry.entries).to.deep.include({
      level: 'warn',
      message: 'suspended by another stack too',
      fields: { principalId: EVA_ARN, policies: others },
    });
  });

  it('keeps the earlier restore point of the same principal, and answers with it', async () => {
    const world = await AccessWorld.where('backed up', [ENFORCEMENT_CONFIG.denyPolicyArn]);
    const rows = world.rowsAsText();
    const { takenAt, arn, attachedPolicyArns, detachedPolicyArns, deactivatedKeyIds } = restorePoint(
      EVA_ID,
      GRACE_ENDS,
    );
    const kept = { arn, attachedPolicyArns, detachedPolicyArns, deactivatedKeyIds };
    expect(await createPolicyBackup(world.accessPorts())(TASK)).to.deep.equal({
      verdict: 'backed-up',
      restorePoint: { ...kept, uniqueId: EVA_ID, takenAt: formatInstant(takenAt) },
    });
    expect(world.rowsAsText()).to.deep.equal(rows);
  });

  it('replaces the restore point of a principal that was made again since', async () => {
    const world = await AccessWorld.where('backed up');
    world.iam.addPrincipal('user', EVA_ARN);
    world.iam.held(EVA).attached.add(FULL_ACCESS);
    const { uniqueId } = world.iam.held(EVA);
    expect(uniqueId).not.to.equal(EVA_ID);
    const answer = await createPolicyBackup(world.accessPorts())(TASK);
    expect(answer).to.have.nested.property('restorePoint.uniqueId', uniqueId);
    expect(world.row('eva').budget.restorePoint).to.deep.include({ uniqueId, detachedPolicyArns: [FULL_ACCESS] });
  });

  const notOurs: readonly (readonly [Situation, string, string])[] = [
    ['without budget', 'e1', 'there is no budget'],
    ['active', 'e1', 'the budget is active'],
    ['in grace', 'e1', 'the budget is grace'],
    ['to be suspended', 'e1', 'the budget is suspending by an execution that has not begun'],
    ['suspending', 'e2', 'the budget is suspending by e1'],
    ['suspended', 'e1', 'the budget is suspended'],
    ['restoring', 'e1', 'the budget is restoring by r1'],
    ['restoring', 'r1', 'the budget is restoring'],
    ['restored', 'e1', 'the budget is active'],
    ['closed', 'e1', 'the budget is closed'],
  ];
  for (const [situation, execution, reason] of notOurs) {
    it(`writes nothing and asks IAM nothing for ${execution} where the budget is ${situation}`, async () => {
      const world = await AccessWorld.where(situation);
      const rows = world.rowsAsText();
      const asked = sinon.spy(world.iam, 'access');
      const answer = await createPolicyBackup(world.accessPorts())({ ...TASK, execution });
      expect(answer).to.deep.equal({ verdict: 'not-needed', reason });
      expect(asked.callCount).to.equal(0);
      expect(world.rowsAsText()).to.deep.equal(rows);
      expect(world.telemetry.flushes).to.equal(1);
    });
  }

  const refused: readonly (readonly [string, string, (world: AccessWorld) => void])[] = [
    [
      'a protected principal',
      'protected by configuration',
      (world) => {
        world.settings = settingsOf({ protectedPrincipals: EVA_ARN });
      },
    ],
    [
      'a principal without room for the Deny',
      'no room for the Deny: 10 policies are attached, and a boundary is set',
      ({ iam }) => {
        iam.held(EVA).attached.clear();
        iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
        iam.held(EVA).boundary = 'arn:aws:iam::444455556666:policy/people';
      },
    ],
    [
      'a principal without an attachment where the stack does not fall back to a boundary',
      'no room for the Deny: 10 policies are attached, and boundaryFallback is off',
      (world) => {
        world.enforcementConfig = { ...ENFORCEMENT_CONFIG, fallsBackToBoundary: false };
        world.iam.held(EVA).attached.clear();
        world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
      },
    ],
  ];
  for (const [what, reason, given] of refused) {
    it(`refuses ${what}, and writes nothing`, async () => {
      const world = await AccessWorld.where('suspending');
      given(world);
      const rows = world.rowsAsText();
      expect(await createPolicyBackup(world.accessPorts())(TASK)).to.deep.equal({ verdict: 'refused', reason });
      expect(world.rowsAsText()).to.deep.equal(rows);
      expect(world.telemetry.flushes).to.equal(1);
    });
  }

  const absences: readonly (readonly [string, (world: AccessWorld) => void])[] = [
    [
      'IAM does not show',
      ({ iam }) => {
        iam.removePrincipal('user', 'eva');
      },
    ],
    [
      'has a namesake under another path alone',
      ({ iam }) => {
        iam.addPrincipal('user', 'arn:aws:iam::444455556666:user/teams/eva');
      },
    ],
  ];
  for (const [what, given] of absences) {
    it(`is to be tried again for a principal that ${what}, and writes nothing at its first two runs`, async () => {
      const world = await AccessWorld.where('suspending');
      given(world);
      for (const attempts of [1, 2]) {
        if (attempts > 1) await startAgain(world, `e${attempts}`);
        expect(world.row('eva').budget).to.include({ attempts });
        const rows = world.rowsAsText();
        const error = await rejectionOf(
          createPolicyBackup(world.accessPorts())({ ...TASK, execution: `e${attempts}` }),
        );
        expect(error).to.be.instanceOf(TransientError);
        expect(error.message).to.equal(`${EVA_ARN}: IAM does not show it`);
        expect(world.rowsAsText()).to.deep.equal(rows);
      }
    });

    it(`closes the budget of a principal that ${what} at the third run`, async () => {
      const world = await AccessWorld.where('suspending');
      given(world);
      for (const execution of ['e2', 'e3']) await startAgain(world, execution);
      expect(world.row('eva').budget).to.include({ attempts: 3 });
      expect(await createPolicyBackup(world.accessPorts())({ ...TASK, execution: 'e3' })).to.deep.equal({
        verdict: 'not-needed',
        reason: 'IAM has no such principal; its budget is closed',
      });
      expect(world.row('eva').budget).to.include({ status: 'closed', closedAt: world.clock.now() });
      expect(world.waiting.at(-1)).to.equal('BudgetClosed');
      const again = await createPolicyBackup(world.accessPorts())({ ...TASK, execution: 'e3' });
      expect(again).to.deep.equal({ verdict: 'not-needed', reason: 'the budget is closed' });
    });
  }

  for (const [attached, isRoom] of [
    [LIMITED_ACCESS, true],
    [FULL_ACCESS, false],
  ] as const) {
    it(`${isRoom ? 'finds' : 'finds no'} room in ${attached}, by the restore point it has kept`, async () => {
      const world = await AccessWorld.where('backed up', [attached]);
      world.iam.fillAttachments(EVA, ENFORCEMENT_CONFIG.attachmentQuota);
      world.iam.held(EVA).boundary = 'arn:aws:iam::444455556666:policy/people';
      const rows = world.rowsAsText();
      const answer = await createPolicyBackup(world.accessPorts())(TASK);
      expect(answer).to.include({ verdict: isRoom ? 'backed-up' : 'refused' });
      expect(world.rowsAsText()).to.deep.equal(rows);
    });
  }

  it("refuses a role of the stack's own", async () => {
    const world = await AccessWorld.where('suspending');
    const enforcementConfig = { ...ENFORCEMENT_CONFIG, ownRoles: ['arn:aws:iam::444455556666:user/ev*'] };
    expect(await createPolicyBackup({ ...world.accessPorts(), enforcementConfig })(TASK)).to.deep.equal({
      verdict: 'refused',
      reason: 'a role of this stack itself',
    });
  });

  it('keeps nothing where the suspension is lifted while IAM is asked', async () => {
    const world = await AccessWorld.where('suspending');
    const iam = interrupted(world.iam, 'access', 1, () => world.changes(LIFT));
    expect(await createPolicyBackup({ ...world.accessPorts(), iam })(TASK)).to.deep.equal({
      verdict: 'not-needed',
      reason: 'the budget is restoring by an execution that has not begun',
    });
    expect(world.row('eva').budget.restorePoint).to.equal(undefined);
    expect(world.waiting).not.to.include('RestorePointTaken');
  });

  it('does not answer with an earlier restore point where the suspension is lifted while IAM is asked', async () => {
    const world = await AccessWorld.where('backed up');
    const iam = interrupted(world.iam, 'access', 1, () => world.changes(LIFT));
    const answer = await createPolicyBackup({ ...world.accessPorts(), iam })(TASK);
    expect(answer).to.include({ verdict: 'not-needed' });
    expect(world.row('eva').budget.restorePoint?.uniqueId).to.equal(EVA_ID);
  });

  it('keeps nothing where the suspension is lifted right before the write', async () => {
    const world = await AccessWorld.where('suspending');
    const budgets = interrupted(world.tables, 'save', 1, () => world.changes(LIFT));
    const answer = await createPolicyBackup({ ...world.accessPorts(), budgets })(TASK);
    expect(answer).to.include({ verdict: 'not-needed' });
    expect(world.row('eva').budget).to.include({ status: 'restoring', restorePoint: undefined });
    expect(world.telemetry.total('WriteConflicts')).to.equal(1);
  });

  it('throws what IAM throws, with nothing written', async () => {
    const world = await AccessWorld.where('suspending', [LIMITED_ACCESS]);
    const rows = world.rowsAsText();
    sinon.stub(world.iam, 'access').rejects(new Error('throttled'));
    expect((await rejectionOf(createPolicyBackup(world.accessPorts())(TASK))).message).to.equal('throttled');
    expect(world.rowsAsText()).to.deep.equal(rows);
    expect(world.telemetry.flushes).to.equal(1);
  });
});
