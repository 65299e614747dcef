import {
  paginateGetAccountAuthorizationDetails,
  type AttachedPolicy,
  type GroupDetail,
  type IAMClient,
  type ManagedPolicyDetail,
  type PolicyDetail,
  type RoleDetail,
  type UserDetail,
} from '@aws-sdk/client-iam';
import pMap from 'p-map';
import type { Instant } from '../../domain/instant.js';
import { defaultDocument } from '../../handlers/adapters/policyDocument.js';
import type { Clock } from '../../handlers/ports/clock.js';
import type { AccountAccess, Entity, HeldPolicy } from './accountAccess.js';
import { lastBedrockUse } from './awsLastUse.js';

/** IAM takes few calls a second. */
const CONCURRENCY = 4;

/** IAM, by GetAccountAuthorizationDetails. */
export class AwsAccess implements AccountAccess {
  readonly #client: IAMClient;
  readonly #clock: Pick<Clock, 'sleep'>;

  constructor(client: IAMClient, clock: Pick<Clock, 'sleep'>) {
    this.#client = client;
    this.#clock = clock;
  }

  async entities(): Promise<readonly Entity[]> {
    const details = await this.#details();
    const documents = new Map(details.policies.map((policy) => [policy.Arn ?? '', documentOf(policy)]));
    const missing = [...new Set(attachedArns(details))].filter((policyArn) => documents.get(policyArn) === undefined);
    await pMap(missing, async (policyArn) => documents.set(policyArn, await defaultDocument(this.#client, policyArn)), {
      concurrency: CONCURRENCY,
    });
    return entitiesOf(details, documents);
  }

  async lastUsed(arns: readonly string[], onLook: (count: number) => void): Promise<ReadonlyMap<string, Instant>> {
    const used = new Map<string, Instant>();
    let count = 0;
    await pMap(
      arns,
      async (arn) => {
        const at = await lastBedrockUse(this.#client, this.#clock, arn);
        if (at !== undefined) used.set(arn, at);
        count += 1;
        onLook(count);
      },
      { concurrency: CONCURRENCY },
    );
    return used;
  }

  async #details(): Promise<Details> {
    const details = { users: [], roles: [], groups: [], policies: [] } as MutableDetails;
    for await (const page of paginateGetAccountAuthorizationDetails({ client: this.#client }, {})) {
      details.users.push(...(page.UserDetailList ?? []));
      details.roles.push(...(page.RoleDetailList ?? []));
      details.groups.push(...(page.GroupDetailList ?? []));
      details.policies.push(...(page.Policies ?? []));
    }
    return details;
  }
}

interface MutableDetails {
  readonly users: UserDetail[];
  readonly roles: RoleDetail[];
  readonly groups: GroupDetail[];
  readonly policies: ManagedPolicyDetail[];
}

type Details = { readonly [Kind in keyof MutableDetails]: Readonly<MutableDetails[Kind]> };

type Documents = ReadonlyMap<string, string | undefined>;

function entitiesOf({ users, roles, groups }: Details, documents: Documents): readonly Entity[] {
  const byGroup = new Map(groups.map((group) => [group.GroupName ?? '', ofGroup(group, documents)]));
  return [
    ...users.map((user) => {
      const own = heldBy(user.AttachedManagedPolicies, user.UserPolicyList, documents);
      const joined = (user.GroupList ?? []).flatMap((name) => byGroup.get(name) ?? []);
      return entityOf('user', user.UserName, user, [...own, ...joined], documents);
    }),
    ...roles.map((role) =>
      entityOf(
        'role',
        role.RoleName,
        role,
        heldBy(role.AttachedManagedPolicies, role.RolePolicyList, documents),
        documents,
      ),
    ),
  ];
}

function entityOf(
  type: 'user' | 'role',
  name = '',
  { Arn = '', PermissionsBoundary }: Pick<UserDetail, 'Arn' | 'PermissionsBoundary'>,
  policies: readonly HeldPolicy[],
  documents: Documents,
): Entity {
  const boundaryArn = PermissionsBoundary?.PermissionsBoundaryArn;
  const boundary =
    boundaryArn === undefined ? undefined : { name: lastPart(boundaryArn), document: documents.get(boundaryArn) };
  return { holder: { type, name }, arn: Arn, policies, boundary };
}

function ofGroup({ GroupName = '', ...group }: GroupDetail, documents: Documents): readonly HeldPolicy[] {
  return heldBy(group.AttachedManagedPolicies, [], documents)
    .concat((group.GroupPolicyList ?? []).map((policy) => inlineOf(policy, 'inline, ')))
    .map(({ name, document }) => ({ name: grouped(name, GroupName), document }));
}

function grouped(name: string, group: string): string {
  return name.endsWith(')') ? `${name.slice(0, -1)}group ${group})` : `${name} (group ${group})`;
}

function heldBy(
  attached: readonly AttachedPolicy[] = [],
  inline: readonly PolicyDetail[] = [],
  documents: Documents,
): readonly HeldPolicy[] {
  return [
    ...attached.map(({ PolicyArn = '', PolicyName = lastPart(PolicyArn) }) => ({
      name: PolicyName,
      document: documents.get(PolicyArn),
    })),
    ...inline.map((policy) => inlineOf(policy, 'inline')),
  ];
}

function inlineOf({ PolicyName = '', PolicyDocument = '' }: PolicyDetail, kind: string): HeldPolicy {
  return { name: `${PolicyName} (${kind})`, document: decoded(PolicyDocument) };
}

function documentOf({ PolicyVersionList = [] }: ManagedPolicyDetail): string | undefined {
  const document = PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion === true)?.Document;
  return document === undefined ? undefined : decoded(document);
}

function attachedArns({ users, roles, groups }: Details): readonly string[] {
  const attached = [...users, ...roles, ...groups].flatMap((holder) => holder.AttachedManagedPolicies ?? []);
  const boundaries = [...users, ...roles].flatMap((holder) => holder.PermissionsBoundary?.PermissionsBoundaryArn ?? []);
  return [...attached.flatMap(({ PolicyArn }) => PolicyArn ?? []), ...boundaries];
}

/** IAM returns documents URL-encoded (RFC 3986). What is not stays as it is, and is then no policy document. */
function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
