import { awsMetric, type Metric, type Signal } from './metric.js';
import { METER, type StackMetrics } from './stackMetrics.js';

/** A trickle does not alarm: in an hour, less than these is too little to compare. */
const MIN_TOKENS = 10_000;
const MIN_CALLS = 50;

/** What Bedrock itself counts in a Region, for all models, beside what the Region's meter has seen. */
export function bedrockTokens(): Metric {
  return awsMetric('AWS/Bedrock', 'OutputTokenCount', {});
}

export function bedrockCalls(): Metric {
  return awsMetric('AWS/Bedrock', 'Invocations', {});
}

/**
 * By how many percent Bedrock counts more than the meter, in output tokens or in calls, whichever is worse. Output
 * tokens, for what counts as input differs from provider to provider where a cache is used. Calls that were delivered
 * twice are among ours: of a charge whose metrics a crash has lost, that is the only trace.
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
