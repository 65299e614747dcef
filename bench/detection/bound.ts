import type { IngestionPath } from '../../handlers/contracts/ingestionPath.js';

/** A part of the way from the end of a call to the Deny, with the seconds that it is assumed to take. */
export interface Hop {
  readonly id: string;
  readonly what: string;
  readonly usual: number;
  readonly slow: number;
}

/**
 * From AWS's guides where they give a number (CloudWatch Logs: usually less than three minutes; Firehose: its buffer, as
 * the stack sets it; IAM: seconds to a minute), else assumed generously.
 */
const HOPS: readonly Hop[] = [
  { id: 'log', what: 'Bedrock and CloudWatch Logs deliver the record', usual: 5, slow: 180 },
  { id: 'firehose', what: 'Firehose’s buffer, `chargeAfterSeconds`; not with `direct`', usual: 15, slow: 15 },
  { id: 'charge', what: 'usage-calculator charges it', usual: 2, slow: 10 },
  { id: 'stream', what: 'the table’s stream wakes budget-monitor, which decides', usual: 2, slow: 10 },
  { id: 'workflow', what: 'the event bus and the workflow, to the call of IAM', usual: 4, slow: 20 },
  { id: 'iam', what: 'IAM applies the Deny everywhere', usual: 10, slow: 60 },
];

export function hopsOf(path: IngestionPath): readonly Hop[] {
  return HOPS.filter(({ id }) => path === 'firehose' || id !== 'firehose');
}

export function secondsOf(path: IngestionPath, pace: 'usual' | 'slow'): number {
  return hopsOf(path).reduce((sum, hop) => sum + hop[pace], 0);
}
