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
export type Target = { readonly whyMissed?: string } & ({ readonly atMost: number } | { readonly atLeast: number });

export function isMet(value: string, target: Target): boolean {
  return 'atMost' in target ? Number(value) <= target.atMost : Number(value) >= target.atLeast;
}

/** A measured number with the digits that it is worth. */
export function rounded(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new Error(`not measured: ${value}`);
  return value.toFixed(digits);
}
