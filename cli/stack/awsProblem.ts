import { UserError } from '../userError.js';

const LOG_IN = 'log in again (`aws sso login`), or set AWS_PROFILE';

/** By the name of the error, whatever the service. */
const PROBLEMS: Readonly<Record<string, string>> = {
  CredentialsProviderError: `no credentials: ${LOG_IN}`,
  ExpiredToken: `the credentials have expired: ${LOG_IN}`,
  ExpiredTokenException: `the credentials have expired: ${LOG_IN}`,
  TokenProviderError: `the credentials have expired: ${LOG_IN}`,
  InvalidClientTokenId: `these credentials are not known: ${LOG_IN}`,
  UnrecognizedClientException: `these credentials are not known: ${LOG_IN}`,
  InvalidSignatureException: `the credentials are wrong, or the clock of this machine is: ${LOG_IN}`,
};

/** `User: ARN is not authorized to perform: ACTION on resource: ARN because …`, as all services say it. */
const DENIED = /not authorized to perform: (\S+?)(?: on resource: (\S+))?(?:[\s,]|$)/;

/** Whether every call would fail so, whatever it asks for. */
export function lacksCredentials({ name }: Error): boolean {
  return Object.hasOwn(PROBLEMS, name);
}

/** What a user can do about an error of AWS, on one line; undefined for what is no error of AWS. */
export function awsProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const known = Object.hasOwn(PROBLEMS, error.name) ? PROBLEMS[error.name] : undefined;
  if (known !== undefined) return `AWS: ${known}`;
  if (!isOfAws(error)) return undefined;
  const [, action, resource] = DENIED.exec(error.message) ?? [];
  if (action !== undefined) {
    return `AWS: these credentials lack ${action}${resource === undefined ? '' : ` on ${resource}`}; docs/security.md has policies for readers and operators`;
  }
  if (error.name === 'ResourceNotFoundException') {
    return `AWS: ${error.message}: is the stack still there, in this account and Region?`;
  }
  return `AWS: ${error.name}: ${error.message}`.replaceAll(/\s+/g, ' ');
}

/** Answers what the call answers; an error of AWS becomes a UserError. */
export async function naming<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const problem = awsProblem(error);
    if (problem === undefined) throw error;
    throw new UserError(problem, { cause: error });
  }
}

/** The service's answer, or no answer at all: name resolution and timeouts have a code. */
function isOfAws(error: Error): boolean {
  const isNetwork = 'code' in error && typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code);
  return '$metadata' in error || '$fault' in error || isNetwork || error.name === 'TimeoutError';
}
