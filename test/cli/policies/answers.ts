import { NoSuchEntityException } from '@aws-sdk/client-iam';
import { NO_OVERRIDES } from '../../../domain/budget/overrides.js';
import type { Budget } from '../../../domain/budget/budget.js';
import { personPolicyDocument } from '../../../domain/iam/personPolicy.js';
import { usd } from '../../../domain/money.js';
import type { StackOutputs } from '../../../cli/stack/outputs.js';
import { budgetItem } from '../../../handlers/adapters/budgetItem.js';
import { usageItem } from '../../../handlers/adapters/usageItem.js';
import { denyBoundaryArn, denyPolicyArn, invocationLogGroup, stateMachineArn } from '../../../infra/names.js';
import { settingsPath } from '../../../infra/identity.js';
import { entry, FACTS, record, usage } from '../../contracts/budgetRows.js';
import { KEYS_PATH } from './accesses.js';
import type { Answers } from './recordedCalls.js';

export const IDENTITY = {
  stack: 'prod',
  partition: 'aws',
  accountId: '444455556666',
  homeRegion: 'us-east-1',
} as const;
const CALLER = 'arn:aws:iam::444455556666:user/op';
export const ALICE = 'arn:aws:iam::444455556666:user/alice';
const ROLE = 'AWSReservedSSO_Dev_0123456789abcdef';
const KEY_USER = `arn:aws:iam::444455556666:user${KEYS_PATH}BedrockAPIKey-ci`;
const REGIONS = ['us-east-1', 'eu-west-1'];
const HOUR = 3_600_000;

export const OUTPUTS: StackOutputs = {
  stack: 'prod',
  accountId: '444455556666',
  homeRegion: 'us-east-1',
  regions: REGIONS,
  ingestionPath: 'firehose',
  settings: settingsPath(IDENTITY),
  userBudgetsTable: 'bedrock-budgeteer-prod-user-budgets',
  usageTrackingTable: 'bedrock-budgeteer-prod-usage-tracking',
  auditLogsTable: 'bedrock-budgeteer-prod-audit-logs',
  pricingTable: 'bedrock-budgeteer-prod-pricing',
  teamSpendingTable: 'bedrock-budgeteer-prod-team-spending',
  personPoliciesTable: 'bedrock-budgeteer-prod-person-policies',
  budgetStatusFunction: 'bedrock-budgeteer-prod-budget-status',
  eventBus: 'bedrock-budgeteer-prod-bus',
  suspensionWorkflow: stateMachineArn(IDENTITY, 'suspension'),
  restorationWorkflow: stateMachineArn(IDENTITY, 'restoration'),
  denyPolicy: denyPolicyArn(IDENTITY),
  denyBoundary: denyBoundaryArn(IDENTITY),
};

export function budget(principalId: string, change: Partial<Budget> = {}): ReturnType<typeof budgetItem> {
  const now = Date.now();
  const period = { start: now - 24 * HOUR, end: now + 480 * HOUR };
  const facts = { ...FACTS, overrides: NO_OVERRIDES, spentUsd: usd('1'), principalId, period, teamSpend: [] };
  return budgetItem(record({ budget: { ...facts, status: 'active', ...change } as Budget, updatedAt: now }));
}

const PERSON = { accountType: 'person', sightings: [`${ROLE}/ana`] } as const;
const ROWS = [budget(ALICE), budget('person/ana', PERSON)];

