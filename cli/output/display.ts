import pc from 'picocolors';

/** The part of an ARN that people know the principal by; the account where there are several. */
export function displayPrincipal(principalId: string, withAccount = false): string {
  const [, , , , account = '', resource] = principalId.split(':');
  if (resource === undefined) return principalId;
  return withAccount ? `${account}:${resource}` : resource;
}

/** Whether principals of more than one account are among these. */
export function spansAccounts(principalIds: Iterable<string>): boolean {
  return new Set([...principalIds].map((id) => id.split(':')[4])).size > 1;
}

/** The package would also colour what a build writes to its log. */
const { green, yellow, red, dim, bold } = pc.createColors(process.stdout.isTTY ? pc.isColorSupported : false);

/** Colours for the terminal; without one, or with NO_COLOR, plain text. */
export const colours = { good: green, notice: yellow, bad: red, quiet: dim, strong: bold };
