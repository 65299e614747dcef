/** More keys than this are hostile, or a job with new ones for each call: forgetting them keeps the memory small. */
const MAX_KEYS = 5000;

/** A pure function of a text that is not computed again for a text of before. */
export function memoize<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= MAX_KEYS) known.clear();
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
