import { ec2, iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { tagsOf, type StackIdentity } from '../identity.js';
import type { IamStatement } from '../policies/adapterStatements.js';
import { policyText } from '../policies/documents.js';

/** Where functions run that reach AWS by the endpoints of a VPC alone. */
export interface LambdaNetwork {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string[]>;
}

export interface NetworkMembershipArgs {
  readonly identity: StackIdentity;
  readonly network: LambdaNetwork;
  readonly groupName: string;
  /** Of the function. */
  readonly roleName: pulumi.Input<string>;
}

export const HTTPS = { protocol: 'tcp', fromPort: 443, toPort: 443 } as const;

/** Lambda takes up to 40 minutes to give the interfaces of a function back (Lambda Developer Guide, VPC). */
const LEAVES_WITHIN = '60m';

/**
 * What a function needs to join a VPC, and to leave it. Lambda removes its interfaces by the function's role, and a
 * security group goes only once no interface has it. The group depends on the policy, so it goes first: the role may
 * remove interfaces until the last one is gone.
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
        // The VPC has no way out: this is its endpoints, and the prefixes of its gateways.
        egress: [{ ...HTTPS, cidrBlocks: ['0.0.0.0/0'] }],
        tags: tagsOf(identity),
      },
      { parent: this, dependsOn: [policy], customTimeouts: { delete: LEAVES_WITHIN } },
    );
    this.securityGroupId = group.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

/** EC2 has no resources for these calls of the Lambda service (Lambda Developer Guide, "Required IAM permissions"). */
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
