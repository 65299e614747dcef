import { TABLES } from '../../../handlers/contracts/tables.js';
import { arnOf, physicalName, settingsPath, type StackIdentity } from '../../../infra/identity.js';
import {
  denyPolicyArn,
  FAILURES,
  invocationLogGroup,
  queueArn,
  streamArn,
  tableName,
  type TableName,
} from '../../../infra/names.js';
import type { Check } from '../check.js';
import { ok, warning } from '../finding.js';

/** What the commands do, by what they do it to. */
interface Need {
  readonly resource: string;
  readonly actions: readonly string[];
  /** What is not possible without it. */
  readonly serves: 'looking' | 'changing';
}

/** IAM offers no resource for these. */
const WITHOUT_RESOURCE = [
  'bedrock:GetModelInvocationLoggingConfiguration',
  'bedrock:ListModelInvocationJobs',
  'cloudtrail:DescribeTrails',
  'cloudwatch:GetMetricStatistics',
  'pricing:GetProducts',
];

const TABLE_READS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'];

export const PERMISSIONS: Check = {
  name: 'permissions',
  asks: 'May this shell do what the commands of budgeteer do?',
  means: 'IAM is asked by a simulation, which knows neither policies of the organization nor those of resources.',
  fix: 'Use the policies for readers and operators of [security.md](security.md).',
  actions: ['iam:SimulatePrincipalPolicy', 'iam:GetRole'],
  run: async ({ stack, identity, examination }) => {
    const caller = await stack.caller();
    const answers = await Promise.all(
      needsOf(identity).map(async ({ actions, resource, serves }) => {
        return { serves, lacking: await examination.lacking(caller, actions, resource) };
      }),
    );
    const lackingFor = (what: Need['serves']): readonly string[] => [
      ...new Set(answers.flatMap(({ serves, lacking }) => (serves === what ? lacking : []))),
    ];
    const [looking, changing] = [lackingFor('looking'), lackingFor('changing')];
    const found = [
      ...(looking.length === 0 ? [] : [warning(`${caller} may not ${looking.join(', ')}`, 'docs/security.md')]),
      ...(changing.length === 0 ? [] : [ok(`${caller} may look and not change: it lacks ${changing.join(', ')}`)]),
    ];
    return found.length > 0 ? found : [ok(`${caller} may use all commands`)];
  },
};

function needsOf(identity: StackIdentity): readonly Need[] {
  return [...looking(identity), ...changing(identity)];
}

function looking(identity: StackIdentity): readonly Need[] {
  const tables = (Object.keys(TABLES) as readonly TableName[]).filter((table) => table !== 'Notifications');
  const needs: readonly (readonly [resource: string, ...actions: readonly string[]])[] = [
    ['*', ...WITHOUT_RESOURCE],
    ...tables.map((table) => {
      return [arnOf(identity, 'dynamodb', `table/${tableName(identity, table)}`), ...TABLE_READS] as const;
    }),
    [parameter(identity, '').slice(0, -1), 'ssm:GetParametersByPath'],
    [denyPolicyArn(identity), 'iam:ListEntitiesForPolicy', 'iam:GetPolicy', 'iam:GetPolicyVersion'],
    [arnOf(identity, 'cloudwatch', `alarm:${physicalName(identity, '*')}`), 'cloudwatch:DescribeAlarms'],
    [
      arnOf(identity, 'events', `rule/${physicalName(identity, 'forward-alarms')}`),
      'events:DescribeRule',
      'events:ListTargetsByRule',
    ],
    [queueArn(identity, FAILURES), 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
    [streamArn(identity, identity.homeRegion), 'firehose:DescribeDeliveryStream'],
    [
      arnOf(identity, 'logs', `log-group:${invocationLogGroup(identity)}:*`),
      'logs:DescribeLogStreams',
      'logs:DescribeSubscriptionFilters',
    ],
  ];
  return needs.map(([resource, ...actions]) => ({ resource, actions, serves: 'looking' }));
}

function changing(identity: StackIdentity): readonly Need[] {
  const budgetStatus = arnOf(identity, 'lambda', `function:${physicalName(identity, 'budget-status')}`);
  return [
    {
      resource: parameter(identity, 'overrides/budgetLimitUsd'),
      actions: ['ssm:PutParameter', 'ssm:DeleteParameter'],
      serves: 'changing',
    },
    { resource: budgetStatus, actions: ['lambda:InvokeFunction'], serves: 'changing' },
  ];
}

function parameter(identity: StackIdentity, name: string): string {
  return arnOf(identity, 'ssm', `parameter${settingsPath(identity)}${name}`);
}
