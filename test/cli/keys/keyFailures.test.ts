import { expect } from 'chai';
import { usd } from '../../../domain/money.js';
import { createKey, type KeyRequest } from '../../../cli/keys/createKey.js';
import type { ApiKey } from '../../../cli/keys/keyAdministration.js';
import { ownedKeys } from '../../../cli/keys/ownedKeys.js';
import { remove, removalsOf } from '../../../cli/keys/revokeKey.js';
import { rotateKey } from '../../../cli/keys/rotateKey.js';
import { UserError } from '../../../cli/userError.js';
import { withFaults, type Fault } from '../../faults.js';
import { rejectionOf } from '../../rejection.js';
import { memoryKeys, type MemoryKeys } from './memoryKeys.js';

const REQUEST: KeyRequest = { name: 'ci', limitUsd: usd('25'), ageDays: 90, reason: 'demo' };
const USER = { type: 'user', name: 'BedrockAPIKey-ci' } as const;
const GOING_ON = { isRequested: false };

/** A fault at one call, counted over all ports; `count` is how many there were. */
function faultAt(call: number, fault: Fault): { readonly at: () => Fault; readonly count: () => number } {
  let count = 0;
  return { at: () => ((count += 1) === call ? fault : undefined), count: () => count };
}

function create({ stack, keys }: MemoryKeys, at: () => Fault, interruption = GOING_ON): Promise<unknown> {
  const { operate } = withFaults({ operate: stack.operate.bind(stack) }, at);
  const faulty = { ...stack, operate, budgets: withFaults(stack.budgets, at) };
  return createKey(faulty, withFaults(keys, at), REQUEST, interruption);
}

