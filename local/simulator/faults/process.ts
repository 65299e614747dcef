/** Calls of a dead process are never answered. */
const NEVER = new Promise<never>(() => undefined);

/** Where an invocation dies: before or after one of its calls of ports. */
export interface Death {
  readonly call: number;
  readonly isBefore: boolean;
}

/** One process of a function. Once it is dead, its calls do nothing and are never answered. */
export class FunctionProcess {
  #death: Death | undefined;
  #onDeath: () => void = () => undefined;
  #calls = 0;
  #isDead = false;

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Begins an invocation. */
  begin(death: Death | undefined, onDeath: () => void): void {
    this.#death = death;
    this.#onDeath = onDeath;
    this.#calls = 0;
  }

  async call(work: () => unknown): Promise<unknown> {
    if (this.#isDead) return NEVER;
    this.#calls += 1;
    const isLast = this.#calls === this.#death?.call;
    if (isLast && this.#death?.isBefore === true) return this.#die();
    const answer = await work();
    return isLast || this.#hasDied() ? this.#die() : answer;
  }

  /** A function, because another call of the process may have died since the last check. */
  #hasDied(): boolean {
    return this.#isDead;
  }

  #die(): Promise<never> {
    if (!this.#isDead) this.#onDeath();
    this.#isDead = true;
    return NEVER;
  }
}
