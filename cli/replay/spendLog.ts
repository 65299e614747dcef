import { parseExactUsd, usdToString, type Usd } from '../../domain/money.js';
import type { Principal } from '../../domain/principal.js';
import type { Instant } from '../../domain/instant.js';

/** What one call cost whom and when. */
export interface SpendEntry {
  readonly principal: Principal;
  readonly at: Instant;
  readonly costUsd: Usd;
}

/** Millions of spends in columns, about 60 bytes each: logs are not in order, budgets need them so. */
export class SpendLog {
  readonly #principals: Principal[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #instants: number[] = [];
  readonly #owners: number[] = [];
  readonly #costs: string[] = [];
  #isInOrder = true;

  add({ principal, at, costUsd }: SpendEntry): void {
    this.#isInOrder &&= at >= (this.#instants.at(-1) ?? at);
    this.#instants.push(at);
    this.#owners.push(this.#indexOf(principal));
    this.#costs.push(usdToString(costUsd));
  }

  /** By timestamp; those of one instant in the order they came. */
  *inOrder(): Generator<SpendEntry, void> {
    if (this.#isInOrder) {
      yield* this.asDelivered();
      return;
    }
    const order = Uint32Array.from(this.#instants, (_, index) => index);
    order.sort((left, right) => this.#instantAt(left) - this.#instantAt(right) || left - right);
    for (const index of order) yield this.#entryAt(index);
  }

  *asDelivered(): Generator<SpendEntry, void> {
    for (let index = 0; index < this.#instants.length; index += 1) yield this.#entryAt(index);
  }

  #indexOf(principal: Principal): number {
    const known = this.#indexes.get(principal.principalId);
    if (known !== undefined) return known;
    this.#indexes.set(principal.principalId, this.#principals.length);
    return this.#principals.push(principal) - 1;
  }

  #entryAt(index: number): SpendEntry {
    const principal = this.#principals[this.#owners[index] ?? -1];
    const cost = this.#costs[index];
    if (principal === undefined || cost === undefined) throw new RangeError(`no spend at ${index}`);
    return { principal, at: this.#instantAt(index), costUsd: parseExactUsd(cost) };
  }

  #instantAt(index: number): Instant {
    return this.#instants[index] ?? NaN;
  }
}
