import {
  CreateTableCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  type ProjectionType,
  type ScalarAttributeType,
  type StreamViewType,
} from '@aws-sdk/client-dynamodb';
import { textAt, type Aws } from '../aws.js';
import type { Creators, Made } from './creator.js';

export const TABLES: Creators = { 'aws:dynamodb/table:Table': createTable };

interface Keys {
  readonly hashKey: string;
  readonly rangeKey?: string;
}

interface Table extends Keys {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly type: ScalarAttributeType }[];
  readonly globalSecondaryIndexes: readonly (Keys & {
    readonly name: string;
    readonly projectionType: ProjectionType;
  })[];
  readonly serverSideEncryption: { readonly kmsKeyArn: string };
  readonly streamEnabled?: boolean;
  readonly streamViewType?: StreamViewType;
  readonly ttl?: { readonly attributeName: string };
  readonly pointInTimeRecovery: { readonly enabled: boolean };
}

async function createTable(table: Table, { dynamoDb }: Aws): Promise<Made> {
  const { name: TableName, globalSecondaryIndexes, streamEnabled, streamViewType, ttl } = table;
  const indexes = globalSecondaryIndexes.map(({ name, projectionType, ...keys }) => ({
    IndexName: name,
    KeySchema: keySchema(keys),
    Projection: { ProjectionType: projectionType },
  }));
  const command = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: table.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keySchema(table),
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: table.serverSideEncryption.kmsKeyArn },
    ...(streamEnabled ? { StreamSpecification: { StreamEnabled: true, StreamViewType: streamViewType } } : {}),
  });
  const answer = await dynamoDb.send(command);
  if (ttl !== undefined) {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: ttl.attributeName };
    await dynamoDb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: table.pointInTimeRecovery.enabled };
  await dynamoDb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  const arn = textAt(answer, 'TableDescription', 'TableArn');
  return streamEnabled ? { arn, streamArn: textAt(answer, 'TableDescription', 'LatestStreamArn') } : { arn };
}

function keySchema({ hashKey, rangeKey }: Keys): { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[] {
  const range = rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' as const }];
  return [{ AttributeName: hashKey, KeyType: 'HASH' }, ...range];
}
