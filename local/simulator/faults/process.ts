/** Of a process that has died: whoever waits for it waits for ever. */
const NEVER = new Promise<never>(() => undefined);

/** Where an invocation dies: at one of its calls of ports, before it is made or after. */
export interface Death {
  readonly call: number;
  readonly isBefore: boolean;
}

/** One process of a function: once it is dead none of its calls does anything, and none is answered. */
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

  /** Asked anew: another call of the same process may have died meanwhile. */
  #hasDied(): boolean {
    return this.#isDead;
  }

  #die(): Promise<never> {
    if (!this.#isDead) this.#onDeath();
    this.#isDead = true;
    return NEVER;
  }
}
