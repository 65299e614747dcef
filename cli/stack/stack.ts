import type { Settings } from '../../domain/settings/settings.js';
import type { IngestionPath } from '../../handlers/contracts/ingestionPath.js';
import type { BudgetStatusOutput, OperatorInput } from '../../handlers/contracts/tasks.js';
import type { AuditReader } from '../../handlers/ports/auditReader.js';
import type { BudgetReader } from '../../handlers/ports/budgetReader.js';
import type { BudgetStore } from '../../handlers/ports/budgetStore.js';
import type { Clock } from '../../handlers/ports/clock.js';
import type { PriceTable } from '../../handlers/ports/priceTable.js';
import type { StoredSettings } from '../../handlers/ports/settingsSource.js';
import type { UsageReader } from '../../handlers/ports/usageReader.js';
import type { World } from '../../local/world/world.js';
import type { StackOutputs } from './outputs.js';

/** One stack as the operator's commands see it: deployed in AWS, or a kept local world. */
export interface Stack {
  readonly name: string;
  readonly accountId: string;
  readonly homeRegion: string;
  /** Those whose calls it meters. */
  readonly regions: readonly string[];
  /** How log events reach the meter. */
  readonly ingestionPath: IngestionPath;
  /** In a local world its own time: `sleep` lets the world go on for so long. */
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly budgets: Pick<BudgetStore, 'read' | 'named'> & BudgetReader;
  readonly usage: UsageReader;
  readonly audit: AuditReader;
  readonly prices: PriceTable;
  readonly overrides: OverrideParameters;
  /** As its functions have them now. Throws UserError for settings that cannot be read. */
  settings(): Promise<Settings>;
  storedSettings(): Promise<StoredSettings>;
  /** ARN of whoever uses this command. */
  caller(): Promise<string>;
  /** Asks budget-status for something. */
  operate(input: OperatorInput): Promise<BudgetStatusOutput>;
  /** DynamoDB's read request units so far. */
  readUnits(): number;
  /** For what only some commands need. */
  readonly reach: Reach;
  /** A local world is written back to its folder, if something has changed it. */
  close(): Promise<void>;
}

/** What stands behind a stack. */
export type Reach = { readonly outputs: StackOutputs } & (
  { readonly kind: 'aws' } | { readonly kind: 'local'; readonly world: World }
);

/** The parameters below `overrides/`, by name: a setting's, `budgets/RULE` or `teams/TEAM`. */
export interface OverrideParameters {
  put(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}
