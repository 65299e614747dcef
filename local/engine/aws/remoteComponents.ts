import type { PlanObject, PlanValue } from '../plan.js';
import { isPlanObject, withoutSecrets } from '../planValue.js';

/** A resource that a component's provider makes, and the component's outputs that speak of it. */
export interface ImpliedChild {
  readonly type: string;
  /** After the component's own name. */
  readonly suffix: string;
  readonly output?: string;
  readonly idOutput?: string;
  /** Whether the outputs are lists, to which this one adds. */
  readonly list?: true;
  /** Whether the component's inputs ask for it; without this, always. */
  readonly wanted?: (inputs: PlanObject) => boolean;
}

const flagAt = (inputs: PlanObject, key: string, flag: string): PlanValue | undefined => {
  const given = withoutSecrets(inputs[key] ?? null);
  return isPlanObject(given) ? given[flag] : undefined;
};

const SUBNET = { type: 'aws:ec2/subnet:Subnet', output: 'subnets', list: true } as const;

const COMPONENTS: Readonly<Record<string, readonly ImpliedChild[]>> = {
  'awsx:cloudtrail:Trail': [
    {
      type: 'aws:s3/bucket:Bucket',
      suffix: '',
      output: 'bucket',
      wanted: (inputs) => flagAt(inputs, 's3Bucket', 'existing') === undefined,
    },
    {
      type: 'aws:cloudwatch/logGroup:LogGroup',
      suffix: '',
      output: 'logGroup',
      wanted: (inputs) => flagAt(inputs, 'cloudWatchLogsGroup', 'enable') === true,
    },
    { type: 'aws:cloudtrail/trail:Trail', suffix: '', output: 'trail' },
  ],
  'awsx:ec2:Vpc': [
    { type: 'aws:ec2/vpc:Vpc', suffix: '', output: 'vpc', idOutput: 'vpcId' },
    { type: 'aws:ec2/internetGateway:InternetGateway', suffix: '', output: 'internetGateway' },
    ...[1, 2, 3].flatMap((zone): readonly ImpliedChild[] => [
      { ...SUBNET, suffix: `-public-${zone}`, idOutput: 'publicSubnetIds' },
      { ...SUBNET, suffix: `-private-${zone}`, idOutput: 'privateSubnetIds' },
    ]),
  ],
  'awsx:ec2:DefaultVpc': [
    { type: 'aws:ec2/vpc:Vpc', suffix: '', idOutput: 'vpcId' },
    ...[1, 2, 3].flatMap((zone): readonly ImpliedChild[] => [
      { type: SUBNET.type, suffix: `-public-${zone}`, idOutput: 'publicSubnetIds', list: true },
      { type: SUBNET.type, suffix: `-private-${zone}`, idOutput: 'privateSubnetIds', list: true },
    ]),
  ],
};

/** The children of a remote component, the main ones; undefined for a type that the table lacks. */
export function impliedChildren(type: string): readonly ImpliedChild[] | undefined {
  return COMPONENTS[type];
}
