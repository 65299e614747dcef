import { expect } from 'chai';
import { personPolicyDocument, type DeniedPerson } from '../../../domain/iam/personPolicy.js';
import { formatInstant, MINUTE_MS } from '../../../domain/instant.js';
import type { JsonObject } from '../../../domain/json.js';
import { announceDetached, putBack, watchPersonPolicies } from '../../../handlers/persons/personPolicyWatch.js';
import { MemoryEventBus } from '../../../local/memory/memoryEventBus.js';
import { ENFORCEMENT_CONFIG } from '../../enforcementConfig.js';
import { LATER, PersonWorld } from './personWorld.js';

const [FIRST = '', SECOND = ''] = ENFORCEMENT_CONFIG.personPolicyArns;
const ANA = 'ana@example.com';
const BO = 'bo@example.com';

/** Ana and Bo are denied by the first policy; the second has never been written. */
async function suspended(): Promise<Watched> {
  const world = new Watched();
  for (const name of [ANA, BO]) {
    await world.suspending(name);
    await world.act('deny', name);
  }
  world.clock.set(LATER + 10 * MINUTE_MS);
  return world;
}

class Watched extends PersonWorld {
  readonly announcements = new MemoryEventBus();

  watchPorts(): Parameters<typeof watchPersonPolicies>[0] {
    return { ...this.personPorts(), bus: this.announcements };
  }

  /** What is announced by one sweep, without its id. */
  async sweep(): Promise<readonly JsonObject[]> {
    const before = this.announcements.published.length;
    await watchPersonPolicies(this.watchPorts());
    return this.announcements.published.slice(before).map(({ detail }) => detail as JsonObject);
  }

  async putBack(): Promise<readonly string[]> {
    const answer = await putBack(this.personPorts(), { principalId: FIRST, execution: 'put-back' });
    return answer.verdict === 'done' ? answer.steps : [answer.verdict];
  }

  write(document: object, policyArn = FIRST): void {
    this.iam.addPolicy(policyArn, JSON.stringify(document));
  }
}

function denying(...names: readonly string[]): ReturnType<typeof personPolicyDocument> {
  const persons: readonly DeniedPerson[] = names.map((name) => ({ principalId: `person/${name}`, sessions: [name] }));
  return personPolicyDocument(persons);
}

const ALLOW = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

function fewerActions(): object {
  const { Statement, ...rest } = denying(ANA, BO);
  return { ...rest, Statement: Statement.map((one) => ({ ...one, Action: ['bedrock:Rerank'] })) };
}

