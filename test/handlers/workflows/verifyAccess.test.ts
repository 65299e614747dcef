import { expect } from 'chai';
import sinon from 'sinon';
import { NotEffectiveYetError } from '../../../handlers/runtime/errors.js';
import { createIamUtilities } from '../../../handlers/functions/iamUtilities.js';
import type { PolicyDecision } from '../../../handlers/ports/iamAccess.js';
import { rejectionOf } from '../../rejection.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { AccessWorld, EVA, EVA_ARN, EVA_ID, FULL_ACCESS, LIMITED_ACCESS, type Situation } from '../accessWorld.js';

const DENY = ENFORCEMENT_CONFIG.denyPolicyArn;
const KEY = 'ACCA00000000000000009';
const NAMESAKE = 'arn:aws:iam::444455556666:user/teams/eva';
const TASK = { principalId: EVA_ARN, execution: 'e1', operation: 'verify-suspension' };
const RESTORATION = { principalId: EVA_ARN, execution: 'r1', operation: 'verify-restoration', notRestored: [] };
const DONE = { verdict: 'done', steps: [], notRestored: [] };
const ACTIONS = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:CallWithBearerToken',
  'bedrock-mantle:CreateInference',
];

async function verify(world: AccessWorld, event: unknown): Promise<unknown> {
  return createIamUtilities(world.accessPorts())(event);
}

async function expectNotYet(world: AccessWorld, event: unknown, message: string): Promise<void> {
  const error = await rejectionOf(verify(world, event));
  expect(error).to.be.instanceOf(NotEffectiveYetError);
  expect(error.message).to.equal(`${EVA_ARN}: ${message}`);
  expect(world.telemetry.flushes).to.equal(1);
}

function decisionsOf(decision: PolicyDecision): Map<string, PolicyDecision> {
  return new Map(ACTIONS.map((action) => [action, decision]));
}

/** EVA under the Deny, with two policies and a key taken from her. */
async function suspended(): Promise<AccessWorld> {
  const world = await AccessWorld.where('suspending', [DENY]);
  world.iam.held(EVA).keys.set(KEY, false);
  const restorePoint = {
    arn: EVA_ARN,
    uniqueId: EVA_ID,
    attachedPolicyArns: [FULL_ACCESS, LIMITED_ACCESS],
    boundaryArn: undefined,
    activeKeyIds: [KEY],
    detachedPolicyArns: [FULL_ACCESS, LIMITED_ACCESS],
    deactivatedKeyIds: [KEY],
    takenAt: world.clock.now(),
  };
  await world.changes({ type: 'TakeRestorePoint', execution: 'e1', restorePoint });
  return world;
}

