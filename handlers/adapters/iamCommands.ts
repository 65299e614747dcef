import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserPermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  NoSuchEntityException,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
  type AttachedPolicy,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { PolicyHolder } from '../../domain/iam/principal.js';

/** As GetUser and GetRole answer. */
interface Description {
  readonly arn: string | undefined;
  readonly uniqueId: string | undefined;
  readonly boundaryArn: string | undefined;
}

/** The same calls of IAM for users and for roles. */
interface HolderCommands {
  describe(client: IAMClient, name: string): Promise<Description>;
  attached(
    client: IAMClient,
    name: string,
  ): AsyncIterable<{ readonly AttachedPolicies?: readonly AttachedPolicy[] | undefined }>;
  attach(client: IAMClient, name: string, policyArn: string): Promise<unknown>;
  detach(client: IAMClient, name: string, policyArn: string): Promise<unknown>;
  putBoundary(client: IAMClient, name: string, policyArn: string): Promise<unknown>;
  deleteBoundary(client: IAMClient, name: string): Promise<unknown>;
}

const USER: HolderCommands = {
  async describe(client, UserName) {
    const { User } = await client.send(new GetUserCommand({ UserName }));
    return {
      arn: User?.Arn,
      uniqueId: User?.UserId,
      boundaryArn: User?.PermissionsBoundary?.PermissionsBoundaryArn,
    };
  },
  attached: (client, UserName) => paginateListAttachedUserPolicies({ client }, { UserName }),
  attach: (client, UserName, PolicyArn) => client.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
  detach: (client, UserName, PolicyArn) => client.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
  putBoundary: (client, UserName, PermissionsBoundary) =>
    client.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary })),
  deleteBoundary: (client, UserName) => client.send(new DeleteUserPermissionsBoundaryCommand({ UserName })),
};

const ROLE: HolderCommands = {
  async describe(client, RoleName) {
    const { Role } = await client.send(new GetRoleCommand({ RoleName }));
    return {
      arn: Role?.Arn,
      uniqueId: Role?.RoleId,
      boundaryArn: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
    };
  },
  attached: (client, RoleName) => paginateListAttachedRolePolicies({ client }, { RoleName }),
  attach: (client, RoleName, PolicyArn) => client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
  detach: (client, RoleName, PolicyArn) => client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
  putBoundary: (client, RoleName, PermissionsBoundary) =>
    client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
  deleteBoundary: (client, RoleName) => client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
};

export const HOLDER_COMMANDS: Readonly<Record<PolicyHolder['type'], HolderCommands>> = { user: USER, role: ROLE };

/** Undefined if there is no such principal. */
export async function describe(client: IAMClient, { type, name }: PolicyHolder): Promise<Description | undefined> {
  try {
    return await HOLDER_COMMANDS[type].describe(client, name);
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}
