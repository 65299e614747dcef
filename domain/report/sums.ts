import { addUsd, excessUsd, ZERO_USD, type Usd } from '../money.js';

/** What calls come to. */
export interface Sums {
  readonly calls: number;
  /** Whole prompts: uncached tokens, and those read from and written to the cache. */
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly spentUsd: Usd;
  /** The part of `spentUsd` that rests on a stand-in rate or an assumed amount. */
  readonly provisionalUsd: Usd;
  /** The part of `spentUsd` that came after its period had closed, so that no limit counted it. */
  readonly lateUsd: Usd;
}

/** One call, or what a larger record adds to a call: `calls` is 0 then. */
export interface Addition extends Sums {
  /** What was counted as provisional for the same call before. */
  readonly notProvisionalUsd?: Usd;
}

/** A running total; added to in place, because rows come in their millions. */
export class RunningSums implements Sums {
  calls = 0;
  tokensIn = 0;
  tokensOut = 0;
  spentUsd = ZERO_USD;
  provisionalUsd = ZERO_USD;
  lateUsd = ZERO_USD;

  add(added: Addition): void {
    this.calls += added.calls;
    this.tokensIn += added.tokensIn;
    this.tokensOut += added.tokensOut;
    this.spentUsd = addUsd(this.spentUsd, added.spentUsd);
    if (added.provisionalUsd !== ZERO_USD) this.provisionalUsd = addUsd(this.provisionalUsd, added.provisionalUsd);
    if (added.lateUsd !== ZERO_USD) this.lateUsd = addUsd(this.lateUsd, added.lateUsd);
    if (added.notProvisionalUsd !== undefined) {
      this.provisionalUsd = excessUsd(this.provisionalUsd, added.notProvisionalUsd);
    }
  }
}
