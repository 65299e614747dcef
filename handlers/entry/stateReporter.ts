import { DynamoBudgetCensus } from '../adapters/dynamoBudgetCensus.js';
import { DynamoPriceTable } from '../adapters/dynamoPriceTable.js';
import { createStateReporter } from '../functions/stateReporter.js';
import { composeBase, handlerWith, tablesClient } from './composition.js';
import { required } from './environment.js';

const composition = composeBase('state-reporter');
const { clock } = composition;
const tables = tablesClient();

export const handler = handlerWith(
  composition,
  createStateReporter({
    ...composition,
    census: new DynamoBudgetCensus(tables, required('USER_BUDGETS_TABLE'), clock),
    prices: new DynamoPriceTable(tables, required('PRICING_TABLE'), clock),
  }),
);
