/**
 * A plain address, as mail of today has them: a local part of at most 64 characters without quotes, and a domain with a
 * dot (RFC 5321, 4.1.2 and 4.5.3.1). Without characters that part a list of recipients or that a policy of IAM reads.
 */
const ADDRESS =
  /^(?=.{3,254}$)(?=[^@]{1,64}@)[\w%&'+=~-]+(?:\.[\w%&'+=~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

export function isMailAddress(text: string): boolean {
  return ADDRESS.test(text);
}
