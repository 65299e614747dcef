import { parseInvocationRecord, type Invocation } from '../../../domain/invocations/invocationLog.js';

export const ACCOUNT = '444455556666';

export const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;

/** A Converse record in the form AWS documents; `overrides` replaces top-level fields, undefined removes one. */
export function converseRecord(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: '2026-09-10T08:30:00Z',
    accountId: ACCOUNT,
    region: 'us-east-1',
    requestId: '0b6e1a5e-7f0c-4b5e-9d53-2f5a0f7d9a01',
    operation: 'Converse',
    modelId: 'amazon.nova-micro-v1:0',
    identity: { arn: ALICE },
    input: { inputContentType: 'application/json', inputBodyJson: {}, inputTokenCount: 40 },
    output: { outputContentType: 'application/json', outputBodyJson: {}, outputTokenCount: 8 },
    ...overrides,
  };
}

/** Input counts and the body of an answer, in the places where a record holds them. */
export function withCounts(
  input: Readonly<Record<string, unknown>>,
  outputTokenCount?: unknown,
  outputBodyJson: unknown = {},
): Record<string, unknown> {
  return {
    input: { inputContentType: 'application/json', ...input },
    output: { outputContentType: 'application/json', outputBodyJson, outputTokenCount },
  };
}

export function invocationOf(overrides: Readonly<Record<string, unknown>> = {}): Invocation {
  const parsed = parseInvocationRecord(converseRecord(overrides));
  if (parsed.kind !== 'invocation') throw new Error(parsed.reason);
  return parsed.invocation;
}
