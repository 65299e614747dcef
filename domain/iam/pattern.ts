/**
 * `*` in a pattern of IAM stands for any run of characters, `?` for one. No regular expression, for a pattern may be
 * hostile: on a mismatch only the last `*` takes one character more, so that the work is bounded by the product of the
 * lengths.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let taken = 0;
  for (let index = 0; index < text.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at;
      taken = index;
      at += 1;
    } else if (wanted === '?' || wanted === text[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      taken += 1;
      index = taken;
      at = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

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
