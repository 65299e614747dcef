/** How a run fails at one of its calls: that call only, or the whole process from then on. */
export const CRASHES = ['fails before', 'fails after', 'dies before', 'dies after'] as const;

export type Crash = (typeof CRASHES)[number];

class PlannedCrash extends Error {
  override readonly name = 'PlannedCrash';
}

/** Counts the calls that go to ports and fails at one of them, before the port has done its work or after it. */
export class PortCalls {
  readonly #failAt: number;
  readonly #crash: Crash;
  #count = 0;
  #isRevived = false;

  constructor(failAt = Number.POSITIVE_INFINITY, crash: Crash = 'fails before') {
    this.#failAt = failAt;
    this.#crash = crash;
  }

  /** Ends what a death has begun: from now on no call fails. */
  revive(): void {
    this.#isRevived = true;
  }

  get hasFailed(): boolean {
    return this.#count >= this.#failAt;
  }

  /** The port, each of whose methods answers with a promise, by way of this count. */
  through<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name): unknown => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: readonly unknown[]) => this.#call(() => Reflect.apply(member, target, args) as unknown);
      },
    });
  }

  async #call(work: () => unknown): Promise<unknown> {
    if (this.#isRevived) return work();
    this.#count += 1;
    const call = this.#count;
    const isHit = call === this.#failAt;
    const isDead = call > this.#failAt && this.#crash.startsWith('dies');
    if (isDead || (isHit && this.#crash.endsWith('before'))) throw new PlannedCrash(`before call ${call}`);
    const answer = await work();
    if (isHit) throw new PlannedCrash(`after call ${call}`);
    return answer;
  }
}

/**
 * Plays a scenario with a fault at its first call, at its second and so on, and at last without any. Answers how many
 * faults there were.
 */
export async function playEachCrash(crash: Crash, scenario: (calls: PortCalls) => Promise<void>): Promise<number> {
  for (let failAt = 1; ; failAt += 1) {
    const calls = new PortCalls(failAt, crash);
    await scenario(calls);
    if (!calls.hasFailed) return failAt - 1;
  }
}

/** What a promise is rejected with; undefined if it is not. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
