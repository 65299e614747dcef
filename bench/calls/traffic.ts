import { DAY_MS, SECOND_MS } from '../../domain/instant.js';
import {
  EXAMPLE_ACCOUNT,
  invocationRecord,
  madeUpRequestId,
  seededRandom,
} from '../../local/world/logs/invocationRecord.js';

/** When the calls of a bench are made. */
export const NOW = Date.UTC(2026, 9, 20, 12);

export interface Batch {
  readonly calls: number;
  readonly callers: number;
}

/** Log events without bodies, of agents behind roles: the longest names that are usual, and prompts from a cache. */
export function logEvents({ calls, callers }: Batch, seed: number): readonly string[] {
  const random = seededRandom(seed);
  return Array.from({ length: calls }, (_, index) =>
    JSON.stringify(
      invocationRecord({
        at: new Date(NOW - Math.floor(random() * 20) * SECOND_MS),
        requestId: madeUpRequestId(random),
        identityArn: callerArn(index % callers),
        modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        operation: 'ConverseStream',
        input: 1 + Math.floor(random() * 4000),
        output: 1 + Math.floor(random() * 900),
        cacheRead: Math.floor(random() * 20_000),
      }),
    ),
  );
}

/** The middle of the day before, when budgets were opened. */
export const OPENED = NOW - DAY_MS;

function callerArn(index: number): string {
  const name = `application-${String(index).padStart(6, '0')}`;
  return `arn:aws:sts::${EXAMPLE_ACCOUNT}:assumed-role/${name}/AgentCore-0123456789abcdef`;
}
