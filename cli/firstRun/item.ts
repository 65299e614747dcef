import type { Patient } from '../doctor/check.js';
import type { Stack } from '../stack/stack.js';
import type { FirstRunLooks } from './looks.js';
import type { LoggedRecord } from './records.js';
import type { Seen } from './seen.js';

/** One stack in its first account. What is read is read once. */
export interface FirstRun extends Patient {
  readonly looks: FirstRunLooks;
  readonly audit: Stack['audit'];
  /** The last records of the log of each Region. */
  readonly records: () => Promise<readonly LoggedRecord[]>;
}

/** A sentence, or a command to copy with STACK, REGION and ACCOUNT in it; other words in capitals are for people to replace. */
export type Step = { readonly say: string } | { readonly run: string };

/** What nobody could prove without an account. The texts are for docs/first-deployment.md too. */
export interface Item {
  readonly id: string;
  /** What is taken for true, as a sentence. */
  readonly claim: string;
  /** Why it matters if it is not. */
  readonly why: string;
  /** What makes an answer possible; for what no look answers, the probe itself. */
  readonly steps: readonly Step[];
  readonly expect: string;
  /** What to do when it differs. */
  readonly otherwise: string;
  /** Reads the answer; without it, a person has to look. */
  readonly look?: Look;
}

export interface Look {
  /** What IAM has to allow for it. */
  readonly actions: readonly string[];
  /** The names of the facts that it can tell. */
  readonly facts: readonly string[];
  run(firstRun: FirstRun): Promise<Seen>;
}

/** The items of one part of the way. */
export interface Part {
  readonly title: string;
  readonly items: readonly Item[];
}
