import pc from 'picocolors';

/** The readable part of an ARN, with the account if there are several. */
export function displayPrincipal(principalId: string, withAccount = false): string {
  const [, , , , account = '', resource] = principalId.split(':');
  if (resource === undefined) return principalId;
  return withAccount ? `${account}:${resource}` : resource;
}

/** Whether the principals belong to more than one account. */
export function spansAccounts(principalIds: Iterable<string>): boolean {
  // A person has no account in its id.
  return new Set([...principalIds].flatMap((id) => id.split(':')[4] ?? [])).size > 1;
}

/** The package's default would also colour output that is not a terminal. */
const { green, yellow, red, dim, bold } = pc.createColors(process.stdout.isTTY ? pc.isColorSupported : false);

/** Colours on a terminal; plain text elsewhere or with NO_COLOR. */
export const colours = { good: green, notice: yellow, bad: red, quiet: dim, strong: bold };
