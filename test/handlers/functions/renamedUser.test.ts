import { expect } from 'chai';
import { createUserSetup } from '../../../handlers/functions/userSetup.js';
import { NOON } from '../../domain/budget/histories.js';
import { eventFixture } from '../../events/fixture.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { AccessWorld, EVA, EVA_ARN, type Situation } from '../accessWorld.js';
import { CRASHES, failureOf, playEachCrash, PortCalls } from '../portCalls.js';
import { CONTEXT } from '../stubs.js';

const IAM = 'arn:aws:iam::444455556666';
const DENY = ENFORCEMENT_CONFIG.denyPolicyArn;

/** What EVA becomes: the parameters of the call, and her ARN after it. */
const RENAMINGS = {
  'another name': [{ newUserName: 'eva-k' }, `${IAM}:user/eva-k`],
  'another path': [{ newPath: '/teams/' }, `${IAM}:user/teams/eva`],
  'another name and path': [{ newPath: '/teams/', newUserName: 'eva-k' }, `${IAM}:user/teams/eva-k`],
} as const;

function rename({ iam }: AccessWorld, arn: string): void {
  const attached = [...iam.held(EVA).attached];
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  iam.removePrincipal('user', EVA.name);
  iam.addPrincipal('user', arn);
  for (const policyArn of attached) iam.held({ type: 'user', name }).attached.add(policyArn);
}

async function hears(world: AccessWorld, parameters: object, calls = new PortCalls()): Promise<void> {
  const requestParameters = { userName: EVA.name, ...parameters };
  const priceTable = { refreshedAt: () => Promise.resolve(NOON) };
  const [budgets, bus, iam] = [calls.through(world.tables), calls.through(world.bus), calls.through(world.iam)];
  const ports = { ...world.accessPorts(), priceTable, budgets, bus, iam, iamDirectory: iam };
  await createUserSetup(ports)(eventFixture('cloudtrail/updateUser', { requestParameters }), CONTEXT);
}

describe('createUserSetup, when a user was renamed', () => {
  for (const [what, [parameters, arn]] of Object.entries(RENAMINGS)) {
    const situations: readonly Situation[] = ['active', 'in grace', 'suspending', 'suspended', 'restoring'];
    for (const situation of situations) {
      it(`closes the budget of the old ARN, that was ${situation}, for ${what}`, async () => {
        const world = await AccessWorld.where(situation, []);
        rename(world, arn);
        await hears(world, parameters);
        expect(world.row(EVA.name).budget).to.include({ status: 'closed', closedAt: Date.UTC(2026, 9, 6, 16, 20) });
        expect(world.tables.records).to.have.length(1);
        expect(world.announced).to.deep.equal([]);
        expect(world.telemetry.entries.map(({ message }) => message)).to.include('budget closed');
      });
    }

    it(`announces a Deny that has gone with the user to ${what}, under one id`, async () => {
      const world = await AccessWorld.where('suspended', [DENY]);
      rename(world, arn);
      for (let delivery = 1; delivery <= 2; delivery += 1) await hears(world, parameters);
      const eventId = 'stray-deny-5d0c7a1e-3b52-4c8e-9a64-000000000029';
      const detail = { type: 'StrayDenyFound', at: '2026-10-06T16:20:00Z', principalId: arn };
      expect(world.bus.published).to.deep.equal([
        { eventId, detail },
        { eventId, detail },
      ]);
      expect(world.row(EVA.name).budget.status).to.equal('closed');
    });
  }

  it('keeps the budget of a user who has the old name again, whatever happened to the other', async () => {
    const world = await AccessWorld.where('active');
    world.iam.addPrincipal('user', `${IAM}:user/eva-k`);
    await hears(world, { newUserName: 'eva-k' });
    expect(world.row(EVA.name).budget.status).to.equal('active');
    expect(world.telemetry.entries.map(({ fields }) => fields['reason'])).to.include('the user was created again');
  });

  it('looks at nobody where the new user is gone as well', async () => {
    const world = await AccessWorld.where('suspended', [DENY]);
    world.iam.removePrincipal('user', EVA.name);
    await hears(world, { newUserName: 'eva-k' });
    expect(world.row(EVA.name).budget).to.include({ status: 'closed', principalId: EVA_ARN });
    expect(world.announced).to.deep.equal([]);
  });

  for (const crash of CRASHES) {
    it(`ends the same after a run that ${crash} any of its calls and a second delivery`, async () => {
      const crashes = await playEachCrash(crash, async (calls) => {
        const world = await AccessWorld.where('suspended', [DENY]);
        rename(world, `${IAM}:user/eva-k`);
        const failure = await failureOf(hears(world, { newUserName: 'eva-k' }, calls));
        expect(failure === undefined).to.equal(!calls.hasFailed);
        calls.revive();
        await hears(world, { newUserName: 'eva-k' });
        expect(world.row(EVA.name).budget.status).to.equal('closed');
        expect([...new Set(world.announced)]).to.deep.equal(['eva-k StrayDenyFound']);
      });
      expect(crashes).to.be.above(5);
    });
  }
});
