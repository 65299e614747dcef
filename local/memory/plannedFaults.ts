/** Faults that a test or run plans for an adapter. Each is thrown once, in order. */
export class PlannedFaults {
  readonly #faults: Error[] = [];

  plan(...faults: readonly Error[]): void {
    this.#faults.push(...faults);
  }

  throwNext(): void {
    const fault = this.#faults.shift();
    if (fault !== undefined) throw fault;
  }
}
