import {
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetUserCommand,
  ListServiceSpecificCredentialsCommand,
  NoSuchEntityException,
  paginateListAttachedUserPolicies,
  paginateListGroupsForUser,
  paginateListUserPolicies,
  paginateListUsers,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateServiceSpecificCredentialCommand,
  type IAMClient,
  type ServiceSpecificCredential,
} from '@aws-sdk/client-iam';
import { BEDROCK_SERVICE } from '../../domain/iam/iamChange.js';
import { SECOND_MS } from '../../domain/instant.js';
import { found, present } from '../../handlers/adapters/policyDocument.js';
import type { Clock } from '../../handlers/ports/clock.js';
import { otherCredentialsOf } from './awsOtherCredentials.js';
import {
  CALLS_DOCUMENT,
  CALLS_POLICY,
  type ApiKey,
  type FoundUser,
  type KeyAdministration,
  type KeyUser,
  type NewKey,
  type NewUser,
} from './keyAdministration.js';

/** IAM may not see yet what it has made a moment ago. */
const ATTEMPTS = 8;
const PAUSE_MS = 2 * SECOND_MS;

/** So begins every long-term Bedrock API key. */
const TOKEN_PREFIX = 'ABSK';

/** Bedrock API keys in IAM. */
export class AwsKeys implements KeyAdministration {
  readonly #client: IAMClient;
  readonly #clock: Pick<Clock, 'sleep'>;

  constructor(client: IAMClient, clock: Pick<Clock, 'sleep'>) {
    this.#client = client;
    this.#clock = clock;
  }

  async find(userName: string): Promise<FoundUser | undefined> {
    const answer = await found(this.#client.send(new GetUserCommand({ UserName: userName })));
    if (answer?.User?.Arn === undefined) return undefined;
    const tags = (answer.User.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
    return { arn: answer.User.Arn, tags: Object.fromEntries(tags) };
  }

  async createUser({ userName, path, tags }: NewUser): Promise<string> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { User } = await this.#client.send(new CreateUserCommand({ UserName: userName, Path: path, Tags }));
    return present(User?.Arn, `CreateUser ${userName}`);
  }

  async grantCalls(userName: string): Promise<void> {
    const policy = { UserName: userName, PolicyName: CALLS_POLICY, PolicyDocument: CALLS_DOCUMENT };
    await this.#onceSeen(() => this.#client.send(new PutUserPolicyCommand(policy)));
  }

  async createKey(userName: string, ageDays: number | undefined): Promise<NewKey> {
    const age = ageDays === undefined ? {} : { CredentialAgeDays: ageDays };
    const input = { UserName: userName, ServiceName: BEDROCK_SERVICE, ...age };
    const answer = await this.#onceSeen(() => this.#client.send(new CreateServiceSpecificCredentialCommand(input)));
    const key = present(answer.ServiceSpecificCredential, `CreateServiceSpecificCredential ${userName}`);
    return { ...keyOf(key), secret: secretOf(key) };
  }

  async keysOf(userName: string): Promise<readonly ApiKey[]> {
    return ((await found(this.#list({ UserName: userName }))) ?? []).map(keyOf);
  }

  async setActive(userName: string, keyId: string, isActive: boolean): Promise<void> {
    const Status = isActive ? 'Active' : 'Inactive';
    const input = { UserName: userName, ServiceSpecificCredentialId: keyId, Status } as const;
    await found(this.#client.send(new UpdateServiceSpecificCredentialCommand(input)));
  }

  async deleteKey(userName: string, keyId: string): Promise<void> {
    const input = { UserName: userName, ServiceSpecificCredentialId: keyId };
    await found(this.#client.send(new DeleteServiceSpecificCredentialCommand(input)));
  }

  otherCredentials(userName: string): Promise<readonly string[]> {
    return otherCredentialsOf(this.#client, userName);
  }

  async deleteUser(userName: string): Promise<void> {
    await found(this.#withdraw({ UserName: userName }));
    await found(this.#client.send(new DeleteUserCommand({ UserName: userName })));
  }

  async usersBelow(path: string): Promise<readonly KeyUser[]> {
    const users: { readonly userName: string; readonly arn: string }[] = [];
    for await (const { Users = [] } of paginateListUsers({ client: this.#client }, { PathPrefix: path })) {
      users.push(...Users.map(({ UserName = '', Arn = '' }) => ({ userName: UserName, arn: Arn })));
    }
    if (users.length === 0) return [];
    const all = await this.#list({ AllUsers: true });
    return users.map((user) => ({
      ...user,
      keys: all.filter(({ UserName }) => UserName === user.userName).map(keyOf),
    }));
  }

  async #withdraw(user: { readonly UserName: string }): Promise<void> {
    const config = { client: this.#client };
    for await (const { AttachedPolicies = [] } of paginateListAttachedUserPolicies(config, user)) {
      for (const { PolicyArn } of AttachedPolicies) {
        await found(this.#client.send(new DetachUserPolicyCommand({ ...user, PolicyArn })));
      }
    }
    for await (const { PolicyNames = [] } of paginateListUserPolicies(config, user)) {
      for (const PolicyName of PolicyNames) {
        await found(this.#client.send(new DeleteUserPolicyCommand({ ...user, PolicyName })));
      }
    }
    for await (const { Groups = [] } of paginateListGroupsForUser(config, user)) {
      for (const { GroupName } of Groups) {
        await found(this.#client.send(new RemoveUserFromGroupCommand({ ...user, GroupName })));
      }
    }
  }

  /** The SDK has no paginator for it. */
  async #list(
    whose: { readonly UserName: string } | { readonly AllUsers: true },
  ): Promise<readonly ServiceSpecificCredential[]> {
    const keys: ServiceSpecificCredential[] = [];
    let Marker: string | undefined;
    do {
      const input = { ...whose, ServiceName: BEDROCK_SERVICE, Marker };
      const page = await this.#client.send(new ListServiceSpecificCredentialsCommand(input));
      keys.push(...((page.ServiceSpecificCredentials ?? []) as readonly ServiceSpecificCredential[]));
      Marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (Marker !== undefined);
    return keys;
  }

  async #onceSeen<T>(call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof NoSuchEntityException) || attempt >= ATTEMPTS) throw error;
        await this.#clock.sleep(PAUSE_MS);
      }
    }
  }
}

function keyOf(key: ServiceSpecificCredential): ApiKey {
  return {
    keyId: present(key.ServiceSpecificCredentialId, 'a service-specific credential'),
    isActive: key.Status === 'Active',
    createdAt: key.CreateDate?.getTime(),
    expiresAt: key.ExpirationDate?.getTime(),
  };
}

/** The bearer token as callers send it; it is made of the alias and of what IAM draws. */
function secretOf(key: ServiceSpecificCredential): string {
  const secret = present(key.ServiceCredentialSecret, 'the secret of a new key');
  if (secret.startsWith(TOKEN_PREFIX)) return secret;
  return `${TOKEN_PREFIX}${Buffer.from(`${key.ServiceCredentialAlias ?? ''}:${secret}`).toString('base64')}`;
}
