import { UserError } from '../userError.js';

/** A question that somebody cannot answer; the reason stands in the message. */
export class NotKnown extends Error {
  override readonly name = 'NotKnown';
}

/** Why a question got no answer. */
export interface Unanswered {
  readonly problem: string;
  /** The action of IAM that this shell lacks. */
  readonly action: string | undefined;
}

const DENIED = [
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationError',
  'NotAuthorized',
];

const WITHOUT_CREDENTIALS = [
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'TokenProviderError',
];

/** How many characters of a message are shown. */
const MAX_MESSAGE = 200;

/**
 * Of what a service or an examination throws. Throws UserError where no question would be answered, for want of
 * credentials, and anything else that is no answer of a service.
 */
export function unansweredBy(error: unknown): Unanswered {
  if (error instanceof NotKnown || error instanceof UserError) return { problem: error.message, action: undefined };
  if (!(error instanceof Error)) throw error;
  if (WITHOUT_CREDENTIALS.includes(error.name)) {
    throw new UserError(`AWS credentials: ${oneLine(error.message)}; sign in again, such as by \`aws sso login\``, {
      cause: error,
    });
  }
  if (DENIED.includes(error.name)) {
    const action = /perform: ([\w-]+:\w+)/.exec(error.message)?.[1];
    return { problem: `this shell may not ${action ?? `(${oneLine(error.message)})`}`, action };
  }
  if (!isOfService(error)) throw error;
  return { problem: `${error.name}: ${oneLine(error.message)}`, action: undefined };
}

/** What adapters throw for rows, settings and answers that cannot be read. */
const TOLD = ['CorruptRowError', 'ConfigurationError', 'ServiceError'];

/** Answers of AWS carry metadata; a connection that fails has a code. */
function isOfService(error: Error): boolean {
  return (
    TOLD.includes(error.name) ||
    '$metadata' in error ||
    ('code' in error && typeof error.code === 'string') ||
    error.name === 'TimeoutError'
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE);
}
