import { stringAt } from '../../domain/json.js';
import {
  ConfigurationError,
  CorruptRowError,
  TransientError,
  UnreadableEventError,
} from '../../handlers/runtime/errors.js';
import { UserError } from '../userError.js';

const LOG_IN = 'log in again (`aws sso login`), or set AWS_PROFILE';
const EXPIRED = `the credentials have expired: ${LOG_IN}`;
const UNKNOWN = `these credentials are not known: ${LOG_IN}`;
const SLOW_DOWN = 'it is asked too often; try again in a minute';
const POLICIES = 'docs/permissions.md has policies for readers and operators';

/** By the name of the error, whatever the service. */
const PROBLEMS: Readonly<Record<string, string>> = {
  CredentialsProviderError: `no credentials: ${LOG_IN}`,
  ExpiredToken: EXPIRED,
  ExpiredTokenException: EXPIRED,
  RequestExpired: EXPIRED,
  TokenProviderError: EXPIRED,
  TokenRefreshRequired: EXPIRED,
  InvalidClientTokenId: UNKNOWN,
  UnrecognizedClientException: UNKNOWN,
  InvalidSignatureException: `the credentials are wrong, or the clock of this machine is: ${LOG_IN}`,
  SignatureDoesNotMatch: `the credentials are wrong, or the clock of this machine is: ${LOG_IN}`,
  Throttling: SLOW_DOWN,
  ThrottlingException: SLOW_DOWN,
  TooManyRequestsException: SLOW_DOWN,
};

const DENIALS = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

/** Of no answer at all. A file that is missing has a code too, but another. */
const NETWORK_CODES = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

/** `User: ARN is not authorized to perform: ACTION on resource: ARN because …`, as all services say it. */
const DENIED = /not authorized to perform: (\S+?)(?: on resource: (\S+))?(?:[\s,]|$)/;

/** Whether every call would fail so, whatever it asks for. */
export function lacksCredentials({ name }: Error): boolean {
  return Object.hasOwn(PROBLEMS, name) && PROBLEMS[name] !== SLOW_DOWN;
}

/** What a user can do about an error of AWS, on one line; undefined for what is no error of AWS. */
export function awsProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const message = oneLine(error.message);
  if (error.name === 'CredentialsProviderError' && /expired/i.test(message)) return `AWS: ${EXPIRED}`;
  const known = Object.hasOwn(PROBLEMS, error.name) ? PROBLEMS[error.name] : undefined;
  if (known !== undefined) return `AWS: ${known}`;
  if (isOfNetwork(error)) return `AWS: no answer: ${message}; is there a network, and is the Region right?`;
  if (error.name === 'ServiceError') return `AWS: ${message}`;
  if (!('$metadata' in error || '$fault' in error)) return undefined;
  const [, action, resource] = DENIED.exec(message) ?? [];
  if (action !== undefined) {
    return `AWS: these credentials lack ${action}${resource === undefined ? '' : ` on ${resource}`}; ${POLICIES}`;
  }
  if (isDenied(error)) return `AWS: not allowed: ${message}`;
  if (error.name === 'LimitExceededException') return `AWS: a quota is used up: ${message}`;
  if (error.name === 'ResourceNotFoundException') {
    return `AWS: ${message}: is the stack still there, in this account and Region?`;
  }
  return `AWS: ${error.name}: ${message}`;
}

/** What any error says, on one line: for what tells of it and goes on. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  const other = error instanceof UserError ? error.message : `${error.name}: ${error.message}`;
  return awsProblem(error) ?? oneLine(other);
}

/** Whether AWS refused for want of a permission: nothing was done. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && DENIALS.includes(error.name);
}

/** What is no defect of the command: settings, rows and services as they are. */
const FAULTS = [ConfigurationError, CorruptRowError, TransientError, UnreadableEventError];

/** Answers what the call answers; an error of AWS, or an operational fault, becomes a UserError. */
export async function naming<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const problem = awsProblem(error) ?? faultOf(error);
    if (problem === undefined) throw error;
    throw new UserError(problem, { cause: error });
  }
}

function faultOf(error: unknown): string | undefined {
  const isFault = error instanceof Error && FAULTS.some((fault) => error instanceof fault);
  return isFault ? oneLine(error.message) : undefined;
}

function isOfNetwork(error: Error): boolean {
  return error.name === 'TimeoutError' || NETWORK_CODES.includes(stringAt(error, 'code') ?? '');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
