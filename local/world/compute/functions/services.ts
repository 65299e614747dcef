import type { EnforcementConfig } from '../../../../domain/iam/suspensionPlan.js';
import type { AuditLog } from '../../../../handlers/ports/auditLog.js';
import type { BudgetCensus } from '../../../../handlers/ports/budgetCensus.js';
import type { BudgetStore } from '../../../../handlers/ports/budgetStore.js';
import type { Clock } from '../../../../handlers/ports/clock.js';
import type { EventBus } from '../../../../handlers/ports/eventBus.js';
import type { HttpPoster } from '../../../../handlers/ports/httpPoster.js';
import type { AccessReader, IamAccess } from '../../../../handlers/ports/iamAccess.js';
import type { IamDirectory } from '../../../../handlers/ports/iamDirectory.js';
import type { InferenceProfileDirectory } from '../../../../handlers/ports/inferenceProfiles.js';
import type { NoticeLog } from '../../../../handlers/ports/noticeLog.js';
import type { ObjectStore } from '../../../../handlers/ports/objectStore.js';
import type { PriceList } from '../../../../handlers/ports/priceList.js';
import type { PriceTable } from '../../../../handlers/ports/priceTable.js';
import type { Quarantine } from '../../../../handlers/ports/quarantine.js';
import type { Secrets } from '../../../../handlers/ports/secrets.js';
import type { SettingsSource } from '../../../../handlers/ports/settingsSource.js';
import type { Telemetry } from '../../../../handlers/ports/telemetry.js';
import type { Topics } from '../../../../handlers/ports/topics.js';
import type { UsageLedger } from '../../../../handlers/ports/usageLedger.js';
import type { TopicName } from '../../../../handlers/contracts/topics.js';

/**
 * What AWS is to one function: everything by the name, ARN or URL that its environment holds, and every call only if its
 * role allows it. The methods throw WorldError for what the stack does not have.
 */
export interface FunctionServices {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Of the function. */
  readonly region: string;
  settings(region: string, path: string): SettingsSource;
  budgets(region: string, table: string): BudgetStore;
  census(region: string, table: string): BudgetCensus;
  ledger(region: string, tables: { readonly usage: string; readonly budgets: string }): UsageLedger;
  prices(region: string, table: string): PriceTable;
  auditLog(region: string, table: string): AuditLog;
  noticeLog(region: string, table: string): NoticeLog;
  bus(region: string, nameOrArn: string): EventBus;
  quarantine(queueUrl: string): Quarantine;
  objects(): ObjectStore;
  topics(arns: Readonly<Record<TopicName, string>>): Topics;
  secrets(): Secrets;
  poster(): HttpPoster;
  accessReader(enforcementConfig: EnforcementConfig): AccessReader;
  iamAccess(enforcementConfig: EnforcementConfig): IamAccess;
  iamDirectory(): IamDirectory;
  priceList(): PriceList;
  inferenceProfiles(): InferenceProfileDirectory;
}
