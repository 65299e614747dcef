import type { FunctionSpec } from './functionSpec.js';

/** The function that tells people. */
export const NOTIFIER = {
  name: 'notifier',
  description: 'Tells people of events and alarms, each channel once, and of repetitions together',
  timeoutSeconds: 60,
  memoryMb: 256,
  grants: [
    'readSettings',
    'readNotices',
    'writeNotices',
    'publishToTopics',
    'readSecrets',
    'readAddresses',
    'sendMail',
  ],
  variables: [
    'SETTINGS_PATH',
    'HOME_REGION',
    'MONITORING',
    'NOTIFICATIONS_TABLE',
    'RESOURCE_PREFIX',
    'BUDGET_ALERTS_TOPIC',
    'OPERATIONAL_ALERTS_TOPIC',
    'HIGH_SEVERITY_TOPIC',
    'CHANNELS',
    'NOTIFY_PERSONS',
    'ADDRESSES_PATH',
  ],
} as const satisfies FunctionSpec;
