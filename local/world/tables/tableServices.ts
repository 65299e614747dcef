import type { AuditLog } from '../../../handlers/ports/auditLog.js';
import type { BudgetCensus } from '../../../handlers/ports/budgetCensus.js';
import type { BudgetStore, DueWork } from '../../../handlers/ports/budgetStore.js';
import type { NoticeLog } from '../../../handlers/ports/noticeLog.js';
import type { PersonPolicyLists } from '../../../handlers/ports/personPolicyLists.js';
import type { PriceTable } from '../../../handlers/ports/priceTable.js';
import type { Services } from '../../../handlers/ports/services.js';
import type { TeamCounts } from '../../../handlers/ports/teamCounts.js';
import type { UsageLedger } from '../../../handlers/ports/usageLedger.js';
import { withAuthorization, type Assert } from '../iam/withAuthorization.js';
import { indexArn, type TableKind, type Tables } from './tables.js';

/** The tables of a Region, each method asking for what its adapter asks of DynamoDB. */
export function tableServices(
  tables: Tables,
  region: string,
  assert: Assert,
): Pick<
  Services,
  'budgets' | 'teamCounts' | 'census' | 'ledger' | 'prices' | 'auditLog' | 'noticeLog' | 'personPolicyLists'
> {
  const arnOf = (kind: TableKind, name: string): string => tables.named(kind, region, name).arn;
  return {
    budgets: (name) => {
      const table = tables.named('UserBudgets', region, name);
      const due = (_: string, work: DueWork): string => indexArn(table, `${work}-due`);
      const resources = { read: table.arn, save: table.arn, due, named: indexArn(table, 'principal-name') };
      return withAuthorization<BudgetStore>('DynamoBudgetStore', tables.budgets, resources, assert);
    },
    teamCounts: (names) => {
      const counts = tables.named('TeamSpending', region, names.counts);
      const budgets = tables.named('UserBudgets', region, names.budgets);
      // One transaction: it puts counts and updates the team's budget.
      const save = (action: string): string => (action === 'dynamodb:PutItem' ? counts : budgets).arn;
      const resources = { read: counts.arn, members: counts.arn, save };
      return withAuthorization<TeamCounts>('DynamoTeamCounts', tables.budgets.teamCounts, resources, assert);
    },
    census: (name) =>
      withAuthorization<BudgetCensus>('DynamoBudgetCensus', tables.budgets, arnOf('UserBudgets', name), assert),
    ledger: (names) => {
      const usage = tables.named('UsageTracking', region, names.usage);
      const budgets = tables.named('UserBudgets', region, names.budgets);
      // One transaction: it puts usage and updates the budget.
      const charge = (action: string): string => (action === 'dynamodb:PutItem' ? usage : budgets).arn;
      const resources = { charge, charged: usage.arn, find: usage.arn, provisional: indexArn(usage, 'provisional') };
      return withAuthorization<UsageLedger>('DynamoUsageLedger', tables.budgets, resources, assert);
    },
    prices: (name) => withAuthorization<PriceTable>('DynamoPriceTable', tables.prices, arnOf('Pricing', name), assert),
    auditLog: (name) => withAuthorization<AuditLog>('DynamoAuditLog', tables.audit, arnOf('AuditLogs', name), assert),
    personPolicyLists: (name) =>
      withAuthorization<PersonPolicyLists>(
        'DynamoPersonPolicyLists',
        tables.personPolicies,
        arnOf('PersonPolicies', name),
        assert,
      ),
    noticeLog: (name) =>
      withAuthorization<NoticeLog>('DynamoNoticeLog', tables.notices, arnOf('Notifications', name), assert),
  };
}
