import type { Instant } from '../../../domain/instant.js';
import type { FaultRates } from '../scenario/scenario.js';

export type FaultKind = keyof FaultRates | 'outage';

/** A fault that happened. */
export interface FaultRecord {
  readonly at: Instant;
  readonly kind: FaultKind;
  /** `FUNCTION METHOD`, or the path of an event. */
  readonly where: string;
  /** By how much it may delay what it hit, at most. */
  readonly setBackMs: number;
}

/** As the SDK throws what passes: a workflow tries it again by its name. */
export class InjectedFault extends Error {
  override readonly name = 'ServiceUnavailableException';
  readonly $retryable = {};

  constructor(kind: FaultKind, where: string) {
    super(`${kind}: ${where}`);
  }
}

/** What Lambda and Step Functions see of a process that died. */
export class ProcessDied extends Error {
  override readonly name = 'Runtime.ExitError';
}
