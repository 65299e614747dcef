import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { DynamoUsageLedger } from '../adapters/dynamoUsageLedger.js';
import { SqsQuarantine } from '../adapters/sqsQuarantine.js';
import { createUsageCalculator } from '../functions/usageCalculator.js';
import { compose, handlerWith, LIMITS, tablesClient } from './composition.js';
import { required } from './environment.js';
import { composePrices } from './prices.js';
import { rareObjectStore } from './rareClients.js';

const composition = compose('usage-calculator');
const { clock } = composition;
const tables = tablesClient();
const names = { usage: required('USAGE_TRACKING_TABLE'), budgets: required('USER_BUDGETS_TABLE') };

export const handler = handlerWith(
  composition,
  createUsageCalculator({
    ...composition,
    budgets: new DynamoBudgetStore(tables, names.budgets, clock),
    ledger: new DynamoUsageLedger(tables, names),
    prices: composePrices(composition, tables).live,
    quarantine: new SqsQuarantine(new SQSClient(LIMITS), required('QUARANTINE_QUEUE_URL'), clock),
    objects: rareObjectStore(async () => (await import('./objectStore.js')).composeObjectStore()),
    replayedPrefix: required('REPLAYED_PREFIX'),
  }),
);
