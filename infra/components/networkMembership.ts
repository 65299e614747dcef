import { ec2, iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { tagsOf, type StackIdentity } from '../identity.js';
import type { IamStatement } from '../policies/adapterStatements.js';
import { policyText } from '../policies/documents.js';

/** A VPC whose functions reach AWS only through endpoints. */
export interface LambdaNetwork {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string[]>;
}

export interface NetworkMembershipArgs {
  readonly identity: StackIdentity;
  readonly network: LambdaNetwork;
  readonly groupName: string;
  /** The function's role. */
  readonly roleName: pulumi.Input<string>;
}

export const HTTPS = { protocol: 'tcp', fromPort: 443, toPort: 443 } as const;

/** Lambda takes up to 40 minutes to release a function's network interfaces (Lambda Developer Guide, VPC). */
const LEAVES_WITHIN = '60m';

/**
 * What a function needs to join a VPC and to leave it. Lambda removes its network interfaces with the function's role,
 * and the security group can only be deleted after the last one. The group depends on the policy, so it is deleted
 * first, while the role may still remove interfaces.
 */
export class NetworkMembership extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: NetworkMembershipArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:NetworkMembership', name, {}, options);
    const { identity, network, groupName, roleName } = args;
    const policy = new iam.RolePolicy(
      `${name}-policy`,
      { role: roleName, policy: policyText([JOIN_NETWORK]) },
      { parent: this },
    );
    const group = new ec2.SecurityGroup(
      `${name}-group`,
      {
        vpcId: network.vpcId,
        name: groupName,
        description: 'HTTPS from a function of Bedrock Budgeteer',
        // The VPC has no internet access: this reaches only its endpoints and the gateways' prefixes.
        egress: [{ ...HTTPS, cidrBlocks: ['0.0.0.0/0'] }],
        tags: tagsOf(identity),
      },
      { parent: this, dependsOn: [policy], customTimeouts: { delete: LEAVES_WITHIN } },
    );
    this.securityGroupId = group.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

/** These EC2 calls of Lambda support no resources (Lambda Developer Guide, "Required IAM permissions"). */
const JOIN_NETWORK: IamStatement = {
  Sid: 'JoinNetwork',
  Effect: 'Allow',
  Action: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  Resource: ['*'],
};
