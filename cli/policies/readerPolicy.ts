import type { IamStatement } from '../../domain/iam/denyDocument.js';
import { arnOf, physicalName, settingsPath, type StackIdentity } from '../../infra/identity.js';
import { invocationLogGroup, streamArn, tableName, type TableName } from '../../infra/names.js';

/** What the commands that change nothing need. */
export function readerStatements(identity: StackIdentity): readonly IamStatement[] {
  return [...ofTables(identity), ...ofMetering(identity), ...ofAccount(identity), ...ofInventory(identity)];
}

/** Any Region: for what a stack has wherever Bedrock is called. */
const EVERYWHERE = '*';

function ofTables(identity: StackIdentity): readonly IamStatement[] {
  const settings = arnOf(identity, 'ssm', `parameter${settingsPath(identity).slice(0, -1)}`);
  return [
    allow('ReadRows', ['dynamodb:BatchGetItem'], [tableArn(identity, 'UserBudgets'), tableArn(identity, 'Pricing')]),
    allow('ReadAllBudgets', ['dynamodb:Scan'], [tableArn(identity, 'UserBudgets')]),
    allow(
      'FindRows',
      ['dynamodb:Query'],
      [
        tableArn(identity, 'UserBudgets', 'principal-name'),
        tableArn(identity, 'UsageTracking'),
        tableArn(identity, 'AuditLogs', 'user-identity'),
        tableArn(identity, 'AuditLogs', 'event-day'),
      ],
    ),
    {
      ...allow('DecryptTables', ['kms:Decrypt'], [arnOf(identity, 'kms', 'key/*')]),
      Condition: {
        StringEquals: { 'kms:ViaService': [`dynamodb.${identity.homeRegion}.amazonaws.com`] },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [`alias/${physicalName(identity, 'key')}`] },
      },
    },
    allow('ReadSettings', ['ssm:GetParametersByPath'], [settings, `${settings}/*`]),
  ];
}

/** What `doctor` looks at in each Region. */
function ofMetering(identity: StackIdentity): readonly IamStatement[] {
  const logGroup = arnOf(identity, 'logs', `log-group:${invocationLogGroup(identity)}`, EVERYWHERE);
  const own = physicalName(identity, '*');
  return [
    allow('SeeLog', ['logs:DescribeLogStreams', 'logs:DescribeSubscriptionFilters'], [logGroup, `${logGroup}:*`]),
    allow('SeeStreams', ['firehose:DescribeDeliveryStream'], [streamArn(identity, EVERYWHERE)]),
    allow(
      'SeeRules',
      ['events:DescribeRule', 'events:ListTargetsByRule'],
      [arnOf(identity, 'events', `rule/${own}`, EVERYWHERE)],
    ),
    allow('SeeQueues', ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'], [arnOf(identity, 'sqs', own, EVERYWHERE)]),
    allow('SeeAlarms', ['cloudwatch:DescribeAlarms'], [arnOf(identity, 'cloudwatch', 'alarm:*', EVERYWHERE)]),
    allow(
      'SeeTrails',
      ['cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
      [`arn:${identity.partition}:cloudtrail:*:*:trail/*`],
    ),
    allow(
      'SeeDenies',
      ['iam:ListEntitiesForPolicy', 'iam:GetPolicy', 'iam:GetPolicyVersion'],
      [iamArn(identity, `policy/${own}`)],
    ),
  ];
}

/** Where IAM knows no resource, and for what `doctor` asks about the rights of whoever uses it. */
function ofAccount(identity: StackIdentity): readonly IamStatement[] {
  const [users, roles] = [iamArn(identity, 'user/*'), iamArn(identity, 'role/*')];
  return [
    allow('SeeRights', ['iam:SimulatePrincipalPolicy'], [users, roles]),
    allow('SeeRoles', ['iam:GetRole'], [roles]),
    allow(
      'SeeAccount',
      [
        'bedrock:GetModelInvocationLoggingConfiguration',
        'bedrock:ListModelInvocationJobs',
        'cloudtrail:DescribeTrails',
        'cloudwatch:GetMetricStatistics',
        'pricing:GetProducts',
      ],
      ['*'],
    ),
    allow('ListKeys', ['iam:ListUsers', 'iam:ListServiceSpecificCredentials'], ['*']),
  ];
}

function ofInventory(identity: StackIdentity): readonly IamStatement[] {
  const ofAws = `arn:${identity.partition}:iam::aws:policy/*`;
  return [
    allow('InventoryOfAccount', ['iam:GetAccountAuthorizationDetails', 'iam:GetServiceLastAccessedDetails'], ['*']),
    allow(
      'InventoryOfUse',
      ['iam:GenerateServiceLastAccessedDetails'],
      [iamArn(identity, 'user/*'), iamArn(identity, 'role/*')],
    ),
    allow('InventoryOfPolicies', ['iam:GetPolicy', 'iam:GetPolicyVersion'], [iamArn(identity, 'policy/*'), ofAws]),
  ];
}

export function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): IamStatement {
  return { Sid, Effect: 'Allow', Action, Resource };
}

export function tableArn(identity: StackIdentity, table: TableName, index?: string): string {
  const within = index === undefined ? '' : `/index/${index}`;
  return arnOf(identity, 'dynamodb', `table/${tableName(identity, table)}${within}`);
}

export function iamArn(identity: StackIdentity, resource: string): string {
  return arnOf(identity, 'iam', resource, '');
}
