import {
  ANY,
  CALM,
  FIVE_MINUTES,
  QUIET_FOR_A_DAY,
  INCIDENT,
  ONLY_IN_FULL,
  TWO_OF_THREE,
  SPARSE,
  URGENT,
  type AlarmKindSpec,
} from './alarmKind.js';

/** Whether exceeded budgets, and only those, have consequences. */
export const ENFORCEMENT_KINDS = {
  'workflow-failures': {
    ...INCIDENT,
    title: 'A workflow failed',
    advice: 'Read the dead-letter message: somebody spends on, or is locked out, until another execution gets through.',
    unit: 'executions',
  },
  'workflow-timeouts': {
    ...INCIDENT,
    title: 'A workflow ran out of time',
    advice: 'Find the state that it hung in; the monitor starts another execution.',
    unit: 'executions',
  },
  'spend-after-suspension': {
    ...INCIDENT,
    title: 'A suspended principal goes on spending',
    advice: 'Look at its policies: the Deny is gone, or does not reach these calls.',
    unit: 'calls',
  },
  'unenforceable-spend': {
    ...ONLY_IN_FULL,
    ...CALM,
    ...QUIET_FOR_A_DAY,
    ...SPARSE,
    title: 'Spend by principals that cannot be suspended',
    advice: 'Talk to whoever it is, or take the access away where it is given.',
    comparison: 'above',
    threshold: 10,
    unit: 'USD',
  },
  'notifications-failed': {
    ...URGENT,
    ...FIVE_MINUTES,
    ...TWO_OF_THREE,
    ...SPARSE,
    ...ANY,
    title: 'Notifications do not get through',
    advice: 'Repair the channel: warnings do not reach people, and grace runs out unseen.',
    unit: 'messages',
  },
  'topic-delivery': {
    ...INCIDENT,
    title: 'A topic does not reach a subscriber',
    advice: 'Repair or remove the subscription: whoever it is for hears nothing.',
    unit: 'messages',
  },
} as const satisfies Readonly<Record<string, AlarmKindSpec>>;
