import type { Check } from '../check.js';
import { DELIVERY_STREAM, LOG_DELIVERY } from './delivery.js';
import { DENIES } from './denies.js';
import { EVENT_FORWARDING, TRAIL } from './events.js';
import { INVOCATION_LOGGING, LOG_ARRIVING, LOG_BODIES, LOG_SUBSCRIPTION } from './invocationLog.js';
import { ALARMS, QUEUES } from './operation.js';
import { PERMISSIONS } from './permissions.js';
import { PERSON_POLICIES } from './personPolicies.js';
import { PRICE_AGE, PROVISIONAL_SHARE } from './prices.js';
import { OVERRIDES, ROWS, UNMATCHED } from './settings.js';
import { BATCH_JOBS, OTHER_REGIONS, UNLOGGED_ENDPOINTS, UNMETERED } from './unlogged.js';

/** In the order in which they are run and shown: along the way of a call, then what follows from it. */
export const CHECKS: readonly Check[] = [
  INVOCATION_LOGGING,
  LOG_DELIVERY,
  LOG_BODIES,
  LOG_SUBSCRIPTION,
  DELIVERY_STREAM,
  LOG_ARRIVING,
  UNMETERED,
  UNLOGGED_ENDPOINTS,
  BATCH_JOBS,
  OTHER_REGIONS,
  PRICE_AGE,
  PROVISIONAL_SHARE,
  OVERRIDES,
  UNMATCHED,
  ROWS,
  TRAIL,
  EVENT_FORWARDING,
  DENIES,
  PERSON_POLICIES,
  QUEUES,
  ALARMS,
  PERMISSIONS,
];
