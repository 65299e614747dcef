/** A mistake of the person at the keyboard: shown as one line without a stack, exit 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
