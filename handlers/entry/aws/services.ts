import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { readFileSync } from 'node:fs';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import type { PriceBookData } from '../../../domain/pricing/priceBookData.js';
import type { EnforcementConfig } from '../../../domain/iam/suspensionPlan.js';
import type { Item } from '../../adapters/attributes.js';
import { AwsAccessReader } from '../../adapters/awsAccessReader.js';
import { AwsIamAccess } from '../../adapters/awsIamAccess.js';
import { AwsIamDirectory } from '../../adapters/awsIamDirectory.js';
import { AwsSecrets } from '../../adapters/awsSecrets.js';
import { storedBudgetOf as storedBudgetOfItem } from '../../adapters/budgetItem.js';
import { DynamoAuditLog } from '../../adapters/dynamoAuditLog.js';
import { DynamoAuditReader } from '../../adapters/dynamoAuditReader.js';
import { DynamoBudgetCensus } from '../../adapters/dynamoBudgetCensus.js';
import { DynamoBudgetReader } from '../../adapters/dynamoBudgetReader.js';
import { DynamoBudgetStore } from '../../adapters/dynamoBudgetStore.js';
import { DynamoNoticeLog } from '../../adapters/dynamoNoticeLog.js';
import { DynamoPersonPolicyLists } from '../../adapters/dynamoPersonPolicyLists.js';
import { AwsPolicyDocuments } from '../../adapters/awsPolicyDocuments.js';
import { DynamoPriceTable } from '../../adapters/dynamoPriceTable.js';
import { DynamoTeamCounts } from '../../adapters/dynamoTeamCounts.js';
import { DynamoUsageLedger } from '../../adapters/dynamoUsageLedger.js';
import { DynamoUsageReader } from '../../adapters/dynamoUsageReader.js';
import { EmfTelemetry } from '../../adapters/emfTelemetry.js';
import { EventBridgeBus } from '../../adapters/eventBridgeBus.js';
import { FetchPoster } from '../../adapters/fetchPoster.js';
import { ReadUnits } from '../../adapters/readUnits.js';
import { SesMailer } from '../../adapters/sesMailer.js';
import { SnsTopics } from '../../adapters/snsTopics.js';
import { SsmAddressBook } from '../../adapters/ssmAddressBook.js';
import { SsmSettingsSource } from '../../adapters/ssmSettingsSource.js';
import { SystemClock } from '../../adapters/systemClock.js';
import { monitoringLevel } from '../../runtime/monitoringLevel.js';
import type { TopicName } from '../../contracts/topics.js';
import type { FallbackPrices } from '../../ports/services.js';
import type { StoredBudget } from '../../ports/budgetStore.js';
import { Environment } from '../../runtime/environment.js';

// `Services` on AWS, one export each: a bundle holds the clients of those that its entry names, and no others. Clients
// that are loaded later have files of their own: a function that does not need them has no such part.

export const clock = new SystemClock();

const writeLine = (line: string): void => void process.stdout.write(`${line}\n`);

export const telemetry = new EmfTelemetry(
  writeLine,
  clock,
  process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'local',
  monitoringLevel(process.env),
);

/** A call that hangs would take the rest of the batch's time: it is cut off and tried again. */
export const LIMITS = {
  requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

export function settings(path: string): SsmSettingsSource {
  return new SsmSettingsSource(new SSMClient({ ...home(), ...LIMITS }), path);
}

export function budgets(table: string): DynamoBudgetStore {
  return new DynamoBudgetStore(tablesClient(), table, clock);
}

export function storedBudgetOf(image: unknown): StoredBudget {
  return storedBudgetOfItem(image as Item);
}

export function teamCounts(tables: { readonly counts: string; readonly budgets: string }): DynamoTeamCounts {
  return new DynamoTeamCounts(tablesClient(), tables, clock);
}

export function census(table: string): DynamoBudgetCensus {
  return new DynamoBudgetCensus(tablesClient(), table, clock);
}

export function budgetReader(table: string): DynamoBudgetReader {
  return new DynamoBudgetReader(tablesClient(), table, new ReadUnits());
}

export function usageReader(table: string): DynamoUsageReader {
  return new DynamoUsageReader(tablesClient(), table, new ReadUnits());
}

export function auditReader(table: string): DynamoAuditReader {
  return new DynamoAuditReader(tablesClient(), table, new ReadUnits());
}

export function ledger(tables: { readonly usage: string; readonly budgets: string }): DynamoUsageLedger {
  return new DynamoUsageLedger(tablesClient(), tables, clock);
}

export function prices(table: string): DynamoPriceTable {
  return new DynamoPriceTable(tablesClient(), table, clock);
}

/** The book lies beside the bundle. */
export function fallbackPrices(): FallbackPrices {
  const data = JSON.parse(readFileSync(new URL('priceBook.json', import.meta.url), 'utf8')) as PriceBookData;
  return { book: createPriceBook(data), models: data.models };
}

export function auditLog(table: string): DynamoAuditLog {
  return new DynamoAuditLog(tablesClient(), table);
}

export function noticeLog(table: string): DynamoNoticeLog {
  return new DynamoNoticeLog(tablesClient(), table, clock);
}

export function personPolicyLists(table: string): DynamoPersonPolicyLists {
  return new DynamoPersonPolicyLists(tablesClient(), table, clock);
}

export function policyDocuments(): AwsPolicyDocuments {
  return new AwsPolicyDocuments(iamClient());
}

export function bus(nameOrArn: string): EventBridgeBus {
  return new EventBridgeBus(new EventBridgeClient({ ...home(), ...LIMITS }), nameOrArn, clock);
}

export function topics(arns: Readonly<Record<TopicName, string>>): SnsTopics {
  return new SnsTopics(new SNSClient(LIMITS), arns);
}

export function secrets(): AwsSecrets {
  return new AwsSecrets(new SecretsManagerClient(LIMITS), new SSMClient(LIMITS), clock);
}

export function poster(): FetchPoster {
  return new FetchPoster(clock);
}

/** SES cannot tell a second try from a second mail. */
export function mailer(): SesMailer {
  return new SesMailer(new SESv2Client({ ...home(), ...LIMITS, maxAttempts: 1 }), clock);
}

export function addressBook(path: string): SsmAddressBook {
  return new SsmAddressBook(new SSMClient({ ...home(), ...LIMITS }), path);
}

export function accessReader(enforcementConfig: EnforcementConfig): AwsAccessReader {
  return new AwsAccessReader(iamClient(), enforcementConfig);
}

export function iamAccess(enforcementConfig: EnforcementConfig): AwsIamAccess {
  return new AwsIamAccess(iamClient(), enforcementConfig);
}

export function iamDirectory(): AwsIamDirectory {
  return new AwsIamDirectory(iamClient());
}

let tables: DynamoDBClient | undefined;

/** One client for all tables of a function. */
function tablesClient(): DynamoDBClient {
  return (tables ??= new DynamoDBClient({ ...home(), ...LIMITS }));
}

let iam: IAMClient | undefined;

function iamClient(): IAMClient {
  return (iam ??= new IAMClient(LIMITS));
}

/** For clients of what lives in the home Region. */
function home(): { readonly region?: string } {
  const environment = new Environment<'HOME_REGION'>((variable) => process.env[variable]);
  const region = environment.optional('HOME_REGION');
  return region === undefined ? {} : { region };
}
