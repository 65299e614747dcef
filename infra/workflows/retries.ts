import { BUSY, NOT_EFFECTIVE_YET, RETRIED_ERRORS } from '../../handlers/contracts/tasks.js';
import type { Retrier } from './asl.js';

/**
 * Names of transient faults (Step Functions Developer Guide, "Handle transient Lambda service exceptions" and "Handling
 * errors in Step Functions workflows"). `Sandbox.Timedout` and `Lambda.Unknown` mean that the function ran out of time
 * or memory.
 */
const LAMBDA_ERRORS = [
  'States.Timeout',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
] as const;

/** For one attempt; the functions' own timeouts are shorter. */
export const TASK_TIMEOUT_SECONDS = 60;

/** Longer than all tasks of a workflow together, each with all its retries. */
export const TASKS_SECONDS = 14_400;

const BACKOFF = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 5,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
} as const;

export const RETRIES: readonly Retrier[] = [{ ErrorEquals: [...LAMBDA_ERRORS, ...RETRIED_ERRORS], ...BACKOFF }];

/** IAM is eventually consistent: a change shows within seconds, rarely minutes. */
export const VERIFICATION_RETRIES: readonly Retrier[] = [
  ...RETRIES,
  {
    ErrorEquals: [NOT_EFFECTIVE_YET],
    IntervalSeconds: 5,
    BackoffRate: 1.5,
    MaxAttempts: 10,
    MaxDelaySeconds: 30,
    JitterStrategy: 'NONE',
  },
];

/** Of the function that works for one execution at a time: a hundred persons may be restored in the same minute. */
export const PERSON_RETRIES: readonly Retrier[] = [
  {
    ErrorEquals: [BUSY],
    IntervalSeconds: 2,
    BackoffRate: 1.2,
    MaxAttempts: 100,
    MaxDelaySeconds: 20,
    JitterStrategy: 'FULL',
  },
  ...VERIFICATION_RETRIES,
];

/**
 * For events and messages. The guide names one error, `EventBridge.FailedEntry`, and none for throttling;
 * `States.TaskFailed` matches every error but a timeout. Sending an event or message twice does no harm.
 */
export const SENDING_RETRIES: readonly Retrier[] = [
  { ErrorEquals: ['States.Timeout', 'States.TaskFailed'], ...BACKOFF },
];
