import type { StackOutputs } from '../../../cli/stack/outputs.js';

const ACCOUNT = '444455556666';
const STATES = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine`;

/** As `pulumi stack output --json` prints them, with more than the commands need. */
export const PRINTED = {
  homeRegion: 'us-east-1',
  settings: '/bedrock-budgeteer/dev/',
  userBudgetsTable: 'budgets',
  usageTrackingTable: 'usage',
  auditLogsTable: 'audit',
  pricingTable: 'pricing',
  teamSpendingTable: 'teams',
  personPoliciesTable: 'persons',
  budgetStatusFunction: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:dev-budget-status`,
  eventBus: 'bus',
  suspensionWorkflow: `${STATES}:suspension`,
  restorationWorkflow: `${STATES}:restoration`,
  denyPolicy: `arn:aws:iam::${ACCOUNT}:policy/deny`,
  denyBoundary: `arn:aws:iam::${ACCOUNT}:policy/deny-boundary`,
  deployment: { stack: 'dev', accountId: ACCOUNT, regions: ['us-east-1', 'eu-west-1'] },
  logBucket: 'logs',
} as const;

const { deployment, logBucket: _, ...texts } = PRINTED;

export const OUTPUTS: StackOutputs = { ...texts, ...deployment, ingestionPath: 'firehose' };
