/** What the commands need from `pulumi stack output --json`. */
export interface StackOutputs {
  readonly stack: string;
  readonly accountId: string;
  readonly homeRegion: string;
  readonly regions: readonly string[];
  /** Path of the settings' parameters, `/bedrock-budgeteer/STACK/`. */
  readonly settings: string;
  readonly userBudgetsTable: string;
  readonly usageTrackingTable: string;
  readonly auditLogsTable: string;
  readonly pricingTable: string;
  readonly teamSpendingTable: string;
  readonly personPoliciesTable: string;
  readonly budgetStatusFunction: string;
  readonly eventBus: string;
  readonly suspensionWorkflow: string;
  readonly restorationWorkflow: string;
  readonly denyPolicy: string;
  readonly denyBoundary: string;
}
