/** One group of figures that are measured together; `npm run bench -- NAME` measures it alone. */
export interface Bench {
  readonly name: string;
  /** A heading. */
  readonly title: string;
  /** What is measured and how, in a sentence or two. */
  readonly about: string;
  /** Takes so long that a run of all benches leaves it out, and keeps its last figures. */
  readonly onlyWhenNamed?: true;
  /** Runs in a process of its own. Its progress goes to standard error. */
  readonly measure: (progress: (line: string) => void) => Promise<readonly Figure[]>;
}

export interface Figure {
  /** Unique over all benches. Docs name it: `<!--= ID -->…<!--=-->`. */
  readonly id: string;
  readonly what: string;
  /** A plain decimal number, as it is shown. */
  readonly value: string;
  /** Such as `×`, `KB`, `USD`; empty for a count. */
  readonly unit: string;
  readonly target?: Target;
}

/** `whyMissed` explains a target that is known to be missed; without it, a miss fails the run. */
export type Target = { readonly whyMissed?: string } & (
  | { readonly atMost: number }
  | { readonly atLeast: number }
  /** To the digit: the figure's value as it is written. */
  | { readonly exactly: string }
);

export function isMet(value: string, target: Target): boolean {
  if ('exactly' in target) return value === target.exactly;
  return 'atMost' in target ? Number(value) <= target.atMost : Number(value) >= target.atLeast;
}

/** `at most 2.5` */
export function boundOf(target: Target): string {
  if ('exactly' in target) return `exactly ${target.exactly}`;
  return 'atMost' in target ? `at most ${target.atMost}` : `at least ${target.atLeast}`;
}

/** A measured number with the digits that it is worth. */
export function rounded(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new Error(`not measured: ${value}`);
  return value.toFixed(digits);
}
