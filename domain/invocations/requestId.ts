const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A request id as it is compared and stored. A UUID is the same in upper and lower case (RFC 9562); AWS writes lower
 * case, some tools that export logs do not. Any other id is taken exactly.
 */
export function requestIdOf(logged: string): string {
  return UUID.test(logged) ? logged.toLowerCase() : logged;
}
