import type { FirstRunLooks } from '../../../cli/firstRun/looks.js';
import type { FactWord } from '../../../cli/firstRun/seen.js';
import { record, type Account } from './firstRunCase.js';

/** An item with accounts in which the claim holds, does not hold, and cannot be told yet. */
export interface ItemCase {
  readonly id: string;
  readonly holds: Account;
  readonly differs?: Account;
  readonly open?: Account;
}

const NOTHING: Account = {};
const ONE: Account = { records: [record()] };

function of(...records: readonly Parameters<typeof record>[0][]): Account {
  return { records: records.map((change) => record(change)) };
}

const KEYS_USER = 'arn:aws:iam::444455556666:user/bedrock-budgeteer/prod/BedrockAPIKey-ci';
const WITH_PATH: Pick<FirstRunLooks, 'userPath'> = { userPath: () => Promise.resolve('/bedrock-budgeteer/prod/') };
const SSO = 'arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_Dev_0123456789abcdef';

export const RECORD_CASES: readonly ItemCase[] = [
  {
    id: 'record-fields',
    holds: { ...ONE, lines: ['Permissions are correctly set for Amazon Bedrock logs.'] },
    differs: of({ serviceTier: 'priority' }),
    open: NOTHING,
  },
  { id: 'record-fields', holds: ONE, differs: { lines: ['{"schemaType"'] }, open: NOTHING },
  { id: 'operation-names', holds: ONE, differs: of({}, { operation: 'Responses' }), open: NOTHING },
  {
    id: 'callers',
    holds: ONE,
    differs: of({ identity: {} }),
    open: of({ errorCode: 'ThrottlingException', input: {}, output: {} }),
  },
  {
    id: 'user-path',
    holds: { ...of({ identity: { arn: KEYS_USER } }), looks: WITH_PATH },
    differs: { ...ONE, looks: WITH_PATH },
    open: ONE,
  },
  {
    id: 'person-sessions',
    holds: of({ identity: { arn: `${SSO}/ana@example.com` } }),
    differs: of({ identity: { arn: `${SSO}/botocore-session-1700000000` } }),
    open: ONE,
  },
  {
    id: 'error-records',
    holds: of({ errorCode: 'ThrottlingException', input: {}, output: {} }),
    differs: of({ errorCode: 'ThrottlingException', output: { outputTokenCount: -1 } }),
    open: ONE,
  },
  {
    id: 'two-records',
    holds: of({}, { output: { outputTokenCount: 1 } }),
    differs: of({}, { timestamp: '2026-11-28T11:58:00Z' }),
    open: NOTHING,
  },
  {
    id: 'service-tier',
    holds: of({ output: { outputTokenCount: 9, outputBodyJson: { serviceTier: { type: 'priority' } } } }),
    differs: of({ serviceTier: 'priority' }),
    open: ONE,
  },
  {
    id: 'cache-writes',
    holds: cacheWrite({ usage: { cacheDetails: [{ ttl: '5m', inputTokens: 9 }] } }),
    differs: cacheWrite({}),
    open: ONE,
  },
  {
    id: 'embeddings',
    holds: of({ modelId: 'amazon.titan-embed-text-v2:0', operation: 'InvokeModel', output: {} }),
    differs: of({ modelId: 'amazon.titan-embed-text-v2:0', operation: 'InvokeModel', input: {}, output: {} }),
    open: ONE,
  },
  {
    id: 'large-bodies',
    holds: of({ input: { inputTokenCount: 9, inputBodyS3Path: 's3://bucket/key' } }),
    differs: of({ input: { inputBodyS3Path: 's3://bucket/key' }, output: {} }),
    open: ONE,
  },
  {
    id: 'log-delay',
    holds: ONE,
    differs: of({ timestamp: '2026-11-28T11:58:00Z' }),
    open: of({ timestamp: 'soon' }),
  },
  {
    id: 'bodies-off',
    holds: { ...of({ input: { inputTokenCount: 9 }, output: { outputTokenCount: 9 } }), ...withoutBodies() },
    differs: { ...ONE, ...withoutBodies() },
    open: ONE,
  },
  {
    id: 'bodies-off',
    holds: { ...counts(), ...withoutBodies() },
    differs: { ...of({ input: { inputTokenCount: 9 }, output: {} }), ...withoutBodies() },
    open: withoutBodies(),
  },
];

function counts(): Account {
  return of({ input: { inputTokenCount: 9 }, output: { outputTokenCount: 9 } });
}

function cacheWrite(outputBodyJson: object): Account {
  const input = { inputTokenCount: 9, cacheWriteInputTokenCount: 9, inputBodyJson: {} };
  const modelId = 'anthropic.claude-opus-4-7';
  return of({ modelId, input, output: { outputTokenCount: 9, outputBodyJson } });
}

