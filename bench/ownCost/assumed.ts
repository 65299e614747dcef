/** What cannot be measured without an account, and what people do. */
export const ASSUMED = {
  /** Of a function's invocation, beside its calls of AWS. */
  invocationMs: 5,
  /** To read, price and encode one log event with the CPU of a gigabyte. */
  recordMs: 0.2,
  callMs: 6,
  transactionMs: 12,
  /** Principals that are charged side by side. */
  concurrency: 8,
  /** START, END and REPORT, which Lambda writes for each invocation. */
  lambdaLogBytes: 420,
  /** Of a log event, once CloudWatch Logs has compressed it (CloudWatch pricing, examples). */
  logCompression: '0.15',
  /** A subscription may put more log events into one record of Firehose; this is the dearest. */
  eventsARecord: 1,
  firehoseRounding: 5120,
  /** How often what is encrypted asks KMS for its key while it is in use (DynamoDB Developer Guide: once in five minutes). */
  kmsRequestsAnHour: 12,
  /** Tables, log groups, stream and bucket on the way of a call. */
  encryptedOnTheWay: 7,
  /** Messages to people and new periods, of a principal in a month. */
  warningsAMonth: '0.5',
  periodsAMonth: '1',
  suspensionsAMonth: '0.02',
  /** Of a suspension and its restoration together. */
  suspension: { transitions: 60, invocations: 25, events: 10, publishes: 6, seconds: 10 },
  /** Of a Region in which somebody uses AWS: a file of the trail about every five minutes, in two Regions. */
  trailFilesAMonth: 17_520,
  /** Of a sweep of budgets or notices, and of the jobs that run once a day. */
  sweepSeconds: '0.3',
  dailyJobSeconds: '60',
  /** Of three functions that are busy all the time, each once a minute. */
  settingReadsAMonth: 131_490,
  /** Of a network whose subnets a plan does not know. */
  zones: 2,
  /** Of a budget's row, which the census reads each hour. */
  budgetRowBytes: 760,
  censusesAMonth: 730,
  monthDays: '30.4375',
} as const;
