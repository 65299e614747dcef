import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand, QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import type { EventRuleState, QueueState, TrailState } from '../examination.js';

export async function trailsIn(region: string): Promise<readonly TrailState[]> {
  const client = new CloudTrailClient({ region });
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  return Promise.all(trailList.map((trail) => trailState(client, trail)));
}

/** Trails of the organization show their selectors to its management account alone. */
async function trailState(client: CloudTrailClient, trail: Trail): Promise<TrailState> {
  const { Name = '', TrailARN = '', HomeRegion = '', IsOrganizationTrail = false } = trail;
  const { IsLogging = false } = await client.send(new GetTrailStatusCommand({ Name: TrailARN }));
  return {
    name: Name,
    arn: TrailARN,
    homeRegion: HomeRegion,
    isLogging: IsLogging,
    isMultiRegion: trail.IsMultiRegionTrail === true,
    hasGlobalEvents: trail.IncludeGlobalServiceEvents === true,
    management: await managementOf(client, TrailARN, IsOrganizationTrail),
  };
}

async function managementOf(
  client: CloudTrailClient,
  TrailName: string,
  isOfOrganization: boolean,
): Promise<TrailState['management']> {
  try {
    const answer = await client.send(new GetEventSelectorsCommand({ TrailName }));
    const { EventSelectors = [], AdvancedEventSelectors = [] } = answer;
    const basic = EventSelectors.filter(({ IncludeManagementEvents }) => IncludeManagementEvents === true);
    const types = basic.map(({ ReadWriteType = 'All' }) => ReadWriteType);
    const advanced = AdvancedEventSelectors.filter(({ FieldSelectors = [] }) =>
      FieldSelectors.some(({ Field, Equals = [] }) => Field === 'eventCategory' && Equals.includes('Management')),
    ).map(({ FieldSelectors = [] }) => {
      const readOnly = FieldSelectors.find(({ Field }) => Field === 'readOnly')?.Equals?.[0];
      return readOnly === undefined ? 'All' : readOnly === 'false' ? 'WriteOnly' : 'ReadOnly';
    });
    const all: readonly string[] = [...types, ...advanced];
    if (all.includes('All') || (all.includes('WriteOnly') && all.includes('ReadOnly'))) return 'all';
    return all.includes('WriteOnly') ? 'writes' : 'none';
  } catch (error) {
    if (isOfOrganization && error instanceof Error && /AccessDenied|TrailNotFound/.test(error.name)) return undefined;
    throw error;
  }
}

export async function ruleIn(region: string, Name: string): Promise<EventRuleState | undefined> {
  const client = new EventBridgeClient({ region });
  try {
    const { State } = await client.send(new DescribeRuleCommand({ Name }));
    const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
    return { isEnabled: State !== 'DISABLED', targetArns: Targets.flatMap(({ Arn }) => Arn ?? []) };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

export async function queueIn(region: string, QueueName: string): Promise<QueueState | undefined> {
  const client = new SQSClient({ region });
  try {
    const { QueueUrl: url = '' } = await client.send(new GetQueueUrlCommand({ QueueName }));
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const input = { QueueUrl: url, AttributeNames: [...names] };
    const { Attributes } = await client.send(new GetQueueAttributesCommand(input));
    return { url, messages: names.reduce((sum, name) => sum + Number(Attributes?.[name] ?? '0'), 0) };
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}
