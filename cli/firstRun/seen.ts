/** What an answer says of a doubt. */
export const VERDICTS = ['expected', 'differs', 'open', 'by hand'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** All words that a fact may be: facts are sent to strangers, so a value is a number, a truth value or one of these. */
export const FACT_WORDS = ['allowed', 'explicitDeny', 'implicitDeny', 'unknown'] as const;

export type FactWord = (typeof FACT_WORDS)[number];

export type Fact = number | boolean | FactWord;

export type Facts = Readonly<Record<string, Fact>>;

/** What a look has seen. */
export interface Seen {
  readonly verdict: Exclude<Verdict, 'by hand'>;
  /** For the screen alone: it may name whom and what it likes. */
  readonly text: string;
  /** For whoever gets the answers. */
  readonly facts: Facts;
}

/** Expected where it holds, else it differs. */
export function judged(holds: boolean, text: string, facts: Facts): Seen {
  return { verdict: holds ? 'expected' : 'differs', text, facts };
}

/** It cannot be told yet. */
export function open(text: string, facts: Facts = {}): Seen {
  return { verdict: 'open', text, facts };
}
