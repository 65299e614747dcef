import { CloudWatchLogsClient, GetLogEventsCommand, ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException as NoTable,
} from '@aws-sdk/client-dynamodb';
import {
  GetUserCommand,
  IAMClient,
  NoSuchEntityException,
  paginateSimulateCustomPolicy,
  type SimulateCustomPolicyRequest,
} from '@aws-sdk/client-iam';
import { INVOCATIONS_STREAM } from '../doctor/aws/logs.js';
import type { FirstRunLooks, LogEvent, Simulated, TableState } from './looks.js';
import { FACT_WORDS, type FactWord } from './seen.js';

/** Asks AWS, with the shell's credentials. */
export function awsLooks(homeRegion: string): FirstRunLooks {
  const iam = new IAMClient({ region: homeRegion });
  const tables = new DynamoDBClient({ region: homeRegion });
  return {
    logEvents: logEventsIn,
    decisions: (simulated) => decisionsBy(iam, simulated),
    userPath: (name) => pathOf(iam, name),
    table: (name) => tableState(tables, name),
  };
}

async function logEventsIn(region: string, logGroupName: string): Promise<readonly LogEvent[]> {
  const input = { logGroupName, logStreamName: INVOCATIONS_STREAM, startFromHead: false };
  try {
    const { events = [] } = await new CloudWatchLogsClient({ region }).send(new GetLogEventsCommand(input));
    return events.map(({ message = '', ingestionTime = 0 }) => ({ message, ingestedAt: ingestionTime }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}

/** Without it every answer would be an implicit Deny. */
const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** One action at a time: one that the simulation does not know would make the whole call invalid. */
async function decisionsBy(client: IAMClient, simulated: Simulated): Promise<ReadonlyMap<string, FactWord>> {
  const decisions = new Map<string, FactWord>();
  for (const action of simulated.actions) decisions.set(action, await decisionOn(client, action, simulated));
  return decisions;
}

async function decisionOn(
  client: IAMClient,
  action: string,
  { policies, boundary, userId }: Simulated,
): Promise<FactWord> {
  const input: SimulateCustomPolicyRequest = {
    PolicyInputList: [ALLOW_ALL, ...policies.map((document) => JSON.stringify(document))],
    ActionNames: [action],
    ...(boundary === undefined ? {} : { PermissionsBoundaryPolicyInputList: [JSON.stringify(boundary)] }),
    ...(userId === undefined
      ? {}
      : { ContextEntries: [{ ContextKeyName: 'aws:userid', ContextKeyType: 'string', ContextKeyValues: [userId] }] }),
  };
  try {
    for await (const { EvaluationResults = [] } of paginateSimulateCustomPolicy({ client }, input)) {
      const [result] = EvaluationResults;
      return FACT_WORDS.find((word) => word === result?.EvalDecision) ?? 'unknown';
    }
    return 'unknown';
  } catch (error) {
    if (error instanceof Error && /^(InvalidInput|ValidationError)/.test(error.name)) return 'unknown';
    throw error;
  }
}

async function pathOf(client: IAMClient, UserName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetUserCommand({ UserName }))).User?.Path;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

async function tableState(client: DynamoDBClient, TableName: string): Promise<TableState | undefined> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
    const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    return { canBeRestored: recovery === 'ENABLED', isProtected: Table?.DeletionProtectionEnabled === true };
  } catch (error) {
    if (error instanceof NoTable) return undefined;
    throw error;
  }
}
