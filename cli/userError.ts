/** A user's mistake: shown as one line without a stack trace, exit code 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
