import type { Instant } from '../../domain/instant.js';

interface Entry<T> {
  readonly at: Instant;
  readonly item: T;
}

/** Items by the instant at which each is due, the soonest first: a binary heap. An item is due once at most. */
export class Agenda<T> {
  /** An entry whose item has been put elsewhere since stays until it comes to the top. */
  readonly #heap: Entry<T>[] = [];
  readonly #dueAt = new Map<T, Instant>();

  /** When the first item is due; infinite if there is none. */
  get next(): Instant {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (this.#dueAt.get(top.item) === top.at) return top.at;
      this.#dropTop();
    }
    return Number.POSITIVE_INFINITY;
  }

  put(item: T, at: Instant): void {
    if (this.#dueAt.get(item) === at) return;
    this.#dueAt.set(item, at);
    let place = this.#heap.push({ at, item }) - 1;
    for (let above = (place - 1) >> 1; place > 0 && this.#at(above) > at; above = (place - 1) >> 1) {
      this.#swap(place, above);
      place = above;
    }
  }

  /** Takes out all that is due by then. */
  takeDue(now: Instant): readonly T[] {
    const due: T[] = [];
    while (this.next <= now) {
      const [top] = this.#heap;
      if (top === undefined) break;
      due.push(top.item);
      this.#dueAt.delete(top.item);
      this.#dropTop();
    }
    return due;
  }

  #dropTop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let place = 0, below = this.#sooner(place); this.#at(below) < this.#at(place); below = this.#sooner(place)) {
      this.#swap(place, below);
      place = below;
    }
  }

  /** The place below that is due first. */
  #sooner(place: number): number {
    const left = 2 * place + 1;
    return this.#at(left + 1) < this.#at(left) ? left + 1 : left;
  }

  #at(place: number): Instant {
    return this.#heap[place]?.at ?? Number.POSITIVE_INFINITY;
  }

  #swap(left: number, right: number): void {
    const [one, other] = [this.#heap[left], this.#heap[right]];
    if (one === undefined || other === undefined) return;
    this.#heap[left] = other;
    this.#heap[right] = one;
  }
}
