/** How late each copy of the log record is that is being written. */
export class Lateness {
  #current: readonly number[] = [0];

  get current(): readonly number[] {
    return this.#current;
  }

  during<T>(lateMs: readonly number[], write: () => T): T {
    this.#current = lateMs;
    try {
      return write();
    } finally {
      this.#current = [0];
    }
  }
}