describe('watchPersonPolicies', () => {
  const tampered: readonly (readonly [string, object, number, number])[] = [
    ['a name that was removed', denying(ANA), 1, 0],
    ['all names that were removed', denying(), 2, 0],
    ['a name that was added', denying(ANA, BO, 'eve'), 0, 1],
    ['one in place of another', denying(ANA, 'eve'), 1, 1],
    ['another order', denying(BO, ANA), 0, 0],
    ['actions that were taken out', fewerActions(), 0, 0],
    ['an Allow in place of it', ALLOW, 2, 0],
    ['an Allow beside it', { ...ALLOW, Statement: [...denying(ANA, BO).Statement, ...ALLOW.Statement] }, 2, 0],
    ['a text that is no policy', { text: 'not a policy' }, 2, 0],
  ];
  for (const [name, document, missing, added] of tampered) {
    it(`announces ${name}, and puts it back once`, async () => {
      const world = await suspended();
      world.write(document);
      const base = { type: 'PersonPolicyTampered', at: formatInstant(world.clock.now()), principalId: FIRST };
      const found = { ...base, isDeleted: false, missing, added };
      expect(await world.sweep()).to.deep.equal([{ ...found, willBePutBack: true }]);
      expect(await world.putBack()).to.deep.equal([`PutBack ${FIRST}`]);
      expect([ANA, BO, 'eve'].map((one) => world.isAllowed(one))).to.deep.equal([false, false, true]);
      expect(await world.sweep()).to.deep.equal([]);

      world.write(document);
      expect(await world.sweep()).to.deep.equal([{ ...found, willBePutBack: false }]);
      expect(await world.putBack()).to.deep.equal([]);
      expect(world.iam.policy(FIRST)).to.equal(JSON.stringify(document));
    });
  }

  it('announces the same change under the same id, so that people hear of it once', async () => {
    const world = await suspended();
    world.write(denying(ANA));
    for (const at of [10, 15, 20]) {
      world.clock.set(LATER + at * MINUTE_MS);
      await world.sweep();
    }
    world.write(denying(BO));
    await world.sweep();
    const ids = world.announcements.published.map(({ eventId }) => eventId);
    expect([ids.length, new Set(ids).size, new Set(ids.slice(0, 3)).size]).to.deep.equal([4, 2, 1]);
  });

  it('puts back again once the list has changed', async () => {
    const world = await suspended();
    world.write(ALLOW);
    await world.putBack();
    await world.suspending('eve');
    await world.act('deny', 'eve');
    world.write(ALLOW);
    expect(await world.putBack()).to.deep.equal([`PutBack ${FIRST}`]);
    expect(world.isAllowed('eve')).to.equal(false);
  });

  it('announces a policy that was deleted, which it cannot put back', async () => {
    const world = await suspended();
    world.iam.removePolicy(FIRST);
    const [event] = await world.sweep();
    expect(event).to.include({ isDeleted: true, willBePutBack: false, missing: 2, added: 0 });
    expect(await world.putBack()).to.deep.equal([]);
  });

  it('announces an Allow in a policy that has never denied anybody', async () => {
    const world = await suspended();
    world.write(ALLOW, SECOND);
    expect(await world.sweep()).to.have.length(1);
    expect(await world.putBack()).to.deep.equal([`PutBack ${SECOND}`]);
    expect(world.iam.policy(SECOND)).to.equal(JSON.stringify(denying()));
  });

  it('brings the actions of an earlier version of the stack up to date as often as need be', async () => {
    const world = await suspended();
    const [row] = await world.lists.read([1]);
    if (row === undefined) throw new Error('no row');
    const old = JSON.stringify(fewerActions());
    const { hashOf } = await import('../../../handlers/persons/personPolicies.js');
    await world.lists.save(row, { ...row, writtenHash: hashOf(old) });
    world.write(fewerActions());
    const [event] = await world.sweep();
    expect(event).to.deep.equal({
      type: 'PersonPolicyOutdated',
      at: formatInstant(world.clock.now()),
      principalId: FIRST,
    });
    expect(await world.putBack()).to.deep.equal([`PutBack ${FIRST}`]);
    expect(await world.sweep()).to.deep.equal([]);
    const [after] = await world.lists.read([1]);
    expect(after?.putBackVersion).to.equal(-1);
  });

  it('leaves a list alone that is being written, and one that was written a moment ago', async () => {
    const world = await suspended();
    const [row] = await world.lists.read([1]);
    if (row === undefined) throw new Error('no row');
    const newer = { ...row, version: row.version + 1, persons: [] };
    await world.lists.save(row, newer);
    expect(await world.sweep()).to.deep.equal([]);
    const settled = { ...newer, writtenVersion: newer.version, changedAt: world.clock.now() };
    await world.lists.save(newer, settled);
    expect(await world.sweep()).to.deep.equal([]);
    world.clock.set(world.clock.now() + 2 * MINUTE_MS);
    expect(await world.sweep()).to.have.length(1);
  });

  it('finds nothing where nobody has changed anything', async () => {
    expect(await (await suspended()).sweep()).to.deep.equal([]);
    expect(await (await suspended()).putBack()).to.deep.equal([]);
  });
});

describe('announceDetached', () => {
  const call = { at: LATER, eventId: 'e-1', holder: { type: 'role', name: 'federated' } as const };
  const detach = async (world: Watched, policyArn: string): Promise<readonly unknown[]> => {
    await announceDetached(world.watchPorts(), { ...call, policyArn } as Parameters<typeof announceDetached>[1]);
    return world.announcements.published;
  };

  it('says from which role a policy was detached that denies somebody', async () => {
    const detail = {
      ...{ type: 'PersonPolicyTampered', at: formatInstant(LATER), principalId: FIRST, detachedFrom: 'federated' },
      ...{ isDeleted: false, willBePutBack: false, missing: 2, added: 0 },
    };
    const expected = [{ eventId: 'person-policy-detached-e-1', detail }];
    expect(await detach(await suspended(), FIRST)).to.deep.equal(expected);
  });

  for (const [name, policyArn] of [
    ['denies nobody', SECOND],
    ['is not the stack’s', 'arn:aws:iam::444455556666:policy/other'],
  ] as const) {
    it(`says nothing of a policy that ${name}`, async () => {
      expect(await detach(await suspended(), policyArn)).to.deep.equal([]);
    });
  }
});
