import type { Quarantine, QuarantinedEvent } from '../../handlers/ports/quarantine.js';
import { PlannedFaults } from './plannedFaults.js';

/** Keeps what is put, repetitions included. */
export class MemoryQuarantine implements Quarantine {
  readonly faults = new PlannedFaults();
  readonly #kept: QuarantinedEvent[] = [];

  get kept(): readonly QuarantinedEvent[] {
    return this.#kept;
  }

  async put(events: readonly QuarantinedEvent[]): Promise<void> {
    await Promise.resolve();
    this.faults.throwNext();
    this.#kept.push(...events);
  }
}
