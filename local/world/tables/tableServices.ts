import type { AuditLog } from '../../../handlers/ports/auditLog.js';
import type { BudgetCensus } from '../../../handlers/ports/budgetCensus.js';
import type { BudgetStore } from '../../../handlers/ports/budgetStore.js';
import type { NoticeLog } from '../../../handlers/ports/noticeLog.js';
import type { PriceTable } from '../../../handlers/ports/priceTable.js';
import type { UsageLedger } from '../../../handlers/ports/usageLedger.js';
import { withAuthorization } from '../iam/withAuthorization.js';
import type { Access } from '../iam/policyStatements.js';
import { indexArn, type Table, type Tables } from './tables.js';

type Assert = (access: Access) => void;

type Question = () => readonly Access[];

/** The accesses that the methods of `handlers/adapters/dynamo*.ts` need. */
export class TableServices {
  readonly #tables: Tables;
  readonly #assert: Assert;

  constructor(tables: Tables, assert: Assert) {
    this.#tables = tables;
    this.#assert = assert;
  }

  budgets(region: string, name: string): BudgetStore {
    const table = this.#tables.named('UserBudgets', region, name);
    return withAuthorization<BudgetStore>(
      this.#tables.budgets,
      {
        read: on(table, 'BatchGetItem'),
        save: on(table, 'UpdateItem'),
        due: (work: string) => [query(table, `${work}-due`)],
        named: () => [query(table, 'principal-name')],
      },
      this.#assert,
    );
  }

  census(region: string, name: string): BudgetCensus {
    const table = this.#tables.named('UserBudgets', region, name);
    return withAuthorization<BudgetCensus>(this.#tables.budgets, { countByStatus: on(table, 'Scan') }, this.#assert);
  }

  ledger(region: string, names: { readonly usage: string; readonly budgets: string }): UsageLedger {
    const usage = this.#tables.named('UsageTracking', region, names.usage);
    const budgets = this.#tables.named('UserBudgets', region, names.budgets);
    const transaction: Question = () => [...on(usage, 'PutItem')(), ...on(budgets, 'UpdateItem')()];
    return withAuthorization<UsageLedger>(
      this.#tables.budgets,
      { charge: transaction, provisional: () => [query(usage, 'provisional')] },
      this.#assert,
    );
  }

  prices(region: string, name: string): PriceTable {
    const table = this.#tables.named('Pricing', region, name);
    const [read, write] = [on(table, 'BatchGetItem'), on(table, 'PutItem')];
    return withAuthorization<PriceTable>(
      this.#tables.prices,
      {
        read,
        readProfiles: read,
        refreshedAt: read,
        servicesOf: read,
        write,
        writeProfiles: write,
        markRefreshed: write,
        writeServices: write,
      },
      this.#assert,
    );
  }

  auditLog(region: string, name: string): AuditLog {
    const table = this.#tables.named('AuditLogs', region, name);
    return withAuthorization<AuditLog>(this.#tables.audit, { add: on(table, 'PutItem') }, this.#assert);
  }

  noticeLog(region: string, name: string): NoticeLog {
    const table = this.#tables.named('Notifications', region, name);
    const [read, write] = [on(table, 'BatchGetItem'), on(table, 'UpdateItem')];
    return withAuthorization<NoticeLog>(
      this.#tables.notices,
      {
        claim: write,
        markDelivered: write,
        endClaim: write,
        joinGroup: write,
        openDigest: write,
        closeDigest: write,
        noteIncident: write,
        notices: read,
        isTold: read,
      },
      this.#assert,
    );
  }
}

function on({ arn }: Table, action: string): Question {
  return () => [{ action: `dynamodb:${action}`, resource: arn }];
}

function query(table: Table, index: string): Access {
  return { action: 'dynamodb:Query', resource: indexArn(table, index) };
}
