/** A `*` that a grant may contain, and why it cannot be narrower. */
export interface AllowedWildcard {
  readonly actions: readonly string[];
  /** As in the policy; `*` also covers anything narrower. */
  readonly resource: string;
  /** The resource type whose policies may contain it. */
  readonly type: string;
  /** The one resource that may contain it; any of the type by default. */
  readonly name?: string;
  readonly why: string;
  readonly source: string;
}

const ROLE_POLICY = 'aws:iam/rolePolicy:RolePolicy';

export const ALLOWED_WILDCARDS: readonly AllowedWildcard[] = [
  {
    actions: ['pricing:GetProducts'],
    resource: '*',
    type: ROLE_POLICY,
    why: 'The Price List API has no resources.',
    source: 'Service Authorization Reference, AWS Price List',
  },
  {
    actions: ['dynamodb:ListStreams'],
    resource: '*',
    type: ROLE_POLICY,
    why: 'The call names no resource; an event source mapping needs it.',
    source: 'Service Authorization Reference, Amazon DynamoDB',
  },
  {
    actions: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    resource: '*',
    type: ROLE_POLICY,
    why: 'CloudWatch Logs has no resources for log deliveries, by which Step Functions logs executions.',
    source: 'Step Functions Developer Guide, "Using CloudWatch Logs to log execution history"',
  },
  {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    resource: '*',
    type: ROLE_POLICY,
    why: 'X-Ray has no resources for sending traces.',
    source: 'Service Authorization Reference, AWS X-Ray',
  },
  {
    actions: [
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'cloudwatch:GetMetricStatistics',
      'cloudwatch:ListMetrics',
    ],
    resource: '*',
    type: ROLE_POLICY,
    why: 'CloudWatch has no resources for reading metrics, which Amazon Q draws below an alarm.',
    source: 'Service Authorization Reference, Amazon CloudWatch',
  },
  {
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resource: '*',
    type: ROLE_POLICY,
    why: 'Lambda checks for these on all resources before it puts a function into a VPC.',
    source: 'Lambda Developer Guide, "Required IAM permissions" for VPCs',
  },
  {
    actions: ['kms:ReEncrypt*', 'kms:GenerateDataKey*'],
    resource: '*',
    type: 'aws:kms/key:Key',
    why: 'Each covers two or four calls that services mix. In a key policy the resource is the key itself.',
    source: 'AWS KMS Developer Guide, "Default key policy", key users',
  },
  {
    actions: ['*'],
    resource: '*',
    type: 'aws:iam/policy:Policy',
    name: 'suspension-deny-boundary',
    why: 'A permissions boundary is a ceiling and grants nothing: what it must not take away it has to allow.',
    source: 'IAM User Guide, "Permissions boundaries for IAM entities"',
  },
];
