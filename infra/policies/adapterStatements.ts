import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import {
  accessReadStatements,
  suspensionStatements,
  type IamStatement,
} from '../../handlers/adapters/iamStatements.js';
import { TABLES } from '../../handlers/contracts/tables.js';
import { arnOf, type StackIdentity } from '../identity.js';

export type { IamStatement } from '../../handlers/adapters/iamStatements.js';

/** What the statements name. */
export interface Granted {
  readonly identity: StackIdentity;
  /** Of the function, where it reads logs and batches. */
  readonly region: string;
  readonly enforcementConfig: EnforcementConfig;
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

/** What some methods of adapters ask of AWS together. */
interface Grant {
  /** `CLASS.METHOD`, by which a function comes to need the statements. */
  readonly methods: readonly string[];
  readonly statements: Statements;
}

/**
 * The one declaration of what each method of an adapter asks of AWS: exactly the actions of the calls that it makes, on
 * the resources that it makes them on. A function's role allows what the methods ask that its own code can reach.
 */
const GRANTS = {
  readSettings: grant('SsmSettingsSource', ['read'], ({ identity, names }) => [
    allow('ReadSettings', ['ssm:GetParametersByPath'], parameterArns(identity, names.settingsPath)),
  ]),
  readBudgets: grant('DynamoBudgetStore', ['read'], (granted) => [
    allow('ReadBudgets', ['dynamodb:BatchGetItem'], [tableArn(granted, 'UserBudgets')]),
  ]),
  saveBudgets: grant('DynamoBudgetStore', ['save'], (granted) => [
    allow('SaveBudgets', ['dynamodb:UpdateItem'], [tableArn(granted, 'UserBudgets')]),
  ]),
  findDueBudgets: grant('DynamoBudgetStore', ['due'], (granted) => [
    allow('FindDueBudgets', ['dynamodb:Query'], indexArns(granted, 'UserBudgets', /-due$/)),
  ]),
  findBudgetsByName: grant('DynamoBudgetStore', ['named'], (granted) => [
    allow('FindBudgetsByName', ['dynamodb:Query'], indexArns(granted, 'UserBudgets', /^principal-name$/)),
  ]),
  countBudgets: grant('DynamoBudgetCensus', ['countByStatus'], (granted) => [
    allow('CountBudgets', ['dynamodb:Scan'], [tableArn(granted, 'UserBudgets')]),
  ]),
  charge: grant('DynamoUsageLedger', ['charge'], (granted) => [
    allow('ChargeUsage', ['dynamodb:PutItem'], [tableArn(granted, 'UsageTracking')]),
    allow('ChargeBudgets', ['dynamodb:UpdateItem'], [tableArn(granted, 'UserBudgets')]),
  ]),
  findProvisionalUsage: grant('DynamoUsageLedger', ['provisional'], (granted) => [
    allow('FindProvisionalUsage', ['dynamodb:Query'], indexArns(granted, 'UsageTracking', /^provisional$/)),
  ]),
  readPrices: grant('DynamoPriceTable', ['read', 'readProfiles', 'refreshedAt', 'servicesOf'], (granted) => [
    allow('ReadPrices', ['dynamodb:BatchGetItem'], [tableArn(granted, 'Pricing')]),
  ]),
  writePrices: grant('DynamoPriceTable', ['write', 'writeProfiles', 'markRefreshed', 'writeServices'], (granted) => [
    allow('WritePrices', ['dynamodb:PutItem'], [tableArn(granted, 'Pricing')]),
  ]),
  addAuditEntries: grant('DynamoAuditLog', ['add'], (granted) => [
    allow('AddAuditEntries', ['dynamodb:PutItem'], [tableArn(granted, 'AuditLogs')]),
  ]),
  publishEvents: grant('EventBridgeBus', ['publish'], ({ identity, names }) => [
    allow('PublishEvents', ['events:PutEvents'], [arnOf(identity, 'events', `event-bus/${names.bus}`)]),
  ]),
  setAside: grant('SqsQuarantine', ['put'], ({ identity, names, region }) => [
    allow('SetAside', ['sqs:SendMessage'], [arnOf(identity, 'sqs', names.quarantineQueue, region)]),
  ]),
  readFailedBatches: grant('S3ObjectStore', ['read'], ({ identity, names }) => [
    allow('ReadFailedBatches', ['s3:GetObject'], [objectArn(identity, names.bucket, names.failedPrefix)]),
  ]),
  writeReplayedLines: grant('S3ObjectStore', ['write'], ({ identity, names }) => [
    allow('WriteReplayedLines', ['s3:PutObject'], [objectArn(identity, names.bucket, names.replayedPrefix)]),
  ]),
  readNotices: grant('DynamoNoticeLog', ['notices', 'isTold'], (granted) => [
    allow('ReadNotices', ['dynamodb:BatchGetItem'], [tableArn(granted, 'Notifications')]),
  ]),
  writeNotices: grant(
    'DynamoNoticeLog',
    ['claim', 'markDelivered', 'endClaim', 'joinGroup', 'openDigest', 'closeDigest', 'noteIncident'],
    (granted) => [allow('WriteNotices', ['dynamodb:UpdateItem'], [tableArn(granted, 'Notifications')])],
  ),
  publishToTopics: grant('SnsTopics', ['publish'], ({ names }) => [
    allow('PublishToTopics', ['sns:Publish'], names.topics),
  ]),
  readSecrets: grant('AwsSecrets', ['read'], secretStatements),
  // The Price List API has no resources (Service Authorization Reference, AWS Price List).
  readPriceList: grant('AwsPriceList', ['products'], () => [allow('ReadPriceList', ['pricing:GetProducts'], ['*'])]),
  resolveInferenceProfiles: grant('BedrockInferenceProfiles', ['modelBehind'], ({ identity, region }) => [
    allow(
      'ResolveInferenceProfiles',
      ['bedrock:GetInferenceProfile'],
      [arnOf(identity, 'bedrock', 'application-inference-profile/*', region)],
    ),
  ]),
  readPrincipals: grant('AwsIamDirectory', ['userArn', 'roleArn', 'tag'], ({ identity: { partition, accountId } }) => [
    allow(
      'ReadPrincipals',
      ['iam:GetUser', 'iam:GetRole', 'iam:ListUserTags', 'iam:ListRoleTags'],
      [`arn:${partition}:iam::${accountId}:user/*`, `arn:${partition}:iam::${accountId}:role/*`],
    ),
  ]),
  readPolicies: grant('AwsIamDirectory', ['policyDocument'], ({ identity: { partition, accountId } }) => [
    allow(
      'ReadPolicies',
      ['iam:GetPolicy', 'iam:GetPolicyVersion'],
      [`arn:${partition}:iam::${accountId}:policy/*`, `arn:${partition}:iam::aws:policy/*`],
    ),
  ]),
  readAccess: {
    // Those that change access look at a principal as well.
    methods: ['AwsAccessReader.access', ...accessMethods('detachPolicy', 'setDenyBoundary', 'removeDenyBoundary')],
    statements: ({ identity, enforcementConfig }) => accessReadStatements(enforcementConfig, identity),
  },
  changeAccess: {
    methods: accessMethods(
      'attachPolicy',
      'detachPolicy',
      'setDenyBoundary',
      'removeDenyBoundary',
      'setKeyActive',
      'decisions',
    ),
    statements: ({ identity, enforcementConfig }) => suspensionStatements(enforcementConfig, identity),
  },
} as const satisfies Readonly<Record<string, Grant>>;

export type GrantName = keyof typeof GRANTS;

export const GRANT_NAMES = Object.keys(GRANTS) as readonly GrantName[];

/** By which methods of adapters a function comes to need a grant. */
export function methodsOf(name: GrantName): readonly string[] {
  return GRANTS[name].methods;
}

export function statementsOf(names: readonly GrantName[], granted: Granted): readonly IamStatement[] {
  return names.flatMap((name) => GRANTS[name].statements(granted));
}

function grant(adapter: string, methods: readonly string[], statements: Statements): Grant {
  return { methods: methods.map((method) => `${adapter}.${method}`), statements };
}

function accessMethods(...methods: readonly string[]): readonly string[] {
  return methods.map((method) => `AwsIamAccess.${method}`);
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

function indexArns(granted: Granted, table: keyof typeof TABLES, names: RegExp): readonly string[] {
  const found = TABLES[table].indexes.filter(({ name }) => names.test(name));
  return found.map(({ name }) => `${tableArn(granted, table)}/index/${name}`);
}

/** The path itself is a resource of the call, and so is what lies below it. */
function parameterArns(identity: StackIdentity, path: string): readonly string[] {
  const base = arnOf(identity, 'ssm', `parameter${path.replace(/\/$/, '')}`);
  return [base, `${base}/*`];
}

function objectArn({ partition }: StackIdentity, bucket: string, prefix: string): string {
  return `arn:${partition}:s3:::${bucket}/${prefix}*`;
}
