import { ec2 } from '@pulumi/aws';
import * as awsx from '@pulumi/awsx';
import * as pulumi from '@pulumi/pulumi';
import { HTTPS } from './networkMembership.js';
import { physicalName, tagsOf, type StackIdentity } from '../identity.js';

export interface NetworkArgs {
  readonly identity: StackIdentity;
  readonly cidrBlock: string;
}

/** Services that data path functions call. Other functions call services that have no VPC endpoint. */
const INTERFACE_SERVICES = ['ssm', 'sqs', 'events', 'logs', 'bedrock'];
const GATEWAY_SERVICES = ['dynamodb', 's3'];

/** A VPC for the data path functions, without internet access: they reach AWS through its endpoints. */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;

  constructor(name: string, { identity, cidrBlock }: NetworkArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Network', name, {}, options);
    const tags = { ...tagsOf(identity), Name: physicalName(identity, 'vpc') };
    const vpc = new awsx.ec2.Vpc(
      `${name}-vpc`,
      {
        cidrBlock,
        numberOfAvailabilityZones: 2,
        natGateways: { strategy: 'None' },
        subnetStrategy: 'Auto',
        subnetSpecs: [{ type: 'Isolated', name: 'functions' }],
        tags,
      },
      { parent: this },
    );
    const service = (service: string): string => `com.amazonaws.${identity.homeRegion}.${service}`;
    const group = this.#securityGroup(name, identity, vpc.vpcId, cidrBlock);
    for (const gateway of GATEWAY_SERVICES) {
      new ec2.VpcEndpoint(
        `${name}-${gateway}`,
        {
          vpcId: vpc.vpcId,
          serviceName: service(gateway),
          vpcEndpointType: 'Gateway',
          routeTableIds: vpc.routeTables.apply((tables) => tables.map(({ id }) => id)).apply((ids) => pulumi.all(ids)),
          tags,
        },
        { parent: this },
      );
    }
    for (const endpoint of INTERFACE_SERVICES) {
      new ec2.VpcEndpoint(
        `${name}-${endpoint}`,
        {
          vpcId: vpc.vpcId,
          serviceName: service(endpoint),
          vpcEndpointType: 'Interface',
          subnetIds: vpc.isolatedSubnetIds,
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          tags,
        },
        { parent: this },
      );
    }
    this.vpcId = vpc.vpcId;
    this.subnetIds = vpc.isolatedSubnetIds;
    this.registerOutputs({ subnetIds: this.subnetIds });
  }

  /** For the endpoints: HTTPS from inside the VPC. Each function has its own security group. */
  #securityGroup(
    name: string,
    identity: StackIdentity,
    vpcId: pulumi.Input<string>,
    cidrBlock: string,
  ): ec2.SecurityGroup {
    return new ec2.SecurityGroup(
      `${name}-https`,
      {
        vpcId,
        name: physicalName(identity, 'https'),
        description: 'HTTPS from the functions of Bedrock Budgeteer to the endpoints of AWS',
        ingress: [{ ...HTTPS, cidrBlocks: [cidrBlock] }],
        tags: tagsOf(identity),
      },
      { parent: this },
    );
  }
}
