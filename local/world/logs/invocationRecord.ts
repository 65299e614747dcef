/** A made-up call, from which the whole record follows. */
export interface MadeUpCall {
  readonly at: Date;
  readonly requestId: string;
  readonly identityArn: string;
  readonly modelId: string;
  readonly operation: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  /** Written with a TTL of five minutes, as the body says. */
  readonly cacheWrite?: number;
  readonly region?: string;
}

export const EXAMPLE_ACCOUNT = '444455556666';

/** A model invocation log record as AWS documents it, without prompts. */
export function invocationRecord(call: MadeUpCall): Record<string, unknown> {
  return {
    timestamp: call.at.toISOString().replace('.000Z', 'Z'),
    accountId: EXAMPLE_ACCOUNT,
    region: call.region ?? 'us-east-1',
    requestId: call.requestId,
    operation: call.operation,
    modelId: call.modelId,
    input: {
      inputContentType: 'application/json',
      inputBodyJson: {},
      inputTokenCount: call.input,
      cacheReadInputTokenCount: call.cacheRead ?? 0,
      cacheWriteInputTokenCount: call.cacheWrite ?? 0,
    },
    output: {
      outputContentType: 'application/json',
      outputBodyJson: call.operation === 'InvokeModelWithResponseStream' ? streamBody(call) : converseBody(call),
      outputTokenCount: call.output,
    },
    identity: { arn: call.identityArn },
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
  };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function madeUpRequestId(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}

/** Converse reports the TTL of cache writes in `usage.cacheDetails`. */
function converseBody(call: MadeUpCall): unknown {
  const cacheDetails = call.cacheWrite === undefined ? [] : [{ ttl: '5m', inputTokens: call.cacheWrite }];
  return {
    stopReason: 'end_turn',
    usage: { inputTokens: call.input, outputTokens: call.output, cacheDetails },
  };
}

/** Anthropic's streams report it in the first chunk, and the totals in the last. */
function streamBody(call: MadeUpCall): unknown {
  const written = call.cacheWrite ?? 0;
  return [
    {
      type: 'message_start',
      message: {
        usage: {
          input_tokens: call.input,
          output_tokens: 1,
          cache_creation_input_tokens: written,
          cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
        },
      },
    },
    { type: 'message_delta', usage: { output_tokens: call.output } },
    {
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': { inputTokenCount: call.input, outputTokenCount: call.output },
    },
  ];
}
