import { matchesPattern } from './pattern.js';

/** Whether a principal is one that configuration says must never be suspended. */
export function isProtected(
  principalArn: string,
  { protectedPrincipals }: { readonly protectedPrincipals: readonly string[] },
): boolean {
  return matchesAny([principalArn], protectedPrincipals);
}

export function matchesAny(arns: readonly string[], patterns: readonly string[]): boolean {
  return patterns.some((pattern) => arns.some((arn) => matchesPattern(pattern, arn)));
}
