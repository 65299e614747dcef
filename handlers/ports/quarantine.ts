/**
 * A log event that could not be read or charged, by its place and reason: the log group keeps the event itself. Bodies
 * are never part of it.
 */
export interface QuarantinedEvent {
  /** The same on every delivery: the log event's id, or the place in a delivery. */
  readonly id: string;
  readonly reason: string;
  readonly source: string;
  /** Of the record, without its bodies; absent where it is not JSON. */
  readonly record?: unknown;
  readonly bytes: number;
}

export interface Quarantine {
  /** Resolves once all of them are kept. */
  put(events: readonly QuarantinedEvent[]): Promise<void>;
}
