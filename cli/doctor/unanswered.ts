import { lacksCredentials } from '../stack/awsProblem.js';
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

/** How many characters of a message are shown. */
const MAX_MESSAGE = 200;

/** Of what a service or an examination throws. Throws on what is no answer of a service, and want of credentials. */
export function unansweredBy(error: unknown): Unanswered {
  if (error instanceof NotKnown || error instanceof UserError) return { problem: error.message, action: undefined };
  if (!(error instanceof Error)) throw error;
  if (lacksCredentials(error)) throw error;
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
