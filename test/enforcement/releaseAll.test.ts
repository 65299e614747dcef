import { expect } from 'chai';
import { leftOnLists, releaseAll, type Released, type ReleasePorts } from '../../cli/release/releaseAll.js';
import { silentTelemetry } from '../../cli/stack/silentTelemetry.js';
import { MINUTE_MS } from '../../domain/instant.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import { settingsOf } from '../handlers/stubs.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { CLOCK, EnforcementWorld, FULL_ACCESS, GRACE_MS, IAM, principal } from './enforcementWorld.js';

const EVA = `${IAM}:user/teams/eva`;
const SUMMARISER = `${IAM}:role/summariser`;

describe('releaseAll', () => {
  let world: EnforcementWorld;
  const holders: PolicyHolder[] = [];

  beforeEach(async () => {
    world = new EnforcementWorld();
    holders.splice(0, 2, principal(world, EVA, [FULL_ACCESS]), principal(world, SUMMARISER, [FULL_ACCESS]));
    for (const arn of [EVA, SUMMARISER]) await world.spends(arn, '12');
    await world.pass(GRACE_MS + MINUTE_MS);
  });
  afterEach(() => {
    world.close();
  });

  const ports = (): ReleasePorts => ({
    budgets: world.tables,
    clock: CLOCK,
    telemetry: silentTelemetry,
    denied: () =>
      Promise.resolve(
        holders.filter((holder) => world.iam.held(holder).attached.has(ENFORCEMENT_CONFIG.denyPolicyArn)),
      ),
    deniedPersons: async () => leftOnLists(await world.lists.read([1, 2])),
    protectAll: () => {
      world.settings = settingsOf({ budgetLimitUsd: '10', protectedPrincipals: 'arn:*:iam::*:*,person/*' });
      return Promise.resolve();
    },
    stopWaiting: () => Promise.resolve(2),
  });
  const release = async (
    waitMinutes: number,
  ): Promise<{ readonly answer: Released; readonly looks: readonly number[] }> => {
    const looks: number[] = [];
    const onLook = (left: number): void => void looks.push(left);
    const running = releaseAll(ports(), world.settings, { waitMinutes, onLook });
    await world.pass((waitMinutes + 1) * MINUTE_MS);
    return { answer: await running, looks };
  };

  it('gives everybody back what they had, and suspends nobody after that', async () => {
    expect(world.isAllowed(EVA)).to.equal(false);
    const { answer, looks } = await release(15);
    expect(answer).to.deep.equal({ released: [EVA, SUMMARISER], left: [], stopped: 2 });
    expect(looks[0]).to.equal(2);
    expect(looks.slice(-18)).to.deep.equal(Array<number>(18).fill(0));
    for (const arn of [EVA, SUMMARISER]) expect(world.isAllowed(arn)).to.equal(true);
    await world.spends(EVA, '500');
    await world.pass(60 * MINUTE_MS);
    expect(world.isAllowed(EVA)).to.equal(true);
  });

  it('names who still has the Deny when its time is up', async () => {
    world.faults.set(
      'iam-utilities restore',
      Array.from({ length: 9 }, () => new Error('broken')),
    );
    const { answer } = await release(2);
    expect(answer.left).to.deep.equal(['user eva', 'role summariser']);
  });
});
