import { stringAt } from '../domain/json.js';
import { UserError } from './userError.js';

const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];
const NO_CREDENTIALS = ['CredentialsProviderError', 'TokenProviderError'];
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'];
const UNKNOWN_CREDENTIALS = ['InvalidClientTokenId', 'UnrecognizedClientException', 'SignatureDoesNotMatch'];
const SLOW_DOWN = ['Throttling', 'ThrottlingException', 'TooManyRequestsException'];

/** Whether AWS refused for want of a permission: nothing was done. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && DENIED.includes(error.name);
}

/** What went wrong and what helps, in one line. */
export function awsProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UserError) return error.message;
  const message = error.message.replaceAll(/\s+/g, ' ').trim();
  if (DENIED.includes(error.name)) return denied(message);
  if (NO_CREDENTIALS.includes(error.name)) {
    return /expired/i.test(message) ? expired(message) : `no AWS credentials; set AWS_PROFILE or sign in (${message})`;
  }
  if (EXPIRED.includes(error.name)) return expired(message);
  if (UNKNOWN_CREDENTIALS.includes(error.name)) return `AWS does not know these credentials: ${message}`;
  if (error.name === 'LimitExceededException') return `a quota of IAM is used up: ${message}`;
  if (SLOW_DOWN.includes(error.name)) return `AWS is asked too often; try again in a minute (${message})`;
  return `${error.name}: ${message}`;
}

/** Runs calls of AWS. Throws UserError for what AWS refuses; a defect stays one. */
export async function askingAws<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof UserError || !isOfAws(error)) throw error;
    throw new UserError(`AWS: ${awsProblem(error)}`, { cause: error });
  }
}

/** Errors of the SDK have metadata; those of its credentials have their names. */
function isOfAws(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return '$metadata' in error || NO_CREDENTIALS.includes(error.name) || stringAt(error, 'syscall') !== undefined;
}

function denied(message: string): string {
  const [, action] = /not authorized to perform: (\S+)/.exec(message) ?? [];
  return action === undefined ? `not allowed: ${message}` : `${action} is not allowed: ${message}`;
}

function expired(message: string): string {
  return `the AWS credentials have expired; sign in again, such as by \`aws sso login\` (${message})`;
}
