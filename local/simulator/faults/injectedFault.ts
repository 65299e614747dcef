import type { Instant } from '../../../domain/instant.js';
import type { FaultRates } from '../scenario/scenario.js';

export type FaultKind = keyof FaultRates | 'outage';

/** A fault that happened. */
export interface FaultRecord {
  readonly at: Instant;
  readonly kind: FaultKind;
  /** `FUNCTION METHOD`, or an event's path. */
  readonly where: string;
  /** The longest delay that it may cause. */
  readonly setBackMs: number;
}

/** A transient error of the SDK; workflows retry it by its name. */
export class InjectedFault extends Error {
  override readonly name = 'ServiceUnavailableException';
  readonly $retryable = {};

  constructor(kind: FaultKind, where: string) {
    super(`${kind}: ${where}`);
  }
}

/** What Lambda and Step Functions see when a process dies. */
export class ProcessDied extends Error {
  override readonly name = 'Runtime.ExitError';
}
