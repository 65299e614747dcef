import { usd } from '../../domain/money.js';
import { limitSet } from '../domain/budget/histories.js';
import { expect } from 'chai';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import { MINUTE_MS } from '../../domain/instant.js';

import { CRASHES, playEachCrash, PortCalls } from '../handlers/portCalls.js';
import { ENFORCEMENT_CONFIG } from '../enforcementConfig.js';
import { ALLOW, EnforcementWorld, FULL_ACCESS, GRACE_MS, IAM, LIMITED_ACCESS, principal } from './enforcementWorld.js';

const EVA = `${IAM}:user/teams/eva`;

/** More than a stuck workflow waits, and than the retries of one take. */
const RECOVERED_MS = 40 * MINUTE_MS;

interface Scene {
  readonly world: EnforcementWorld;
  readonly holder: PolicyHolder;
  readonly before: string;
}

/** A user that has its Bedrock access by two policies, a group and a key; full slots where `isFull`. */
function scene(calls: PortCalls, isFull: boolean): Scene {
  const world = new EnforcementWorld({ calls });
  const holder = principal(world, EVA, isFull ? [] : [FULL_ACCESS, LIMITED_ACCESS]);
  world.iam.addGroup('science', { policyArns: [], inline: [ALLOW] });
  world.iam.held(holder).groups.add('science');
  world.iam.addKey('eva');
  if (isFull) world.iam.fillAttachments(holder, ENFORCEMENT_CONFIG.attachmentQuota);
  return { world, holder, before: world.iam.snapshot(holder) };
}

async function suspends({ world }: Scene): Promise<void> {
  await world.spends(EVA, '12');
  await world.pass(GRACE_MS + MINUTE_MS);
}

async function restores({ world }: Scene): Promise<void> {
  await world.changes(EVA, limitSet(usd('50')));
  await world.pass(MINUTE_MS);
}

/** How often each policy of `EVA` really came and went: a repeated call changes nothing. */
function watchAttachments({ world, holder }: Scene): readonly string[] {
  const { attached } = world.iam.held(holder);
  const changes: string[] = [];
  const remove = attached.delete.bind(attached);
  const add = attached.add.bind(attached);
  attached.delete = (policyArn) => {
    const was = remove(policyArn);
    if (was) changes.push(`- ${policyArn}`);
    return was;
  };
  attached.add = (policyArn) => {
    if (!attached.has(policyArn)) changes.push(`+ ${policyArn}`);
    return add(policyArn);
  };
  return changes;
}

function expectSuspended({ world, before }: Scene): void {
  const budget = world.budget(EVA);
  expect(budget.status).to.equal('suspended');
  expect(world.isAllowed(EVA)).to.equal(false);
  const [arn, uniqueId] = JSON.parse(before) as readonly string[];
  expect(budget.restorePoint).to.include({ arn, uniqueId });
}

function expectRestored({ world, holder, before }: Scene): void {
  expect(world.budget(EVA)).to.include({ status: 'active', restorePoint: undefined });
  expect(world.iam.snapshot(holder)).to.equal(before);
  expect(world.isAllowed(EVA)).to.equal(true);
}

for (const isFull of [false, true]) {
  describe(`a crash at any call of the workflows' functions${isFull ? ', where no attachment is free' : ''}`, () => {
    for (const crash of CRASHES) {
      it(`(${crash} it) during a suspension ends suspended, and all comes back`, async () => {
        const faults = await playEachCrash(crash, async (calls) => {
          const played = scene(calls, isFull);
          try {
            const changes = watchAttachments(played);
            await suspends(played);
            calls.revive();
            await played.world.pass(RECOVERED_MS);
            expectSuspended(played);
            expect(new Set(changes).size).to.equal(changes.length);
            await restores(played);
            expectRestored(played);
            expect(new Set(changes).size).to.equal(changes.length);
          } finally {
            played.world.close();
          }
        });
        expect(faults).to.be.above(15);
      });

      it(`(${crash} it) during a restoration ends restored`, async () => {
        const faults = await playEachCrash(crash, async (calls) => {
          const idle = new PortCalls();
          const played = scene(idle, isFull);
          try {
            await suspends(played);
            expectSuspended(played);
            played.world.use(calls);
            const changes = watchAttachments(played);
            await restores(played);
            calls.revive();
            await played.world.pass(RECOVERED_MS);
            expectRestored(played);
            expect(new Set(changes).size).to.equal(changes.length);
          } finally {
            played.world.close();
          }
        });
        expect(faults).to.be.above(8);
      });
    }
  });
}
