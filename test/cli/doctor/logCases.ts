import type { DeliveryStreamState, Examination, LoggingSwitch } from '../../../cli/doctor/examination.js';
import type { Case } from './case.js';
import { HEALTHY, metrics } from './patient.js';

const LOGGING = { logGroup: '/other', bucket: undefined, logsBodies: true, keepsLargeBodies: true };

/** Along the way of a call into its log and to its charge. */
export const LOGS: readonly Case[] = [
  [
    'logging is off',
    { examination: { invocationLogging: () => Promise.resolve(undefined) } },
    'invocation-logging',
    'problem',
    /^us-east-1: Bedrock logs nothing/,
    /^pulumi config set --stack prod invocationLogging manage$/,
  ],
  [
    'logs go to a bucket alone',
    { examination: { invocationLogging: () => Promise.resolve({ ...LOGGING, logGroup: undefined, bucket: 'b' }) } },
    'invocation-logging',
    'problem',
    /the bucket b alone/,
    /invocationLogging replace$/,
  ],
  [
    'Bedrock logs to another group',
    { examination: { invocationLogging: () => Promise.resolve(LOGGING), subscriptions: () => Promise.resolve([]) } },
    'log-subscription',
    'problem',
    /^us-east-1: the stack does not read \/other$/,
    /invocationLogGroup \/other$/,
  ],
  [
    'the log group is gone',
    { examination: { subscriptions: () => Promise.resolve(undefined) } },
    'log-subscription',
    'problem',
    /which does not exist/,
    /^pulumi up --stack prod$/,
  ],
  [
    'the subscription goes to another stream',
    {
      examination: {
        subscriptions: async (region, group) =>
          ((await HEALTHY.subscriptions(region, group)) ?? []).map((one) => ({ ...one, destinationArn: 'arn:x' })),
      },
    },
    'log-subscription',
    'problem',
    /sends the log to arn:x, not to arn:aws:firehose:us-east-1:444455556666:deliverystream/,
    /^pulumi up/,
  ],
  [
    'the subscription filters',
    {
      examination: {
        subscriptions: async (region, group) =>
          ((await HEALTHY.subscriptions(region, group)) ?? []).map((one) => ({ ...one, pattern: 'ERROR' })),
      },
    },
    'log-subscription',
    'problem',
    /lets through only ERROR/,
    /^pulumi up/,
  ],
  [
    'the direct subscription is gone',
    { ingestionPath: 'direct' },
    'log-subscription',
    'warning',
    /does not go to usage-calculator at once, so calls are charged as late as with ingestionPath firehose$/,
    /^pulumi up/,
  ],
  [
    'somebody else has the place of the direct subscription',
    {
      ingestionPath: 'direct',
      examination: {
        subscriptions: async (region, group) => [
          ...((await HEALTHY.subscriptions(region, group)) ?? []),
          { name: 'theirs', destinationArn: 'arn:x', pattern: '' },
        ],
      },
    },
    'log-subscription',
    'warning',
    /there is no room beside bedrock-budgeteer-prod-usage, theirs$/,
    /^pulumi config set --stack prod ingestionPath firehose$/,
  ],
  [
    'the direct subscription goes elsewhere',
    {
      ingestionPath: 'direct',
      examination: {
        subscriptions: async (region, group) => [
          ...((await HEALTHY.subscriptions(region, group)) ?? []),
          { name: 'bedrock-budgeteer-prod-usage-direct', destinationArn: 'arn:x', pattern: '' },
        ],
      },
    },
    'log-subscription',
    'problem',
    /usage-direct sends the log to arn:x, not to arn:aws:lambda:us-east-1:444455556666:function:bedrock-budgeteer-prod-usage-calculator$/,
    /^pulumi up/,
  ],
  [
    'Bedrock cannot write its log',
    { examination: { metric: metrics({ ModelInvocationLogsCloudWatchDeliveryFailure: 3 }) } },
    'log-delivery',
    'problem',
    /failed to write 3 records/,
    /runbooks\/bedrock-log-delivery\.md$/,
  ],
  [
    'large bodies are dropped',
    { examination: { invocationLogging: logging({ keepsLargeBodies: false }) } },
    'log-bodies',
    'warning',
    /more than 100 KB are dropped/,
    /^aws bedrock get-model-invocation-logging-configuration --region us-east-1$/,
  ],
  [
    'the stream is gone',
    { examination: { deliveryStream: () => Promise.resolve(undefined) } },
    'delivery-stream',
    'problem',
    /there is no stream bedrock-budgeteer-prod-usage-logs/,
    /^pulumi refresh --stack prod$/,
  ],
  [
    'the stream is failing',
    { examination: { deliveryStream: stream({ status: 'CREATING_FAILED', reason: 'no role' }) } },
    'delivery-stream',
    'problem',
    /is CREATING_FAILED: no role/,
    /^pulumi up/,
  ],
  [
    'the stream goes past usage-calculator',
    { examination: { deliveryStream: stream({ functionArn: undefined }) } },
    'delivery-stream',
    'problem',
    /does not pass its records to bedrock-budgeteer-prod-usage-calculator/,
    /^pulumi up/,
  ],
  [
    'usage-calculator failed',
    { examination: { metric: metrics({ 'ExecuteProcessing.Success': 0.5 }) } },
    'delivery-stream',
    'warning',
    /failed on a batch/,
    /firehose-transformation\.md$/,
  ],
  [
    'records wait',
    { examination: { metric: metrics({ 'DeliveryToS3.DataFreshness': 901 }) } },
    'delivery-stream',
    'problem',
    /waited up to 901 s/,
    /firehose-freshness\.md$/,
  ],
  [
    'the log is empty while calls are made',
    { examination: { lastLogEvent: () => Promise.resolve(undefined) } },
    'log-arriving',
    'problem',
    /counts 100 calls in the last day, and its log is empty/,
    /bedrock-log-delivery\.md$/,
  ],
  [
    'nothing of the log is charged',
    { calledIn: [] },
    'log-arriving',
    'warning',
    /last log event 2026-11-28 11:00 UTC, and no call from around then on was charged/,
    /^aws logs tail \/aws\/bedrock\/bedrock-budgeteer-prod-invocations --region us-east-1 --since 2h$/,
  ],
  [
    'a Region has its log and no charges',
    { calledIn: ['us-east-1'] },
    'log-arriving',
    'warning',
    /^eu-west-1: .* was charged$/,
    /--region eu-west-1/,
  ],
  [
    'calls are not metered',
    { examination: { metric: metrics({ InvocationsCharged: 84 }) } },
    'unmetered-calls',
    'problem',
    /counts 100 calls in a day, usage-calculator has seen 89/,
    /metering-blindness\.md$/,
  ],
  [
    'somebody calls bedrock-mantle',
    { examination: { metric: metrics({ Inferences: 7 }) } },
    'unlogged-endpoints',
    'problem',
    /7 calls of bedrock-mantle in a week/,
    /mantle-use\.md$/,
  ],
  [
    'somebody has batch jobs',
    { examination: { batchJobs: () => Promise.resolve([{ modelId: 'm', roleArn: 'arn:aws:iam::4:role/x/night' }]) } },
    'batch-jobs',
    'warning',
    /1 batch job in a week, in no log, by night/,
    /^aws bedrock list-model-invocation-jobs --region us-east-1 --submit-time-after 2026-11-21T12:00:00Z$/,
  ],
  [
    'somebody calls elsewhere',
    { examination: { metric: metrics({ 'eu-north-1': 4 }) } },
    'other-regions',
    'warning',
    /^eu-north-1: 4 calls/,
    /^pulumi config set --stack prod --path 'regions\[2\]' eu-north-1$/,
  ],
];

function logging(change: Partial<LoggingSwitch>): Examination['invocationLogging'] {
  return async (region) => {
    const before = await HEALTHY.invocationLogging(region);
    return before && { ...before, ...change };
  };
}

function stream(change: Partial<DeliveryStreamState>): Examination['deliveryStream'] {
  return async (region, name) => {
    const before = await HEALTHY.deliveryStream(region, name);
    return before && { ...before, ...change };
  };
}
