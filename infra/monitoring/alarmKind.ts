import type { TopicName } from '../../handlers/contracts/topics.js';

/** What a period without a value means. `ignore` keeps the state that the alarm has. */
export type Missing = 'notBreaching' | 'ignore';

export type Comparison = 'at-least' | 'above' | 'below';

/** What all alarms of a kind share. Each kind has a page in docs/runbooks. */
export interface AlarmKindSpec {
  readonly title: string;
  /** The first thing to do. */
  readonly advice: string;
  readonly topic: TopicName;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly unit: string;
  readonly periodSeconds: number;
  /** How many of the last periods have to breach. */
  readonly periods: readonly [breaching: number, of: number];
  readonly missing: Missing;
  /** Why a missing value is treated like that. */
  readonly because: string;
  /** Whether a stack can do without, unless it is monitored in full. */
  readonly onlyInFull?: true;
}

export const FIVE_MINUTES = { periodSeconds: 300 } as const;
export const HOUR = { periodSeconds: 3600 } as const;
/** Alarms while a state lasts. */
export const AT_ONCE = { periods: [1, 1] } as const;
/** Alarms at once and stays on for an hour or a day, so that repetitions make one message. */
const QUIET_FOR_AN_HOUR = { ...FIVE_MINUTES, periods: [1, 12] } as const;
export const QUIET_FOR_A_DAY = { ...HOUR, periods: [1, 24] } as const;
/** For what is retried anyway: alarms only if it goes on. */
export const THREE_IN_A_ROW = { periods: [3, 3] } as const;
export const TWO_OF_THREE = { periods: [2, 3] } as const;
export const ANY = { comparison: 'at-least', threshold: 1 } as const;
export const ONLY_IN_FULL = { onlyInFull: true } as const;
export const URGENT = { topic: 'high-severity' } as const;
export const CALM = { topic: 'operational-alerts' } as const;

/** Counts of what should never happen are only reported when it happens. */
export const SPARSE = { missing: 'notBreaching', because: 'reported only when it happens' } as const;
export const UNCALLED = { missing: 'notBreaching', because: 'nothing is reported while nobody calls' } as const;
/** A single one is urgent. */
export const INCIDENT = { ...URGENT, ...QUIET_FOR_AN_HOUR, ...SPARSE, ...ANY } as const;
/** Something that is retried: matters only if it lasts. */
export const ONGOING = { ...CALM, ...FIVE_MINUTES, ...THREE_IN_A_ROW, ...UNCALLED, ...ANY } as const;
export const QUEUE = {
  missing: 'ignore',
  because: 'SQS stops reporting a queue that nobody touches for six hours, full or empty',
} as const;
