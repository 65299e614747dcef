/** What one function of the system has asked of AWS. */
export interface Spending {
  /** By service and operation, such as `dynamodb:TransactWriteItems`. */
  readonly calls: ReadonlyMap<string, number>;
  readonly invocations: number;
  readonly readUnits: number;
  /** Of tables, those of transactions double. */
  readonly writeUnits: number;
  /** Of indexes, which a transaction does not double. */
  readonly indexWriteUnits: number;
  /** What it has written to its log, in bytes. */
  readonly logBytes: number;
}

export function callsOf({ calls }: Spending): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}

/** Counts for one function. */
export class Counter {
  readonly #calls = new Map<string, number>();
  #invocations = 0;
  #readUnits = 0;
  #writeUnits = 0;
  #indexWriteUnits = 0;
  #logBytes = 0;

  get spending(): Spending {
    return {
      calls: new Map(this.#calls),
      invocations: this.#invocations,
      readUnits: this.#readUnits,
      writeUnits: this.#writeUnits,
      indexWriteUnits: this.#indexWriteUnits,
      logBytes: this.#logBytes,
    };
  }

  clear(): void {
    this.#calls.clear();
    this.#invocations = this.#readUnits = this.#writeUnits = this.#indexWriteUnits = this.#logBytes = 0;
  }

  invoked(): void {
    this.#invocations += 1;
  }

  called(operation: string, times = 1): void {
    this.#calls.set(operation, (this.#calls.get(operation) ?? 0) + times);
  }

  logged(line: string): void {
    this.#logBytes += Buffer.byteLength(line) + EVENT_BYTES;
  }

  read(units: number): void {
    this.#readUnits += units;
  }

  wrote(units: number, ofIndexes: number): void {
    this.#writeUnits += units;
    this.#indexWriteUnits += ofIndexes;
  }
}

/** What CloudWatch Logs adds to each event (API reference, PutLogEvents). */
const EVENT_BYTES = 26;
