import { isObject, stringAt, type JsonObject } from '../../domain/json.js';
import { TransientError } from './errors.js';

/**
 * Names by which AWS documents faults that pass: common errors of its APIs, DynamoDB's and IAM's own. Without
 * LimitExceeded, which the SDK counts as throttling: for IAM it is a quota that is used up.
 */
const TRANSIENT_NAMES: readonly string[] = [
  'BandwidthLimitExceeded',
  'ConcurrentModification',
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiable',
  'EntityTemporarilyUnmodifiableException',
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceFailure',
  'ServiceFailureException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
];

/** Of Node's sockets and name look-ups. */
const NETWORK_CODES: readonly string[] = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

/** Why DynamoDB cancelled a transaction (API reference, TransactWriteItems); a failed condition stays one. */
const TRANSIENT_REASONS: readonly string[] = [
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
];

/** An error that a later try may mend as a TransientError with its cause, every other one as it is. */
export function asTransient(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TransientError) return error;
  if (!isObject(error) || !isPassing(error)) return error;
  return new TransientError(`${error.name}: ${error.message}`, { cause: error });
}

/** `$retryable`, `$fault` and `$metadata` are what the SDK sets on the errors of a service. */
function isPassing(error: Error & JsonObject): boolean {
  return (
    TRANSIENT_NAMES.includes(error.name) ||
    NETWORK_CODES.includes(String(error['code'])) ||
    error['$retryable'] !== undefined ||
    error['$fault'] === 'server' ||
    isTransientStatus(error['$metadata']) ||
    isCancelledInPassing(error['CancellationReasons'])
  );
}

function isTransientStatus(metadata: unknown): boolean {
  const status = isObject(metadata) ? Number(metadata['httpStatusCode']) : NaN;
  return status === 429 || (status >= 500 && status <= 599);
}

/** A transaction that also met a failed condition would meet it again. */
function isCancelledInPassing(reasons: unknown): boolean {
  if (!Array.isArray(reasons)) return false;
  const codes = reasons.map((reason: unknown) => stringAt(reason, 'Code') ?? 'None');
  const met = codes.filter((code) => code !== 'None');
  return met.length > 0 && met.every((code) => TRANSIENT_REASONS.includes(code));
}
