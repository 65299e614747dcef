import type { SuspensionMeans } from '../../domain/suspensionPlan.js';
import {
  accessReadStatements,
  suspensionStatements,
  type IamStatement,
} from '../../handlers/adapters/iamStatements.js';
import { TABLES } from '../../handlers/tables.js';
import { arnOf, type StackIdentity } from '../identity.js';

export type { IamStatement } from '../../handlers/adapters/iamStatements.js';

/** What the statements name. */
export interface Granted {
  readonly identity: StackIdentity;
  /** Of the function, where it reads logs and batches. */
  readonly region: string;
  readonly means: SuspensionMeans;
  readonly names: {
    readonly tables: Readonly<Record<keyof typeof TABLES, string>>;
    readonly bus: string;
    readonly settingsPath: string;
    readonly quarantineQueue: string;
    readonly bucket: string;
    readonly failedPrefix: string;
    readonly replayedPrefix: string;
    readonly topics: readonly string[];
    /** Where the secrets of the channels are: ARNs of Secrets Manager, names of parameters. */
    readonly secrets: readonly string[];
  };
}

type Statements = (granted: Granted) => readonly IamStatement[];

/**
 * The one declaration of what each adapter asks of AWS: exactly the actions of the calls that its source makes, on the
 * resources that it makes them on. A function's role allows what its adapters ask.
 */
const STATEMENTS = {
  ssmSettingsSource: ({ identity, names }) => [
    allow('ReadSettings', ['ssm:GetParametersByPath'], parameterArns(identity, names.settingsPath)),
  ],
  dynamoBudgetStore: (granted) => [
    allow('ReadAndWriteBudgets', ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], [tableArn(granted, 'UserBudgets')]),
    allow('FindDueBudgets', ['dynamodb:Query'], indexArns(granted, 'UserBudgets')),
  ],
  dynamoBudgetCensus: (granted) => [allow('CountBudgets', ['dynamodb:Scan'], [tableArn(granted, 'UserBudgets')])],
  dynamoUsageLedger: (granted) => [
    allow('ChargeUsage', ['dynamodb:PutItem'], [tableArn(granted, 'UsageTracking')]),
    allow('ChargeBudgets', ['dynamodb:UpdateItem'], [tableArn(granted, 'UserBudgets')]),
    allow('FindProvisionalUsage', ['dynamodb:Query'], indexArns(granted, 'UsageTracking')),
  ],
  dynamoPriceTable: (granted) => [
    allow('ReadAndWritePrices', ['dynamodb:BatchGetItem', 'dynamodb:PutItem'], [tableArn(granted, 'Pricing')]),
  ],
  dynamoAuditLog: (granted) => [allow('AddAuditEntries', ['dynamodb:PutItem'], [tableArn(granted, 'AuditLogs')])],
  eventBridgeBus: ({ identity, names }) => [
    allow('PublishEvents', ['events:PutEvents'], [arnOf(identity, 'events', `event-bus/${names.bus}`)]),
  ],
  sqsQuarantine: ({ identity, names, region }) => [
    allow('SetAside', ['sqs:SendMessage'], [arnOf(identity, 'sqs', names.quarantineQueue, region)]),
  ],
  s3ObjectStore: ({ identity, names }) => [
    allow('ReadFailedBatches', ['s3:GetObject'], [objectArn(identity, names.bucket, names.failedPrefix)]),
    allow('WriteReplayedLines', ['s3:PutObject'], [objectArn(identity, names.bucket, names.replayedPrefix)]),
  ],
  dynamoNoticeLog: (granted) => [
    allow(
      'ReadAndWriteNotices',
      ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'],
      [tableArn(granted, 'Notifications')],
    ),
  ],
  snsTopics: ({ names }) => [allow('PublishToTopics', ['sns:Publish'], names.topics)],
  awsSecrets: secretStatements,
  // The Price List API has no resources (Service Authorization Reference, AWS Price List).
  awsPriceList: () => [allow('ReadPriceList', ['pricing:GetProducts'], ['*'])],
  bedrockInferenceProfiles: ({ identity, region }) => [
    allow(
      'ResolveInferenceProfiles',
      ['bedrock:GetInferenceProfile'],
      [arnOf(identity, 'bedrock', 'application-inference-profile/*', region)],
    ),
  ],
  awsIamDirectory: ({ identity: { partition, accountId } }) => [
    allow(
      'ReadPrincipals',
      ['iam:GetUser', 'iam:GetRole', 'iam:ListUserTags', 'iam:ListRoleTags'],
      [`arn:${partition}:iam::${accountId}:user/*`, `arn:${partition}:iam::${accountId}:role/*`],
    ),
    allow(
      'ReadPolicies',
      ['iam:GetPolicy', 'iam:GetPolicyVersion'],
      [`arn:${partition}:iam::${accountId}:policy/*`, `arn:${partition}:iam::aws:policy/*`],
    ),
  ],
  awsAccessReader: ({ identity, means }) => accessReadStatements(means, identity),
  awsIamAccess: ({ identity, means }) => suspensionStatements(means, identity),
} as const satisfies Readonly<Record<string, Statements>>;

export type AdapterName = keyof typeof STATEMENTS;

export function statementsOf(adapters: readonly AdapterName[], granted: Granted): readonly IamStatement[] {
  return adapters.flatMap((adapter) => STATEMENTS[adapter](granted));
}

function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): IamStatement {
  return { Sid, Effect: 'Allow', Action, Resource };
}

/** Only for the channels that there are. */
function secretStatements({ identity, names }: Granted): readonly IamStatement[] {
  const arns = names.secrets.filter((secret) => secret.startsWith('arn:'));
  const parameters = names.secrets.filter((secret) => !secret.startsWith('arn:'));
  const parameterArn = (name: string): string => arnOf(identity, 'ssm', `parameter/${name.replace(/^\//, '')}`);
  return [
    ...(arns.length === 0 ? [] : [allow('ReadSecrets', ['secretsmanager:GetSecretValue'], arns)]),
    ...(parameters.length === 0
      ? []
      : [allow('ReadSecureStrings', ['ssm:GetParameter'], parameters.map(parameterArn))]),
  ];
}

function tableArn({ identity, names }: Granted, table: keyof typeof TABLES): string {
  return arnOf(identity, 'dynamodb', `table/${names.tables[table]}`);
}

function indexArns(granted: Granted, table: keyof typeof TABLES): readonly string[] {
  return TABLES[table].indexes.map(({ name }) => `${tableArn(granted, table)}/index/${name}`);
}

/** The path itself is a resource of the call, and so is what lies below it. */
function parameterArns(identity: StackIdentity, path: string): readonly string[] {
  const base = arnOf(identity, 'ssm', `parameter${path.replace(/\/$/, '')}`);
  return [base, `${base}/*`];
}

function objectArn({ partition }: StackIdentity, bucket: string, prefix: string): string {
  return `arn:${partition}:s3:::${bucket}/${prefix}*`;
}
