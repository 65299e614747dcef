import { actionsOfMethod } from '../../../handlers/contracts/grants.js';
import type { Services } from '../../../handlers/ports/services.js';
import type { Assert } from '../iam/withAuthorization.js';
import { indexArn, type TableKind, type Tables } from './tables.js';

/** The readers of the tables of a Region, each asking for what its adapter asks of DynamoDB. */
export function readerServices(
  tables: Tables,
  region: string,
  assert: Assert,
): Pick<Services, 'budgetReader' | 'usageReader' | 'auditReader'> {
  const table = (kind: TableKind, name: string): ReturnType<Tables['named']> => tables.named(kind, region, name);
  const asking = async function* <T>(
    [adapter, method]: readonly [string, string],
    resource: string,
    rows: AsyncIterable<T>,
  ): AsyncGenerator<T> {
    for (const action of actionsOfMethod(adapter, method)) assert({ action, resource });
    yield* rows;
  };
  return {
    budgetReader: (name) => {
      const { arn } = table('UserBudgets', name);
      return { all: () => asking(['DynamoBudgetReader', 'all'], arn, tables.budgets.all()) };
    },
    usageReader: (name) => {
      const { arn } = table('UsageTracking', name);
      return { of: (...asked) => asking(['DynamoUsageReader', 'of'], arn, tables.budgets.of(...asked)) };
    },
    auditReader: (name) => {
      const days = indexArn(table('AuditLogs', name), 'event-day');
      return { all: (since, until) => asking(['DynamoAuditReader', 'all'], days, tables.audit.all(since, until)) };
    },
  };
}