const KEY = { UserName: 'BedrockAPIKey-ci', ServiceName: 'bedrock.amazonaws.com', Status: 'Active' };
const CREDENTIALS = [{ ...KEY, ServiceSpecificCredentialId: 'ACCA1', CreateDate: new Date() }];
const PERSONS = encodeURIComponent(JSON.stringify(personPolicyDocument([])));
const FULL_ACCESS = { PolicyArn: 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess', PolicyName: 'x' };

export function absent(): never {
  throw new NoSuchEntityException({ message: 'none', $metadata: {} });
}

/** Of a stack with two budgets and one key; what is not told here is empty. */
export const ANSWERS: Answers = {
  ...Object.fromEntries(
    [
      'CreateUser PutUserPolicy DeleteUser DeleteUserPolicy DetachUserPolicy UpdateServiceSpecificCredential',
      'DeleteServiceSpecificCredential ListAccessKeys ListGroupsForUser GetTrailStatus GetEventSelectors',
      'ListModelInvocationJobs GetMetricStatistics DescribeAlarms DescribeDeliveryStream DescribeRule',
      'ListTargetsByRule GetQueueAttributes SimulatePrincipalPolicy GetProducts PutParameter DeleteParameter',
      'UpdateItem StopExecution DescribeSubscriptionFilters',
    ].flatMap((line) => line.split(' ').map((operation) => [operation, () => ({})])),
  ),
  GetCallerIdentity: () => ({ Account: IDENTITY.accountId, Arn: CALLER }),
  BatchGetItem: ({ RequestItems }) => ({ Responses: rowsFor(RequestItems as Requests) }),
  Scan: () => ({ Items: ROWS }),
  Query: ({ TableName, IndexName }) => {
    if (IndexName === 'principal-name') return { Items: [{ principal_id: { S: ALICE } }] };
    return { Items: String(TableName).endsWith('usage-tracking') ? CALLS : [] };
  },
  GetParametersByPath: ({ Path }) => ({
    Parameters: [
      { Name: `${String(Path)}enforcement`, Value: 'enforce' },
      { Name: `${String(Path)}personPolicies`, Value: '1' },
      { Name: `${String(Path)}overrides/warnPercent`, Value: '60' },
    ],
  }),
  Invoke: () => ({ Payload: new TextEncoder().encode(JSON.stringify({ verdict: 'done', status: 'active' })) }),
  GetModelInvocationLoggingConfiguration: () => ({
    loggingConfig: { cloudWatchConfig: { logGroupName: invocationLogGroup(IDENTITY) } },
  }),
  DescribeLogStreams: () => ({ logStreams: [{ lastEventTimestamp: Date.now() - HOUR }] }),
  DescribeTrails: () => ({
    trailList: [{ TrailARN: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/all', HomeRegion: 'eu-west-1' }],
  }),
  GetQueueUrl: ({ QueueName }) => ({
    QueueUrl: `https://sqs.us-east-1.amazonaws.com/444455556666/${String(QueueName)}`,
  }),
  ListEntitiesForPolicy: () => ({ PolicyUsers: [], PolicyRoles: [] }),
  GetPolicy: () => ({ Policy: { DefaultVersionId: 'v1' } }),
  GetPolicyVersion: () => ({ PolicyVersion: { Document: PERSONS } }),
  GetRole: ({ RoleName }) => ({ Role: { Arn: `arn:aws:iam::444455556666:role/${String(RoleName)}` } }),
  GetAccountAuthorizationDetails: () => ({
    UserDetailList: [{ UserName: 'alice', Arn: ALICE, AttachedManagedPolicies: [FULL_ACCESS], UserPolicyList: INLINE }],
    RoleDetailList: [{ RoleName: 'web', Arn: 'arn:aws:iam::444455556666:role/web', RolePolicyList: INLINE }],
  }),
  GenerateServiceLastAccessedDetails: () => ({ JobId: 'job' }),
  GetServiceLastAccessedDetails: () => ({ JobStatus: 'COMPLETED' }),
  ListUsers: () => ({ Users: [{ UserName: 'BedrockAPIKey-ci', Arn: KEY_USER }] }),
  ListServiceSpecificCredentials: () => ({ ServiceSpecificCredentials: CREDENTIALS }),
  GetUser: () => ({ User: { Arn: KEY_USER } }),
  GetLoginProfile: absent,
  ListAttachedUserPolicies: () => ({ AttachedPolicies: [FULL_ACCESS] }),
  ListUserPolicies: () => ({ PolicyNames: ['bedrock-calls'] }),
  CreateServiceSpecificCredential: () => ({
    ServiceSpecificCredential: { ...CREDENTIALS[0], ServiceCredentialSecret: 'ABSKx' },
  }),
  ListExecutions: () => ({
    executions: [
      { executionArn: 'arn:aws:states:us-east-1:444455556666:execution:bedrock-budgeteer-prod-suspension:1' },
    ],
  }),
};

const CALLS = [usageItem(entry(usage('1', { principalId: ALICE, timestamp: Date.now() - HOUR })))];
const INLINE = [
  {
    PolicyName: 'p',
    PolicyDocument: encodeURIComponent(
      JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }] }),
    ),
  },
];

type Requests = Readonly<
  Record<string, { readonly Keys: readonly Readonly<Record<string, { readonly S?: string }>>[] }>
>;

function rowsFor(requests: Requests): Readonly<Record<string, readonly object[]>> {
  return Object.fromEntries(
    Object.entries(requests).map(([table, { Keys }]) => {
      const ids = Keys.map(({ principal_id: id }) => id?.S).filter((id) => id !== undefined);
      return [table, ids.map((id) => ROWS.find((row) => row['principal_id']?.S === id) ?? budget(id))];
    }),
  );
}
