import type { Part } from '../item.js';
import * as access from './access.js';
import * as deployment from './deployment.js';
import * as messages from './messages.js';
import * as metering from './metering.js';
import * as operation from './operation.js';
import * as persons from './persons.js';
import * as records from './records.js';
import * as simulations from './simulations.js';
import * as usage from './usage.js';

/** Along the way of a first deployment: each part needs those before it. */
export const PARTS: readonly Part[] = [
  {
    title: 'Deploying',
    items: [
      deployment.FIRST_UP,
      deployment.NO_DIFFERENCE,
      deployment.LOG_SWITCH,
      deployment.SUBSCRIPTION,
      deployment.TABLES_PROTECTED,
      deployment.KEY_OF_SERVICES,
      operation.BY_PULUMI,
      operation.READER_POLICY,
      operation.NETWORK,
    ],
  },
  {
    title: 'What is logged',
    items: [
      records.RECORD_FIELDS,
      records.OPERATION_NAMES,
      records.CALLERS,
      records.USER_PATH,
      records.PERSON_SESSIONS,
      records.ERROR_RECORDS,
      records.TWO_RECORDS,
      usage.BODIES_OFF,
      usage.SERVICE_TIER,
      usage.CACHE_WRITES,
      usage.EMBEDDINGS,
      usage.LARGE_BODIES,
      operation.NOT_LOGGED,
    ],
  },
  {
    title: 'Metering',
    items: [
      usage.LOG_DELAY,
      metering.CHARGE_DELAY,
      metering.OWN_METRICS,
      metering.AWS_METRICS,
      metering.TOKENS_AGREE,
      metering.REPEATED_RECORDS,
      metering.PRICE_ROWS,
      operation.GUARDRAILS,
      operation.BILL,
    ],
  },
  {
    title: 'Access',
    items: [
      access.IAM_EVENTS,
      access.KEY_EVENT,
      simulations.DENY_SIMULATED,
      simulations.BOUNDARY_SIMULATED,
      simulations.PERSON_SIMULATED,
      simulations.PERSON_ALONE,
      persons.ENFORCE_SWITCH,
      access.SUSPENSION_SEEN,
      access.RESTORATION_SEEN,
      persons.RUNNING_SESSION,
      persons.WHILE_STREAMING,
      persons.API_KEYS,
      persons.PERMISSION_SET,
      persons.POLICY_VERSIONS,
    ],
  },
  { title: 'Messages', items: [messages.NOTICES, messages.CHAT, messages.MAIL] },
  { title: 'Leaving', items: [operation.RESTORABLE, operation.LEFT_BEHIND] },
];

export const ITEMS = PARTS.flatMap(({ items }) => items);
