import { randomBytes } from 'node:crypto';
import { DAY_MS } from '../../domain/instant.js';
import type { IamPrincipal } from '../../local/memory/iamAccount.js';
import type { World } from '../../local/world/world.js';
import { UserError } from '../userError.js';
import {
  CALLS_DOCUMENT,
  CALLS_POLICY,
  MAX_KEYS,
  type ApiKey,
  type FoundUser,
  type KeyAdministration,
  type KeyUser,
  type NewKey,
  type NewUser,
} from './keyAdministration.js';

/** Bedrock API keys in the IAM of a local world. Their secrets open nothing. */
export class WorldKeys implements KeyAdministration {
  readonly #world: Pick<World, 'people' | 'iam' | 'time' | 'accountId'>;

  constructor(world: Pick<World, 'people' | 'iam' | 'time' | 'accountId'>) {
    this.#world = world;
  }

  find(userName: string): Promise<FoundUser | undefined> {
    const held = this.#find(userName);
    return Promise.resolve(held && { arn: held.arn, tags: held.tags });
  }

  async createUser({ userName, path, tags }: NewUser): Promise<string> {
    await Promise.resolve();
    if (this.#find(userName) !== undefined) throw new UserError(`there is a user ${userName}`);
    this.#world.people.create('user', userName, path, tags);
    return this.#world.iam.held({ type: 'user', name: userName }).arn;
  }

  async grantCalls(userName: string): Promise<void> {
    await Promise.resolve();
    this.#world.people.putPolicy({ type: 'user', name: userName }, CALLS_POLICY, CALLS_DOCUMENT);
  }

  async createKey(userName: string, ageDays: number | undefined): Promise<NewKey> {
    await Promise.resolve();
    const { people, time, accountId } = this.#world;
    if ((this.#find(userName)?.keys.size ?? 0) >= MAX_KEYS) throw new UserError(`${userName} has ${MAX_KEYS} keys`);
    const createdAt = time.now();
    const expiresAt = ageDays === undefined ? undefined : createdAt + ageDays * DAY_MS;
    const keyId = people.createApiKey(userName, { createdAt, ...(expiresAt === undefined ? {} : { expiresAt }) });
    const text = `${userName}-at-${accountId}:local-${randomBytes(16).toString('base64')}`;
    const secret = `ABSK${Buffer.from(text).toString('base64')}`;
    return { keyId, isActive: true, createdAt, expiresAt, secret };
  }

  keysOf(userName: string): Promise<readonly ApiKey[]> {
    return Promise.resolve(keysIn(this.#find(userName)));
  }

  async setActive(userName: string, keyId: string, isActive: boolean): Promise<void> {
    await Promise.resolve();
    this.#world.people.switchApiKey(userName, keyId, isActive);
  }

  async deleteKey(userName: string, keyId: string): Promise<void> {
    await Promise.resolve();
    this.#world.people.deleteApiKey(userName, keyId);
  }

  otherCredentials(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  async deleteUser(userName: string): Promise<void> {
    await Promise.resolve();
    const holder = { type: 'user', name: userName } as const;
    const held = this.#find(userName);
    if (held === undefined) return;
    for (const policyArn of [...held.attached]) this.#world.people.detach(holder, policyArn);
    this.#world.people.delete(holder);
  }

  usersBelow(path: string): Promise<readonly KeyUser[]> {
    const users = this.#world.iam.all('user').filter(([, { arn }]) => arn.includes(`:user${path}`));
    return Promise.resolve(users.map(([userName, held]) => ({ userName, arn: held.arn, keys: keysIn(held) })));
  }

  #find(userName: string): IamPrincipal | undefined {
    return this.#world.iam.find({ type: 'user', name: userName });
  }
}

function keysIn(held: IamPrincipal | undefined): readonly ApiKey[] {
  return [...(held?.keys ?? [])].map(([keyId, isActive]) => {
    const times = held?.keyTimes?.[keyId];
    return { keyId, isActive, createdAt: times?.createdAt, expiresAt: times?.expiresAt };
  });
}
