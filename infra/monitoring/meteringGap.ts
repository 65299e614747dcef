import { awsMetric, type Metric, type Signal } from './metric.js';
import { METER, type StackMetrics } from './stackMetrics.js';

/** Below this many tokens an hour the comparison says nothing. */
const MIN_TOKENS = 10_000;
const MIN_CALLS = 50;

/** Bedrock's own count in a Region over all models, to compare with the meter's. */
export function bedrockTokens(): Metric {
  return awsMetric('AWS/Bedrock', 'OutputTokenCount', {});
}

export function bedrockCalls(): Metric {
  return awsMetric('AWS/Bedrock', 'Invocations', {});
}

/**
 * By how many percent Bedrock counts more than the meter, in output tokens or calls, whichever is worse. Not input
 * tokens: with caches, providers count them differently. The meter's calls include duplicates: if a crash lost the
 * metrics of a charge, a duplicate is its only trace.
 */
export function meteringGap(metrics: StackMetrics): Signal {
  return {
    kind: 'math',
    metrics: {
      bedrock_tokens: bedrockTokens(),
      metered_tokens: metrics.own(METER, 'OutputTokens'),
      bedrock_calls: bedrockCalls(),
      charged: metrics.own(METER, 'InvocationsCharged'),
      duplicate: metrics.own(METER, 'InvocationsDuplicate'),
      ignored: metrics.own(METER, 'RecordsIgnored'),
    },
    expressions: {
      metered_calls: 'FILL(charged, 0) + FILL(duplicate, 0) + FILL(ignored, 0)',
      token_gap: gap('bedrock_tokens', 'FILL(metered_tokens, 0)', MIN_TOKENS),
      call_gap: gap('bedrock_calls', 'metered_calls', MIN_CALLS),
      gap: 'MAX([token_gap, call_gap])',
    },
  };
}

function gap(counted: string, metered: string, fewest: number): string {
  return `IF(FILL(${counted}, 0) >= ${fewest}, 100 * (${counted} - ${metered}) / ${counted}, 0)`;
}
