import type { Shape, Shapes } from './shape.js';

/** EC2 things are known by an id alone: `vpc-0123456789abcdef0`. */
function identified(prefix: string, kind: string, outputs: Readonly<Record<string, string>> = {}): Shape {
  const id = `${prefix}-{hex:17}`;
  return { id, outputs: { arn: `arn:{partition}:ec2:{region}:{account}:${kind}/${id}`, ...outputs } };
}

export const NETWORK_SHAPES: Shapes = {
  'aws:ec2/vpc:Vpc': identified('vpc', 'vpc', {
    mainRouteTableId: 'rtb-{hex:17}',
    defaultSecurityGroupId: 'sg-{hex:17}',
    ownerId: '{account}',
  }),
  'aws:ec2/subnet:Subnet': identified('subnet', 'subnet', { ownerId: '{account}' }),
  'aws:ec2/securityGroup:SecurityGroup': identified('sg', 'security-group', { ownerId: '{account}' }),
  'aws:ec2/internetGateway:InternetGateway': identified('igw', 'internet-gateway', { ownerId: '{account}' }),
  'aws:ec2/natGateway:NatGateway': identified('nat', 'natgateway'),
  'aws:ec2/eip:Eip': identified('eipalloc', 'elastic-ip', { allocationId: 'eipalloc-{hex:17}' }),
  'aws:ec2/routeTable:RouteTable': identified('rtb', 'route-table', { ownerId: '{account}' }),
  'aws:ec2/route:Route': { id: 'r-{input.routeTableId}{hex:10}' },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': { id: 'rtbassoc-{hex:17}' },
  'aws:ec2/vpcEndpoint:VpcEndpoint': identified('vpce', 'vpc-endpoint', { state: 'available' }),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': identified('sgr', 'security-group-rule'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': identified('sgr', 'security-group-rule'),
};
