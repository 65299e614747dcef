import type { TopicName } from '../../handlers/contracts/topics.js';

/** What a period without a value means. `ignore` keeps the state that the alarm has. */
export type Missing = 'notBreaching' | 'ignore';

export type Comparison = 'at-least' | 'above' | 'below';

/** What all alarms of a kind have in common; each kind has a page in docs/runbooks. */
export interface AlarmKindSpec {
  readonly title: string;
  /** What to do first. */
  readonly advice: string;
  readonly topic: TopicName;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly unit: string;
  readonly periodSeconds: number;
  /** So many of the last so many periods. */
  readonly periods: readonly [breaching: number, of: number];
  readonly missing: Missing;
  /** Why a period without a value is treated so. */
  readonly because: string;
}

export const FIVE_MINUTES = { periodSeconds: 300 } as const;
export const HOUR = { periodSeconds: 3600 } as const;
/** As long as it lasts: a state, not an event. */
export const AT_ONCE = { periods: [1, 1] } as const;
/** At once, and until it has been quiet for an hour or a day, so that what comes now and then is told once. */
const HELD_AN_HOUR = { ...FIVE_MINUTES, periods: [1, 12] } as const;
export const HELD_A_DAY = { ...HOUR, periods: [1, 24] } as const;
/** What is tried again anyway is worth a call only if it goes on. */
export const FOR_A_QUARTER = { periods: [3, 3] } as const;
export const MOSTLY = { periods: [2, 3] } as const;
export const ANY = { comparison: 'at-least', threshold: 1 } as const;
export const URGENT = { topic: 'high-severity' } as const;
export const CALM = { topic: 'operational-alerts' } as const;

/** Counts of what should not happen are reported only when it happens. */
export const SPARSE = { missing: 'notBreaching', because: 'reported only when it happens' } as const;
export const UNCALLED = { missing: 'notBreaching', because: 'nothing is reported while nobody calls' } as const;
/** One is one too many, and urgent. */
export const INCIDENT = { ...URGENT, ...HELD_AN_HOUR, ...SPARSE, ...ANY } as const;
/** What is tried again, and so matters once it lasts. */
export const ONGOING = { ...CALM, ...FIVE_MINUTES, ...FOR_A_QUARTER, ...UNCALLED, ...ANY } as const;
export const QUEUE = {
  missing: 'ignore',
  because: 'SQS stops reporting a queue that nobody touches for six hours, full or empty',
} as const;
