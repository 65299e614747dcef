import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { EventBridgeBus } from '../adapters/eventBridgeBus.js';
import { createGraceNotification } from '../functions/graceNotification.js';
import { composeBase, LIMITS, tablesClient, taskWith } from './composition.js';
import { homeRegion, required } from './environment.js';

const composition = composeBase('grace-notification');

export const handler = taskWith(
  composition,
  createGraceNotification({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), composition.clock),
    bus: new EventBridgeBus(
      new EventBridgeClient({ ...homeRegion(), ...LIMITS }),
      required('EVENT_BUS'),
      composition.clock,
    ),
  }),
);
