import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../domain/instant.js';
import {
  emptyPersonPolicy,
  type PersonPolicyLists,
  type StoredPersonPolicy,
} from '../../handlers/ports/personPolicyLists.js';

/** The PersonPolicies table in memory. */
export class MemoryPersonPolicyLists implements PersonPolicyLists {
  readonly #rows = new Map<number, StoredPersonPolicy>();
  #lock: { readonly holder: string; readonly until: Instant } | undefined;

  /** Those that were written, for looks from outside. */
  get rows(): readonly StoredPersonPolicy[] {
    return [...this.#rows.values()];
  }

  /** As a row that was there before. */
  put(row: StoredPersonPolicy): void {
    this.#rows.set(row.number, row);
  }

  read(numbers: readonly number[]): Promise<readonly StoredPersonPolicy[]> {
    return Promise.resolve(numbers.map((number) => this.#rowOf(number)));
  }

  save(before: StoredPersonPolicy, after: StoredPersonPolicy): Promise<'saved' | 'conflict'> {
    if (!isDeepStrictEqual(this.#rowOf(before.number), before)) return Promise.resolve('conflict');
    this.put(after);
    return Promise.resolve('saved');
  }

  lock(holder: string, now: Instant, until: Instant): Promise<boolean> {
    const isFree = this.#lock === undefined || this.#lock.holder === holder || this.#lock.until <= now;
    if (isFree) this.#lock = { holder, until };
    return Promise.resolve(isFree);
  }

  unlock(holder: string): Promise<void> {
    if (this.#lock?.holder === holder) this.#lock = undefined;
    return Promise.resolve();
  }

  #rowOf(number: number): StoredPersonPolicy {
    return this.#rows.get(number) ?? emptyPersonPolicy(number);
  }
}
