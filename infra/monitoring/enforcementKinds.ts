import {
  ANY,
  AT_ONCE,
  CALM,
  FIVE_MINUTES,
  HOUR,
  INCIDENT,
  MOSTLY,
  SPARSE,
  URGENT,
  type AlarmKindSpec,
} from './alarmKind.js';

/** Whether budgets that are spent have consequences, and those only. */
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
  'suspension-refused': {
    ...INCIDENT,
    title: 'A principal over its limit is not suspended',
    advice: 'Decide about it by hand: it is protected, or IAM has no room for the Deny.',
    unit: 'principals',
  },
  'spend-after-suspension': {
    ...INCIDENT,
    title: 'A suspended principal goes on spending',
    advice: 'Look at its policies: the Deny is gone, or does not reach these calls.',
    unit: 'calls',
  },
  'denies-tampered': {
    ...INCIDENT,
    title: 'Somebody took the Deny from a suspended principal',
    advice: 'Find out who; it is put back once, and not again.',
    unit: 'principals',
  },
  'denies-stray': {
    ...INCIDENT,
    title: 'A principal that is not suspended has the Deny',
    advice: 'Take it away, if nobody meant it: the principal is locked out of Bedrock.',
    unit: 'principals',
  },
  'unenforceable-spend': {
    ...CALM,
    ...HOUR,
    ...AT_ONCE,
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
    ...MOSTLY,
    ...SPARSE,
    ...ANY,
    title: 'Notifications do not get through',
    advice: 'Repair the channel: warnings do not reach people, and grace runs out unseen.',
    unit: 'messages',
  },
} as const satisfies Readonly<Record<string, AlarmKindSpec>>;
