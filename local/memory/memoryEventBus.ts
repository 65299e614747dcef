import type { BusEvent, EventBus } from '../../handlers/ports/eventBus.js';
import { PlannedFaults } from './plannedFaults.js';

/** Keeps what is published, repetitions included, as JSON carries it. */
export class MemoryEventBus implements EventBus {
  readonly faults = new PlannedFaults();
  readonly #published: BusEvent[] = [];

  get published(): readonly BusEvent[] {
    return this.#published;
  }

  async publish(events: readonly BusEvent[]): Promise<void> {
    await Promise.resolve();
    this.faults.throwNext();
    this.#published.push(...events.map((event) => JSON.parse(JSON.stringify(event)) as BusEvent));
  }
}