function withoutBodies(): Account {
  const logging = { logGroup: '/g', bucket: undefined, logsBodies: false, keepsLargeBodies: false };
  return { examination: { invocationLogging: () => Promise.resolve(logging) } };
}

export const METRIC_CASES: readonly ItemCase[] = [
  {
    id: 'charge-delay',
    holds: metrics({ DetectionSeconds: 20 }),
    differs: metrics({ DetectionSeconds: 181 }),
    open: NOTHING,
  },
  {
    id: 'own-metrics',
    holds: metrics({ Invocations: 2, InvocationsCharged: 1 }),
    differs: metrics({ Invocations: 2 }),
    open: NOTHING,
  },
  {
    id: 'aws-metrics',
    holds: metrics({
      Invocations: 2,
      ModelInvocationLogsCloudWatchDeliverySuccess: 2,
      IncomingLogEvents: 2,
      IncomingRecords: 1,
    }),
    differs: metrics({ Invocations: 2, ModelInvocationLogsCloudWatchDeliverySuccess: 2, IncomingLogEvents: 2 }),
    open: NOTHING,
  },
  {
    id: 'tokens-agree',
    holds: metrics({ OutputTokenCount: 100, OutputTokens: 90 }),
    differs: metrics({ OutputTokenCount: 100, OutputTokens: 89 }),
    open: NOTHING,
  },
  {
    id: 'repeated-records',
    holds: metrics({ InvocationsCharged: 9, InvocationsDuplicate: 1 }),
    differs: metrics({ InvocationsCharged: 9, RecordsQuarantined: 1 }),
    open: metrics({ InvocationsCharged: 9 }),
  },
  {
    id: 'price-rows',
    holds: metrics({ PricesWritten: 900 }),
    differs: metrics({ PricesWritten: 900, PriceGapsFound: 1 }),
    open: NOTHING,
  },
  {
    id: 'suspension-seen',
    holds: metrics({ SuspensionsConfirmed: 1, EnforcementSeconds: 12 }),
    differs: metrics({ SuspensionsConfirmed: 1, EnforcementSeconds: 12, InvocationsAfterSuspension: 1 }),
    open: NOTHING,
  },
  {
    id: 'restoration-seen',
    holds: metrics({ RestorationsConfirmed: 1 }),
    differs: metrics({ RestorationsConfirmed: 1, WorkflowsFailed: 1 }),
    open: NOTHING,
  },
  {
    id: 'notices',
    holds: metrics({ NotificationsSent: 3 }),
    differs: metrics({ NotificationsFailed: 1 }),
    open: NOTHING,
  },
];

function metrics(sums: Readonly<Record<string, number>>): Account {
  return { metrics: sums };
}

const EVENT = { eventSource: 'iam.amazonaws.com', eventType: 'CreateServiceSpecificCredential' };
const NAMED = { requestParameters: { userName: 'eve', serviceName: 'bedrock.amazonaws.com' } };

export const ACCESS_CASES: readonly ItemCase[] = [
  {
    id: 'tables-protected',
    holds: NOTHING,
    differs: {
      looks: { table: (name) => Promise.resolve({ canBeRestored: true, isProtected: name.endsWith('pricing') }) },
    },
  },
  {
    id: 'tables-protected',
    holds: {
      looks: {
        table: (name) => Promise.resolve({ canBeRestored: !name.endsWith('usage-tracking'), isProtected: false }),
      },
    },
    differs: { looks: { table: () => Promise.resolve(undefined) } },
  },
  {
    id: 'iam-events',
    holds: { audit: [{ ...EVENT, eventType: 'AttachUserPolicy' }] },
    open: { audit: [{ eventSource: 'bedrock-budgeteer' }] },
  },
  {
    id: 'key-event',
    holds: { audit: [{ ...EVENT, details: NAMED }] },
    differs: {
      audit: [
        { ...EVENT, details: NAMED },
        { ...EVENT, details: { requestParameters: {} } },
      ],
    },
    open: { audit: [{ ...EVENT, eventType: 'AttachUserPolicy' }] },
  },
  { id: 'deny-simulated', holds: decided('explicitDeny'), differs: decided('implicitDeny'), open: decided('unknown') },
  { id: 'boundary-simulated', holds: decided('implicitDeny'), differs: decided('allowed'), open: NOTHING },
  { id: 'person-simulated', holds: decided('explicitDeny'), differs: decided('allowed'), open: NOTHING },
  { id: 'person-alone', holds: decided('allowed'), differs: decided('explicitDeny'), open: NOTHING },
];

function decided(word: FactWord): Account {
  return { looks: { decisions: ({ actions }) => Promise.resolve(new Map(actions.map((action) => [action, word]))) } };
}
