import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { ModelPrices } from '../../domain/pricing/priceBookData.js';
import type { AuditLog } from './auditLog.js';
import type { AddressBook } from './addressBook.js';
import type { AuditReader } from './auditReader.js';
import type { BudgetCensus } from './budgetCensus.js';
import type { BudgetReader } from './budgetReader.js';
import type { BudgetStore, StoredBudget } from './budgetStore.js';
import type { Clock } from './clock.js';
import type { EventBus } from './eventBus.js';
import type { HttpPoster } from './httpPoster.js';
import type { AccessReader, IamAccess } from './iamAccess.js';
import type { IamDirectory } from './iamDirectory.js';
import type { InferenceProfileDirectory } from './inferenceProfiles.js';
import type { Mailer } from './mailer.js';
import type { NoticeLog } from './noticeLog.js';
import type { ObjectStore } from './objectStore.js';
import type { PersonPolicyLists } from './personPolicyLists.js';
import type { PolicyDocuments } from './policyDocuments.js';
import type { PriceList } from './priceList.js';
import type { PriceTable } from './priceTable.js';
import type { Quarantine } from './quarantine.js';
import type { ReportPages } from './reportPages.js';
import type { Secrets } from './secrets.js';
import type { SettingsSource } from './settingsSource.js';
import type { TeamCounts } from './teamCounts.js';
import type { Telemetry } from './telemetry.js';
import type { Topics } from './topics.js';
import type { UsageLedger } from './usageLedger.js';
import type { UsageReader } from './usageReader.js';
import type { TopicName } from '../contracts/topics.js';

/** What every function has. */
export interface Base {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** The price book that functions fall back on, and the models that it knows. */
export interface FallbackPrices {
  readonly book: PriceBook;
  readonly models: readonly ModelPrices[];
}

/**
 * What AWS is to one function: each method answers a port, by the names, ARNs and URLs of the function's environment.
 * Tables, settings and the bus are in the home Region. A function asks for those methods alone that it needs, so that its
 * bundle holds no other client.
 */
export interface Services extends Base {
  settings(path: string): SettingsSource;
  budgets(table: string): BudgetStore;
  /** Reads a row of the budgets as the table's stream shows it. Throws CorruptRowError. */
  storedBudgetOf(image: unknown): StoredBudget;
  teamCounts(tables: { readonly counts: string; readonly budgets: string }): TeamCounts;
  census(table: string): BudgetCensus;
  ledger(tables: { readonly usage: string; readonly budgets: string }): UsageLedger;
  budgetReader(table: string): BudgetReader;
  usageReader(table: string): Pick<UsageReader, 'of'>;
  auditReader(table: string): Pick<AuditReader, 'all'>;
  prices(table: string): PriceTable;
  fallbackPrices(): FallbackPrices;
  auditLog(table: string): AuditLog;
  noticeLog(table: string): NoticeLog;
  personPolicyLists(table: string): PersonPolicyLists;
  policyDocuments(): PolicyDocuments;
  bus(nameOrArn: string): EventBus;
  quarantine(queueUrl: string): Quarantine;
  objects(): ObjectStore;
  reportPages(place: { readonly bucket: string; readonly region: string }): ReportPages;
  topics(arns: Readonly<Record<TopicName, string>>): Topics;
  secrets(): Secrets;
  poster(): HttpPoster;
  mailer(): Mailer;
  addressBook(path: string): AddressBook;
  accessReader(enforcementConfig: EnforcementConfig): AccessReader;
  iamAccess(enforcementConfig: EnforcementConfig): IamAccess;
  iamDirectory(): IamDirectory;
  priceList(): PriceList;
  inferenceProfiles(): InferenceProfileDirectory;
}
