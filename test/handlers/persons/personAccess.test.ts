import { expect } from 'chai';
import { MAX_POLICY_CHARACTERS } from '../../../domain/iam/denyDocument.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { CRASHES, failureOf, playEachCrash, PortCalls } from '../portCalls.js';
import { leftOnLists, releaseAll, type ReleasePorts } from '../../../cli/release/releaseAll.js';
import { emptyPersonPolicy } from '../../../handlers/ports/personPolicyLists.js';
import { PersonWorld } from './personWorld.js';

/** Numbers that look random and are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

async function again(work: () => Promise<unknown>, world: PersonWorld): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    if ((await failureOf(work())) === undefined) return;
    world.clock.set(world.clock.now() + 60_000);
  }
  await work();
}

describe('personAccess', () => {
  it('denies one person and nobody else, and gives exactly that back', async () => {
    const world = new PersonWorld();
    await world.suspending('ana@example.com');
    expect(await world.act('deny', 'ana@example.com')).to.deep.equal({
      verdict: 'done',
      steps: [`DenyPerson ${ENFORCEMENT_CONFIG.personPolicyArns[0] ?? ''}`],
      notRestored: [],
    });
    expect(
      ['ana@example.com', 'bo@example.com', 'xana@example.com'].map((name) => world.isAllowed(name)),
    ).to.deep.equal([false, true, true]);
    await world.restoring('ana@example.com');
    await world.act('allow', 'ana@example.com');
    expect(world.isAllowed('ana@example.com')).to.equal(true);
    const { held, derived } = await world.documents();
    expect(held).to.deep.equal(derived);
  });

  it('denies every spelling that was seen', async () => {
    const world = new PersonWorld();
    await world.suspending('ana', 'Ana');
    await world.act('deny', 'ana');
    expect([world.isAllowed('Ana'), world.isAllowed('ANA')]).to.deep.equal([false, true]);
  });

  for (const crash of CRASHES) {
    it(`ends the same where a run ${crash} each of its calls and comes again`, async () => {
      const faults = await playEachCrash(crash, async (calls) => {
        const world = new PersonWorld();
        await world.suspending('bo');
        await world.act('deny', 'bo');
        await world.suspending('ana');
        const first = await failureOf(world.act('deny', 'ana', world.personPorts(calls)));
        calls.revive();
        if (first !== undefined) await again(() => world.act('deny', 'ana'), world);
        expect([world.isAllowed('ana'), world.isAllowed('bo'), world.isAllowed('eve')]).to.deep.equal([
          false,
          false,
          true,
        ]);
        const { held, derived } = await world.documents();
        expect(held).to.deep.equal(derived);
      });
      expect(faults).to.be.above(8);
    });

    it(`gives access back where a restoration ${crash} each of its calls and comes again`, async () => {
      const faults = await playEachCrash(crash, async (calls) => {
        const world = new PersonWorld();
        for (const name of ['ana', 'bo']) {
          await world.suspending(name);
          await world.act('deny', name);
        }
        await world.restoring('ana');
        const first = await failureOf(world.act('allow', 'ana', world.personPorts(calls)));
        calls.revive();
        if (first !== undefined) await again(() => world.act('allow', 'ana'), world);
        expect([world.isAllowed('ana'), world.isAllowed('bo')]).to.deep.equal([true, false]);
        const { held, derived } = await world.documents();
        expect(held).to.deep.equal(derived);
      });
      expect(faults).to.be.above(8);
    });
  }

  it('takes a person out again whose suspension has ended meanwhile', async () => {
    const world = new PersonWorld();
    await world.suspending('ana');
    const { documents, ...others } = world.personPorts();
    const ended = {
      policyDocument: (policyArn: string) => documents.policyDocument(policyArn),
      writePolicyDocument: async (policyArn: string, document: string) => {
        if (world.rowOf('person/ana').budget.status === 'suspending')
          await world.change('person/ana', { type: 'RestoreAccess' });
        return documents.writePolicyDocument(policyArn, document);
      },
    };
    expect(await world.act('deny', 'ana', { ...others, documents: ended })).to.include({ verdict: 'not-needed' });
    expect(world.isAllowed('ana')).to.equal(true);
  });

  it('refuses where the lists are full, and names what to do', async () => {
    const world = new PersonWorld();
    for (let number = 0; number < 160; number += 1) {
      const name = String(number).padStart(64, 'n');
      await world.suspending(name);
      const answer = (await world.act('deny', name)) as { readonly verdict: string; readonly reason?: string };
      if (answer.verdict !== 'refused') continue;
      expect(number).to.be.within(130, 150);
      expect(answer.reason).to.include('raise personPolicies');
      expect(world.isAllowed(name)).to.equal(true);
      return;
    }
    throw new Error('never full');
  });

  it('refuses where somebody deleted the policy, and restores all the same', async () => {
    const world = new PersonWorld();
    for (const policyArn of ENFORCEMENT_CONFIG.personPolicyArns) world.iam.removePolicy(policyArn);
    await world.suspending('ana');
    expect(await world.act('deny', 'ana')).to.include({ verdict: 'refused' });
    await world.restoring('ana');
    expect(await world.act('allow', 'ana')).to.include({ verdict: 'done' });
  });

  it('works for one execution at a time', async () => {
    const world = new PersonWorld();
    await world.suspending('ana');
    await world.suspending('bo');
    const answers = await Promise.allSettled([world.act('deny', 'ana'), world.act('deny', 'bo')]);
    expect(answers.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected']);
    await world.act('deny', 'bo');
    expect([world.isAllowed('ana'), world.isAllowed('bo')]).to.deep.equal([false, false]);
  });

  it('suspends and restores a thousand persons in random order, with crashes, and loses nobody', async () => {
    const world = new PersonWorld();
    const random = randomFrom(16);
    const denied = new Set<string>();
    let calls = 0;
    for (let step = 0; step < 1000; step += 1) {
      const name = `person-${step}@example.com`;
      await world.suspending(name);
      const counted = new PortCalls(Math.ceil(random() * 40), CRASHES[step % CRASHES.length]);
      const first = await failureOf(world.act('deny', name, world.personPorts(counted)));
      counted.revive();
      if (first !== undefined) await again(() => world.act('deny', name), world);
      denied.add(name);
      if (denied.size > 60 || random() < 0.4) {
        const back = [...denied][Math.floor(random() * denied.size)] ?? name;
        await world.restoring(back);
        await again(() => world.act('allow', back), world);
        denied.delete(back);
      }
      calls += 1;
    }
    expect(calls).to.equal(1000);
    const { held, derived } = await world.documents();
    expect(held).to.deep.equal(derived);
    for (const document of derived) expect(document.length).to.be.at.most(MAX_POLICY_CHARACTERS);
    for (let step = 0; step < 1000; step += 1) {
      const name = `person-${step}@example.com`;
      expect(world.isAllowed(name), name).to.equal(!denied.has(name));
    }
  });
});

describe('releaseAll, of persons', () => {
  it('restores whoever is on a list, and waits for the document', async () => {
    const world = new PersonWorld();
    for (const name of ['ana', 'bo']) {
      await world.suspending(name);
      await world.act('deny', name);
      await world.change(`person/${name}`, { type: 'ConfirmSuspension', execution: `e-${name}` });
    }
    const looks: number[] = [];
    const ports: ReleasePorts = {
      ...world.ports(),
      denied: () => Promise.resolve([]),
      deniedPersons: async () => {
        for (const name of ['ana', 'bo']) {
          if (world.rowOf(`person/${name}`).budget.status !== 'restoring') continue;
          await world.change(`person/${name}`, { type: 'BeginRestoration', execution: `r-${name}` });
          await world.act('allow', name);
          await world.change(`person/${name}`, { type: 'ConfirmRestoration', execution: `r-${name}`, notRestored: [] });
        }
        return leftOnLists(await world.lists.read([1, 2]));
      },
      protectAll: () => Promise.resolve(),
      stopWaiting: () => Promise.resolve(0),
    };
    const onLook = (left: number): void => void looks.push(left);
    const answer = await releaseAll(ports, world.settings, { waitMinutes: 10, onLook });
    expect(answer).to.deep.equal({ released: ['person/ana', 'person/bo'], left: [], stopped: 0 });
    expect(looks.slice(0, 2)).to.deep.equal([2, 0]);
    expect([world.isAllowed('ana'), world.isAllowed('bo')]).to.deep.equal([true, true]);
  });

  it('names a policy whose document has yet to be written', () => {
    const row = { ...emptyPersonPolicy(2), version: 3, writtenVersion: 2 };
    expect(leftOnLists([row, emptyPersonPolicy(1)])).to.deep.equal(['policy 2']);
  });
});