describe('iam-utilities verify-suspension', () => {
  afterEach(() => {
    sinon.restore();
  });

  it('is done where the Deny is attached and all else is taken', async () => {
    const world = await AccessWorld.where('backed up', [DENY]);
    world.iam.held(EVA).inline.set('all', '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}');
    const decisions = sinon.spy(world.iam, 'decisions');
    expect(await verify(world, TASK)).to.deep.equal(DONE);
    expect(decisions.args).to.deep.equal([[EVA_ARN, ACTIONS, undefined]]);
  });

  const notYet: readonly (readonly [string, (world: AccessWorld) => unknown, string])[] = [
    ['the Deny is not seen', ({ iam }) => iam.held(EVA).attached.delete(DENY), 'the Deny is not seen yet'],
    [
      'policies are still attached',
      ({ iam }) => iam.held(EVA).attached.add(FULL_ACCESS).add(LIMITED_ACCESS),
      `still attached: ${FULL_ACCESS}, ${LIMITED_ACCESS}`,
    ],
    [
      'a policy and a key are still there',
      ({ iam }) => [iam.held(EVA).attached.add(LIMITED_ACCESS), iam.held(EVA).keys.set(KEY, true)],
      `still attached: ${LIMITED_ACCESS}`,
    ],
    ['a key is still active', ({ iam }) => iam.held(EVA).keys.set(KEY, true), `keys still active: ${KEY}`],
  ];
  for (const [what, change, message] of notYet) {
    it(`waits where ${what}, and asks for no decision`, async () => {
      const world = await suspended();
      change(world);
      const decisions = sinon.spy(world.iam, 'decisions');
      await expectNotYet(world, TASK, message);
      expect(decisions.callCount).to.equal(0);
    });
  }

  for (const action of ACTIONS) {
    for (const decision of ['allowed', 'implicitDeny'] as const) {
      it(`waits where ${action} is ${decision} though the Deny is attached`, async () => {
        const world = await AccessWorld.where('backed up', [DENY]);
        const decisions = decisionsOf('explicitDeny');
        decisions.set(action, decision);
        sinon.stub(world.iam, 'decisions').resolves(decisions);
        await expectNotYet(world, TASK, `not denied yet: ${action}`);
      });
    }
  }

  for (const action of ACTIONS) {
    it(`is done where the simulation does not know ${action}, which is said once`, async () => {
      const world = await AccessWorld.where('backed up', [DENY]);
      world.iam.unknownActions.add(action);
      for (let time = 0; time < 2; time += 1) expect(await verify(world, TASK)).to.deep.equal(DONE);
      const warnings = world.telemetry.entries.filter(({ level }) => level === 'warn');
      const message = 'SimulatePrincipalPolicy does not know some actions, and they are not verified';
      expect(warnings).to.deep.equal([{ level: 'warn', message, fields: { actions: action } }]);
    });

    it(`waits for the others where the simulation does not know ${action}`, async () => {
      const world = await AccessWorld.where('backed up', [DENY]);
      world.iam.unknownActions.add(action);
      world.iam.addPolicy(DENY, '{"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}');
      const error = await rejectionOf(verify(world, TASK));
      expect(error.message).to.include(`not denied yet: ${ACTIONS.filter((one) => one !== action).join(', ')}`);
    });
  }

  it('fails where the simulation knows none of the actions', async () => {
    const world = await AccessWorld.where('backed up', [DENY]);
    for (const action of ACTIONS) world.iam.unknownActions.add(action);
    expect(await rejectionOf(verify(world, TASK))).to.have.property('name', 'InvalidInputException');
  });

  const byBoundary: readonly (readonly [PolicyDecision, boolean])[] = [
    ['explicitDeny', true],
    ['implicitDeny', true],
    ['allowed', false],
  ];
  for (const [decision, isDone] of byBoundary) {
    it(`${isDone ? 'is done' : 'waits'} where every call is ${decision} and the Deny is the boundary`, async () => {
      const world = await AccessWorld.where('backed up', []);
      world.iam.held(EVA).boundary = ENFORCEMENT_CONFIG.denyBoundaryArn;
      sinon.stub(world.iam, 'decisions').resolves(decisionsOf(decision));
      if (isDone) expect(await verify(world, TASK)).to.deep.equal(DONE);
      else await expectNotYet(world, TASK, `not denied yet: ${ACTIONS.join(', ')}`);
    });
  }

  it('waits for an explicit Deny where the boundary is of others', async () => {
    const world = await AccessWorld.where('backed up', [DENY]);
    world.iam.held(EVA).boundary = 'arn:aws:iam::444455556666:policy/people';
    sinon.stub(world.iam, 'decisions').resolves(decisionsOf('implicitDeny'));
    await expectNotYet(world, TASK, `not denied yet: ${ACTIONS.join(', ')}`);
  });

  it('leaves alone what was given after the backup', async () => {
    const world = await AccessWorld.where('backed up', [DENY, FULL_ACCESS]);
    world.iam.addKey('eva');
    expect(await verify(world, TASK)).to.deep.equal(DONE);
  });

  it('is content with the Deny where nothing was backed up', async () => {
    const world = await AccessWorld.where('suspending', [DENY, FULL_ACCESS]);
    expect(world.row('eva').budget.restorePoint).to.equal(undefined);
    expect(await verify(world, TASK)).to.deep.equal(DONE);
  });

  const notOurs: readonly (readonly [Situation, string, string])[] = [
    ['without budget', 'e1', 'there is no budget'],
    ['active', 'e1', 'the budget is active'],
    ['suspending', 'e2', 'the budget is suspending by e1'],
    ['suspended', 'e1', 'the budget is suspended'],
    ['restoring', 'r1', 'the budget is restoring'],
  ];
  for (const [situation, execution, reason] of notOurs) {
    it(`is not needed by ${execution} where the budget is ${situation}`, async () => {
      const world = await AccessWorld.where(situation);
      const access = sinon.spy(world.iam, 'access');
      expect(await verify(world, { ...TASK, execution })).to.deep.equal({ verdict: 'not-needed', reason });
      expect(access.callCount).to.equal(0);
    });
  }

  it('is not needed for a principal that was deleted, whoever has its name under another path', async () => {
    const world = await AccessWorld.where('backed up');
    world.iam.removePrincipal('user', 'eva');
    const notNeeded = { verdict: 'not-needed', reason: 'the principal was deleted' };
    expect(await verify(world, TASK)).to.deep.equal(notNeeded);
    world.iam.addPrincipal('user', NAMESAKE);
    expect(await verify(world, TASK)).to.deep.equal(notNeeded);
  });
});

