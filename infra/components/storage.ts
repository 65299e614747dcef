import { dynamodb } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { TABLES, type TableDefinition } from '../../handlers/contracts/tables.js';
import { kebab, tagsOf, type StackIdentity } from '../identity.js';
import { tableName, type TableName } from '../names.js';

export interface StorageArgs {
  readonly identity: StackIdentity;
  readonly keyArn: pulumi.Input<string>;
  readonly protectsData: boolean;
  /** Whether the stack is about to be destroyed; the tables get a tag that says so. */
  readonly isDestroying: boolean;
}

/** The tables, as `handlers/contracts/tables.ts` defines them. */
export class Storage extends pulumi.ComponentResource {
  /** The stream of changed rows of UserBudgets. */
  readonly budgetStreamArn: pulumi.Output<string>;

  constructor(name: string, args: StorageArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Storage', name, {}, options);
    const create = (table: TableName): dynamodb.Table =>
      new dynamodb.Table(`${name}-${kebab(table)}`, tableArgs(args, table, TABLES[table]), {
        parent: this,
        protect: args.protectsData,
      });
    this.budgetStreamArn = create('UserBudgets').streamArn;
    create('UsageTracking');
    create('AuditLogs');
    create('Pricing');
    create('PersonPolicies');
    create('TeamSpending');
    create('Notifications');
    this.registerOutputs({ budgetStreamArn: this.budgetStreamArn });
  }
}

function tableArgs(
  { identity, keyArn, protectsData, isDestroying }: StorageArgs,
  table: TableName,
  definition: TableDefinition,
): dynamodb.TableArgs {
  const { partitionKey, sortKey, indexes, ttlAttribute, copyIn, hasStream } = definition;
  const keys = [partitionKey, sortKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  const attributes = new Map(keys.flatMap((key) => (key === undefined ? [] : [[key.name, key.type]])));
  return {
    name: tableName(identity, table),
    billingMode: 'PAY_PER_REQUEST',
    hashKey: partitionKey.name,
    ...(sortKey === undefined ? {} : { rangeKey: sortKey.name }),
    attributes: [...attributes].map(([name, type]) => ({ name, type })),
    globalSecondaryIndexes: indexes.map((index) => ({
      name: index.name,
      hashKey: index.partitionKey.name,
      ...(index.sortKey === undefined ? {} : { rangeKey: index.sortKey.name }),
      projectionType: index.projection,
    })),
    ...(ttlAttribute === undefined ? {} : { ttl: { attributeName: ttlAttribute, enabled: true } }),
    ...(hasStream ? { streamEnabled: true, streamViewType: 'NEW_IMAGE' } : {}),
    pointInTimeRecovery: { enabled: copyIn === undefined },
    serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
    deletionProtectionEnabled: protectsData,
    // The policy pack asks for both tags.
    tags: {
      ...tagsOf(identity),
      ...(isDestroying ? { Destroying: 'true' } : {}),
      ...(copyIn === undefined ? {} : { CopyIn: copyIn }),
    },
  };
}
