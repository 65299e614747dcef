import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import { actionsOf, type GrantName, type PlainGrantName } from '../../handlers/contracts/grants.js';
import {
  accessReadStatements,
  suspensionStatements,
  type IamStatement,
} from '../../handlers/contracts/iamStatements.js';
import { REPORTS_PREFIX } from '../../handlers/contracts/reports.js';
import { TABLES } from '../../handlers/contracts/tables.js';
import { arnOf, type StackIdentity } from '../identity.js';

export type { IamStatement } from '../../handlers/contracts/iamStatements.js';

/** From where mail may be sent. */
export interface MailGrant {
  /** A domain or an address that SES knows as verified. */
  readonly identity: string;
  readonly fromAddress: string;
  readonly configurationSet?: string;
}

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
    /** Where pages go. */
    readonly reportBucket: string;
    readonly topics: readonly string[];
    /** Where the secrets of the channels are: ARNs of Secrets Manager, names of parameters. */
    readonly secrets: readonly string[];
    /** Of the address book; undefined where no person is told. */
    readonly addressesPath: string | undefined;
    /** By which mail goes to persons; undefined where none does. */
    readonly mail: MailGrant | undefined;
  };
}

/** The resources on which a role has the actions of a grant. */
const RESOURCES: Readonly<
  Record<Exclude<PlainGrantName, 'readSecrets' | 'sendMail'>, (granted: Granted) => readonly string[]>
> = {
  readSettings: ({ identity, names }) => parameterArns(identity, names.settingsPath),
  readBudgets: table('UserBudgets'),
  saveBudgets: table('UserBudgets'),
  findDueBudgets: indexes('UserBudgets', /-due$/),
  findBudgetsByName: indexes('UserBudgets', /^principal-name$/),
  countBudgets: table('UserBudgets'),
  readAllBudgets: table('UserBudgets'),
  readUsageOfSpan: table('UsageTracking'),
  readAuditDays: indexes('AuditLogs', /^event-day$/),
  chargeUsage: table('UsageTracking'),
  chargeBudgets: table('UserBudgets'),
  readUsage: table('UsageTracking'),
  findProvisionalUsage: indexes('UsageTracking', /^provisional$/),
  readTeamCounts: table('TeamSpending'),
  findMembers: table('TeamSpending'),
  countTeams: table('TeamSpending'),
  saveTeams: table('UserBudgets'),
  readPrices: table('Pricing'),
  writePrices: table('Pricing'),
  addAuditEntries: table('AuditLogs'),
  readPersonPolicies: table('PersonPolicies'),
  writePersonPolicies: table('PersonPolicies'),
  readPersonDocuments: personPolicies,
  writePersonDocuments: personPolicies,
  readNotices: table('Notifications'),
  writeNotices: table('Notifications'),
  readAddresses: ({ identity, names: { addressesPath } }) =>
    addressesPath === undefined ? [] : parameterArns(identity, addressesPath),
  publishEvents: ({ identity, names }) => [arnOf(identity, 'events', `event-bus/${names.bus}`)],
  setAside: ({ identity, names, region }) => [arnOf(identity, 'sqs', names.quarantineQueue, region)],
  readFailedBatches: ({ identity, names }) => [objectArn(identity, names.bucket, names.failedPrefix)],
  writeReplayedLines: ({ identity, names }) => [objectArn(identity, names.bucket, names.replayedPrefix)],
  writeReports: ({ identity, names }) => [objectArn(identity, names.reportBucket, REPORTS_PREFIX)],
  publishToTopics: ({ names }) => names.topics,
  // The Price List API has no resources (Service Authorization Reference, AWS Price List).
  readPriceList: () => ['*'],
  resolveInferenceProfiles: ({ identity, region }) => [
    arnOf(identity, 'bedrock', 'application-inference-profile/*', region),
  ],
  readPrincipals: ({ identity: { partition, accountId } }) => [
    `arn:${partition}:iam::${accountId}:user/*`,
    `arn:${partition}:iam::${accountId}:role/*`,
  ],
  readPolicies: ({ identity: { partition, accountId } }) => [
    `arn:${partition}:iam::${accountId}:policy/*`,
    `arn:${partition}:iam::aws:policy/*`,
  ],
};

export function statementsOf(names: readonly GrantName[], granted: Granted): readonly IamStatement[] {
  return names.flatMap((name) => statementsOfGrant(name, granted));
}

function statementsOfGrant(name: GrantName, granted: Granted): readonly IamStatement[] {
  const { identity, enforcementConfig } = granted;
  switch (name) {
    case 'readAccess':
      return accessReadStatements(enforcementConfig, identity);
    case 'changeAccess':
      return suspensionStatements(enforcementConfig, identity);
    case 'readSecrets':
      return secretStatements(granted);
    case 'sendMail':
      return mailStatements(granted);
    default: {
      const resources = RESOURCES[name](granted);
      const sid = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      // A stack without person policies has nothing to allow on them, nor one that tells no persons.
      return resources.length === 0 ? [] : [allow(sid, actionsOf(name), resources)];
    }
  }
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

/**
 * From one address of one identity (SES Developer Guide, "Identity and access management in Amazon SES"). SES asks for
 * the same action on the configuration set, also where it is the identity's default.
 */
function mailStatements({ identity, names: { mail } }: Granted): readonly IamStatement[] {
  if (mail === undefined) return [];
  const { configurationSet } = mail;
  const parts = [
    `identity/${mail.identity}`,
    ...(configurationSet === undefined ? [] : [`configuration-set/${configurationSet}`]),
  ];
  const resources = parts.map((part) => arnOf(identity, 'ses', part));
  const statement = allow('SendMail', actionsOf('sendMail'), resources);
  return [{ ...statement, Condition: { StringEquals: { 'ses:FromAddress': [mail.fromAddress] } } }];
}

function personPolicies({ enforcementConfig }: Granted): readonly string[] {
  return enforcementConfig.personPolicyArns;
}

function table(name: keyof typeof TABLES): (granted: Granted) => readonly string[] {
  return (granted) => [tableArn(granted, name)];
}

function indexes(name: keyof typeof TABLES, pattern: RegExp): (granted: Granted) => readonly string[] {
  const found = TABLES[name].indexes.filter((index) => pattern.test(index.name));
  return (granted) => found.map((index) => `${tableArn(granted, name)}/index/${index.name}`);
}

function tableArn({ identity, names }: Granted, name: keyof typeof TABLES): string {
  return arnOf(identity, 'dynamodb', `table/${names.tables[name]}`);
}

/** The path itself is a resource of the call, and so is what lies below it. */
function parameterArns(identity: StackIdentity, path: string): readonly string[] {
  const base = arnOf(identity, 'ssm', `parameter${path.replace(/\/$/, '')}`);
  return [base, `${base}/*`];
}

function objectArn({ partition }: StackIdentity, bucket: string, prefix: string): string {
  return `arn:${partition}:s3:::${bucket}/${prefix}*`;
}