describe('iam-utilities verify-restoration', () => {
  it('is done where everything is back', async () => {
    const world = await AccessWorld.where('restoring', [LIMITED_ACCESS]);
    expect(await verify(world, RESTORATION)).to.deep.equal(DONE);
  });

  const left: readonly (readonly [string, (world: AccessWorld) => unknown, string])[] = [
    ['the Deny is still attached', ({ iam }) => iam.held(EVA).attached.add(DENY), 'DetachDeny'],
    [
      'the boundary is still set',
      ({ iam }) => (iam.held(EVA).boundary = ENFORCEMENT_CONFIG.denyBoundaryArn),
      'RemoveDenyBoundary',
    ],
    [
      'a policy is not back',
      ({ iam }) => iam.held(EVA).attached.delete(LIMITED_ACCESS),
      `AttachPolicy ${LIMITED_ACCESS}`,
    ],
    [
      'nothing is back',
      ({ iam }) => {
        iam.held(EVA).attached.clear();
        iam.held(EVA).attached.add(DENY);
      },
      `DetachDeny, AttachPolicy ${LIMITED_ACCESS}`,
    ],
  ];
  for (const [what, change, steps] of left) {
    it(`waits where ${what}`, async () => {
      const world = await AccessWorld.where('restoring', [LIMITED_ACCESS]);
      change(world);
      await expectNotYet(world, RESTORATION, `${steps}: not seen yet`);
    });
  }

  /** With a key in the restore point, which is not active. */
  const withKey = async (attached: readonly string[]): Promise<[AccessWorld, string]> => {
    const world = await AccessWorld.where('suspending', attached);
    const keyId = world.iam.addKey('eva');
    const access = await world.iam.access(EVA);
    if (access === undefined) throw new Error('eva is gone');
    const taken = { detachedPolicyArns: attached, deactivatedKeyIds: [keyId] };
    const restorePoint = { ...access, ...taken, takenAt: world.clock.now() };
    await world.changes({ type: 'TakeRestorePoint', execution: 'e1', restorePoint });
    await world.changes({ type: 'RestoreAccess' });
    await world.changes({ type: 'BeginRestoration', execution: 'r1' });
    world.iam.held(EVA).keys.set(keyId, false);
    return [world, keyId];
  };

  it('waits where a key is not active again', async () => {
    const [world, keyId] = await withKey([LIMITED_ACCESS]);
    const error = await rejectionOf(verify(world, RESTORATION));
    expect(error.message).to.equal(`${EVA_ARN}: ActivateKey ${keyId}: not seen yet`);
  });

  it('does not wait for what could not be given back', async () => {
    const [world, keyId] = await withKey([LIMITED_ACCESS]);
    world.iam.held(EVA).attached.clear();
    const gone = [`${LIMITED_ACCESS}: does not exist any more`, `${keyId}: does not exist any more`];
    expect(await verify(world, { ...RESTORATION, notRestored: gone })).to.deep.equal(DONE);
    for (const [index, line] of [`ActivateKey ${keyId}`, `AttachPolicy ${LIMITED_ACCESS}`].entries()) {
      const error = await rejectionOf(verify(world, { ...RESTORATION, notRestored: [gone[index]] }));
      expect(error.message).to.equal(`${EVA_ARN}: ${line}: not seen yet`);
    }
  });

  it('waits for the Deny to go, whatever could not be given back', async () => {
    const world = await AccessWorld.where('restoring', [LIMITED_ACCESS, DENY]);
    const notRestored = [`${DENY}: no`, 'DetachDeny: no'];
    await expectNotYet(world, { ...RESTORATION, notRestored }, 'DetachDeny: not seen yet');
  });

  it('takes no policy for another whose ARN begins the same', async () => {
    const world = await AccessWorld.where('restoring', []);
    const notRestored = [`${LIMITED_ACCESS}V2: does not exist any more`];
    await expectNotYet(world, { ...RESTORATION, notRestored }, `AttachPolicy ${LIMITED_ACCESS}: not seen yet`);
  });

  const notOurs: readonly (readonly [Situation, string, string])[] = [
    ['without budget', 'r1', 'there is no budget'],
    ['active', 'r1', 'the budget is active'],
    ['suspending', 'e1', 'the budget is suspending'],
    ['restoring', 'r2', 'the budget is restoring by r1'],
    ['restored', 'r1', 'the budget is active'],
  ];
  for (const [situation, execution, reason] of notOurs) {
    it(`is not needed by ${execution} where the budget is ${situation}`, async () => {
      const world = await AccessWorld.where(situation, [DENY]);
      expect(await verify(world, { ...RESTORATION, execution })).to.deep.equal({ verdict: 'not-needed', reason });
    });
  }

  it('is done for a principal that was deleted, whoever has its name under another path', async () => {
    const world = await AccessWorld.where('restoring');
    world.iam.removePrincipal('user', 'eva');
    expect(await verify(world, RESTORATION)).to.deep.equal(DONE);
    world.iam.addPrincipal('user', NAMESAKE);
    world.iam.held(EVA).attached.add(DENY);
    expect(await verify(world, RESTORATION)).to.deep.equal(DONE);
  });
});
