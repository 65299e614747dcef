/** Writes to one budget kept conflicting; nothing is lost, the whole is tried again later. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';

  constructor(principalId: string, attempts: number) {
    super(`${principalId}: still conflicting after ${attempts} attempts`);
  }
}

/** A service took only a part of what it was given, or did not answer as its API says. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(service: string, problem: string, options?: ErrorOptions) {
    super(`${service}: ${problem}`, options);
  }
}

/** The function was deployed without something that it needs. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Not enough time is left; what was done stays done and the rest is tried again. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
}

/** A row holds what this program never writes; somebody has edited it, and nothing is guessed in its place. */
export class CorruptRowError extends Error {
  override readonly name = 'CorruptRowError';

  constructor(row: string, attribute: string, expected: string) {
    super(`${row}: ${attribute}: not ${expected}`);
  }
}

/** Some of the work failed; what succeeded stays done. `errors` holds each failure. */
export class PartialFailureError extends AggregateError {
  override readonly name = 'PartialFailureError';
}

/** Throws if there are failures: after the rest has been done, so that one failing item holds up no other. */
export function failTogether(failures: readonly unknown[], message: string): void {
  if (failures.length > 0) throw new PartialFailureError(failures, message);
}

/** An event that could not be read; Lambda's retry and failure destination keep it. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
}

/** A fault of a service that is likely to pass; a workflow tries again. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** Another invocation has what only one may have at a time; a workflow waits for its turn. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

/** IAM does not show yet what was written to it; a workflow looks again. */
export class NotEffectiveYetError extends Error {
  override readonly name = 'NotEffectiveYetError';
}

/** A message that another try would not bring, or might bring twice; what could be sent elsewhere was. */
export class UndeliverableError extends Error {
  override readonly name = 'UndeliverableError';
}

/** A receiver did not take a message; what could be sent elsewhere was. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}