describe('keys create, where something fails', () => {
  /** find, createUser, grantCalls, read, operate, read, createKey */
  const CALLS = 7;

  for (const fault of ['before', 'after'] as const) {
    for (let call = 1; call <= CALLS; call += 1) {
      it(`leaves nothing if call ${call} fails ${fault} it is carried out`, async () => {
        const memory = memoryKeys();
        const error = await rejectionOf(create(memory, faultAt(call, fault).at));
        expect(memory.iam.all('user')).to.deep.equal([]);
        if (call === 1) return;
        expect(error).to.be.instanceOf(UserError);
        expect(error.message).to.match(/^[^\n]+: InjectedFault: [^\n]+; nothing is left of it$/);
        const limits = memory.operations.map(({ operation }) => operation);
        expect(limits.at(-1) ?? 'clear-overrides').to.equal('clear-overrides');
      });
    }
  }

  it('makes exactly those calls when nothing fails', async () => {
    const faults = faultAt(0, undefined);
    await create(memoryKeys(), faults.at);
    expect(faults.count()).to.equal(CALLS);
  });

  it('says what is left if it cannot be taken back', async () => {
    const memory = memoryKeys();
    let calls = 0;
    // The key is refused, and so is every deletion after it.
    const at = (): Fault => ((calls += 1) >= CALLS ? 'before' : undefined);
    const { message } = await rejectionOf(create(memory, at));
    expect(message).to.match(/^create its key: .*; LEFT, to be deleted by hand: the keys of user BedrockAPIKey-ci \(/);
    expect(message).to.match(/the limit of ci's budget .*user BedrockAPIKey-ci \(InjectedFault/);
    expect(memory.iam.find(USER)).to.not.equal(undefined);
  });

  it('does not delete a user that somebody else made under the name meanwhile', async () => {
    const memory = memoryKeys();
    const keys = new Proxy(memory.keys, {
      get: (target, name) => {
        if (name !== 'createUser') return (Reflect.get(target, name) as () => unknown).bind(target);
        return () => {
          memory.people.create('user', USER.name);
          return Promise.reject(new Error('EntityAlreadyExists'));
        };
      },
    });
    await rejectionOf(createKey(memory.stack, keys, REQUEST, GOING_ON));
    expect(memory.iam.find(USER)).to.not.equal(undefined);
  });

  it('takes nothing back from a step that IAM did not allow', async () => {
    const memory = memoryKeys();
    const denied = Object.assign(new Error('User: x is not authorized to perform: iam:CreateUser on resource: y'), {
      name: 'AccessDenied',
      $metadata: {},
    });
    const keys = { find: () => Promise.resolve(undefined), createUser: () => Promise.reject(denied) };
    const { message } = await rejectionOf(createKey(memory.stack, keys as never, REQUEST, GOING_ON));
    expect(message).to.match(
      /^create user BedrockAPIKey-ci: AWS: these credentials lack iam:CreateUser on y; .*; nothing is left of it$/,
    );
  });

  it('names the reason for which the stack does not take the limit', async () => {
    const memory = memoryKeys();
    const operate = (): Promise<unknown> => Promise.resolve({ verdict: 'not-needed', reason: 'no such stack' });
    const stack = { ...memory.stack, operate } as never;
    const { message } = await rejectionOf(createKey(stack, memory.keys, REQUEST, GOING_ON));
    expect(message).to.equal('set its limit to $25: no such stack; nothing is left of it');
    expect(memory.iam.all('user')).to.deep.equal([]);
  });

  it('gives up on a budget that stays closed', async () => {
    const memory = memoryKeys();
    memory.budgets.set('arn:aws:iam::444455556666:user/bedrock-budgeteer/dev/BedrockAPIKey-ci', 'closed');
    const begun = memory.stack.clock.now();
    const { message } = await rejectionOf(createKey(memory.stack, memory.keys, REQUEST, GOING_ON));
    expect(message).to.match(/its budget is closed since a user of that name was deleted/);
    expect(memory.stack.clock.now() - begun).to.equal(600_000);
  });

  for (let call = 2; call <= CALLS; call += 1) {
    it(`leaves nothing after Ctrl-C during call ${call}`, async () => {
      const memory = memoryKeys();
      const interruption = { isRequested: false };
      let calls = 0;
      const at = (): undefined => {
        if ((calls += 1) === call) interruption.isRequested = true;
      };
      expect((await rejectionOf(create(memory, at, interruption))).message).to.equal(
        'interrupted: as you asked; nothing is left of it',
      );
      expect(memory.iam.all('user')).to.deep.equal([]);
    });
  }
});

describe('keys rotate and revoke, where something fails', () => {
  async function begun(): Promise<MemoryKeys> {
    const memory = memoryKeys();
    await createKey(memory.stack, memory.keys, REQUEST, GOING_ON);
    return memory;
  }

  for (const fault of ['before', 'after'] as const) {
    it(`keeps the old key alone if the new one fails ${fault} it is made`, async () => {
      const memory = await begun();
      const owned = await ownedKeys(memory.stack, memory.keys, 'ci');
      const rotating = rotateKey(
        withFaults(memory.keys, faultAt(1, fault).at),
        owned,
        { ageDays: 1, keepOld: false },
        GOING_ON,
      );
      expect((await rejectionOf(rotating)).message).to.match(/^create the new key: .*; nothing is left of it$/);
      expect([...memory.iam.held(USER).keys]).to.deep.equal([[owned.keys[0]?.keyId, true]]);
    });
  }

  it('takes back its own new key alone, not one that somebody else has made meanwhile', async () => {
    const memory = await begun();
    const owned = await ownedKeys(memory.stack, memory.keys, 'ci');
    const others = await memory.keys.createKey(owned.userName, undefined);
    const rotating = rotateKey(memory.keys, owned, { ageDays: undefined, keepOld: false }, GOING_ON);
    await rejectionOf(rotating);
    expect([...memory.iam.held(USER).keys.keys()]).to.include(others.keyId);
  });

  it('hands over the new key even if the old one cannot be deleted', async () => {
    const memory = await begun();
    const owned = await ownedKeys(memory.stack, memory.keys, 'ci');
    const keys = withFaults(memory.keys, faultAt(3, 'before').at);
    const rotated = await rotateKey(keys, owned, { ageDays: undefined, keepOld: false }, GOING_ON);
    expect(rotated).to.include({ old: 'left', problem: 'InjectedFault: before setActive' });
    expect(rotated.key).to.have.property('expiresAt', undefined);
    expect(memory.iam.held(USER).keys.size).to.equal(2);
  });

  it('says what is done and what is left of a revocation, and goes on when it is run again', async () => {
    const memory = await begun();
    const owned = await ownedKeys(memory.stack, memory.keys, 'ci');
    const [key = ''] = memory.iam.held(USER).keys.keys();
    const failing = withFaults(memory.keys, (method) => (method === 'deleteUser' ? 'before' : undefined));
    const removing = remove(await removalsOf(failing, owned, undefined), GOING_ON);
    expect((await rejectionOf(removing)).message).to.equal(
      `delete user BedrockAPIKey-ci: InjectedFault: before deleteUser; done: deactivate key ${key}, delete key ${key}; ` +
        'left: delete user BedrockAPIKey-ci; run it again to go on',
    );
    const again = await ownedKeys(memory.stack, memory.keys, 'ci');
    await remove(await removalsOf(memory.keys, again, undefined), GOING_ON);
    expect(memory.iam.all('user')).to.deep.equal([]);
  });

  it('names the older of two keys, in whatever order IAM lists them', async () => {
    const memory = await begun();
    const key = (keyId: string, createdAt: number): ApiKey => ({
      keyId,
      isActive: true,
      createdAt,
      expiresAt: undefined,
    });
    memory.keys.keysOf = () => Promise.resolve([key('new', 2), key('old', 1)]);
    const owned = await ownedKeys(memory.stack, memory.keys, 'ci');
    const rotating = rotateKey(memory.keys, owned, { ageDays: 1, keepOld: false }, GOING_ON);
    expect((await rejectionOf(rotating)).message).to.match(/`keys revoke ci --key old` deletes one$/);
  });

  it('refuses to revoke a user that has more than Bedrock keys', async () => {
    const memory = await begun();
    const owned = await ownedKeys(memory.stack, memory.keys, 'ci');
    const keys = Object.assign(Object.create(memory.keys) as typeof memory.keys, {
      otherCredentials: () => Promise.resolve(['access key AKIA1']),
    });
    expect((await rejectionOf(removalsOf(keys, owned, undefined))).message).to.equal(
      'ci: user BedrockAPIKey-ci also has access key AKIA1; delete that first, or use --key',
    );
  });
});
