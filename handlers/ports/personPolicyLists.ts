import type { PersonPolicy } from '../../domain/iam/personPolicy.js';
import type { Instant } from '../../domain/instant.js';

/** The list of one policy as the table holds it: what the policy is to say, and what IAM was last told. */
export interface StoredPersonPolicy extends PersonPolicy {
  /** Raised with each change of the list; 0 while there has been none. */
  readonly version: number;
  readonly changedAt: Instant;
  /** The version whose document IAM was seen to hold; below `version` while that is under way, or after a crash. */
  readonly writtenVersion: number;
  /** SHA-256 of that document, in hex; empty while there has been none. */
  readonly writtenHash: string;
  /** The version whose document somebody changed and the stack has put back, which it does once; -1 for none. */
  readonly putBackVersion: number;
}

/** One row a policy. The truth about who is denied: written before IAM is. */
export interface PersonPolicyLists {
  /** In order, each as it is now; one without a row is empty. */
  read(numbers: readonly number[]): Promise<readonly StoredPersonPolicy[]>;
  /** `conflict`: somebody has written the row since `before` was read. */
  save(before: StoredPersonPolicy, after: StoredPersonPolicy): Promise<'saved' | 'conflict'>;
  /** One writer at a time: false while another holds the lock. It ends by itself at `until`, should its holder crash. */
  lock(holder: string, now: Instant, until: Instant): Promise<boolean>;
  unlock(holder: string): Promise<void>;
}

/** A policy whose list nobody has written yet. */
export function emptyPersonPolicy(number: number): StoredPersonPolicy {
  return { number, persons: [], version: 0, changedAt: 0, writtenVersion: 0, writtenHash: '', putBackVersion: -1 };
}
