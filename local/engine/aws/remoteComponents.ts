import type { PlanObject, PlanValue } from '../plan.js';
import { isList, isPlanObject, withoutSecrets } from '../planValue.js';

/** A resource that a component's provider makes, and the component's outputs that speak of it. */
export interface ImpliedChild {
  readonly type: string;
  /** After the component's own name. */
  readonly suffix: string;
  readonly output?: string;
  readonly idOutput?: string;
  /** Whether the outputs are lists, to which this one adds. */
  readonly list?: true;
}

type Children = (inputs: PlanObject) => readonly ImpliedChild[];

const COMPONENTS: Readonly<Record<string, Children>> = {
  'awsx:cloudtrail:Trail': (inputs) => [
    ...(flagAt(inputs, 's3Bucket', 'existing') === undefined
      ? [{ type: 'aws:s3/bucket:Bucket', suffix: '', output: 'bucket' }]
      : []),
    ...(flagAt(inputs, 'cloudWatchLogsGroup', 'enable') === true
      ? [{ type: 'aws:cloudwatch/logGroup:LogGroup', suffix: '', output: 'logGroup' }]
      : []),
    { type: 'aws:cloudtrail/trail:Trail', suffix: '', output: 'trail' },
  ],
  'awsx:ec2:Vpc': (inputs) => [
    { type: 'aws:ec2/vpc:Vpc', suffix: '', output: 'vpc', idOutput: 'vpcId' },
    { type: 'aws:ec2/internetGateway:InternetGateway', suffix: '', output: 'internetGateway' },
    ...subnetSpecs(inputs).flatMap(({ kind, name }) =>
      zones(inputs).flatMap((zone) => subnetWithRoutes(kind, `-${name}-${zone}`)),
    ),
  ],
  'awsx:ec2:DefaultVpc': () => [
    { type: 'aws:ec2/vpc:Vpc', suffix: '', idOutput: 'vpcId' },
    ...[1, 2, 3].flatMap((zone): readonly ImpliedChild[] => [
      { type: SUBNET, suffix: `-public-${zone}`, idOutput: 'publicSubnetIds', list: true },
      { type: SUBNET, suffix: `-private-${zone}`, idOutput: 'privateSubnetIds', list: true },
    ]),
  ],
};

const SUBNET = 'aws:ec2/subnet:Subnet';

/** The children of a remote component, the main ones; undefined for a type that the table lacks. */
export function impliedChildren(type: string, inputs: PlanObject): readonly ImpliedChild[] | undefined {
  return COMPONENTS[type]?.(inputs);
}

function flagAt(inputs: PlanObject, key: string, flag: string): PlanValue | undefined {
  const given = withoutSecrets(inputs[key] ?? null);
  return isPlanObject(given) ? given[flag] : undefined;
}

interface SubnetSpec {
  /** Public, Private, Isolated or Unused. */
  readonly kind: string;
  readonly name: string;
}

/** A public and a private one in each zone by default (awsx, ec2.VpcArgs). */
function subnetSpecs(inputs: PlanObject): readonly SubnetSpec[] {
  const given = withoutSecrets(inputs['subnetSpecs'] ?? null);
  if (!isList(given)) return ['Public', 'Private'].map((kind) => ({ kind, name: kind.toLowerCase() }));
  return given.filter(isPlanObject).flatMap(({ type, name }) => {
    if (typeof type !== 'string' || type === 'Unused') return [];
    return [{ kind: type, name: typeof name === 'string' ? name : type.toLowerCase() }];
  });
}

/** Three by default (awsx, ec2.VpcArgs). */
function zones(inputs: PlanObject): readonly number[] {
  const given = withoutSecrets(inputs['numberOfAvailabilityZones'] ?? null);
  return Array.from({ length: typeof given === 'number' ? given : 3 }, (_, index) => index + 1);
}

/** Each subnet has a table of routes of its own. */
function subnetWithRoutes(kind: string, suffix: string): readonly ImpliedChild[] {
  return [
    { type: SUBNET, suffix, output: 'subnets', idOutput: `${kind.toLowerCase()}SubnetIds`, list: true },
    { type: 'aws:ec2/routeTable:RouteTable', suffix, output: 'routeTables', list: true },
    {
      type: 'aws:ec2/routeTableAssociation:RouteTableAssociation',
      suffix,
      output: 'routeTableAssociations',
      list: true,
    },
  ];
}
