import type { SettingsSource, StoredSettings } from '../../handlers/ports/settingsSource.js';
import { PlannedFaults } from './plannedFaults.js';

export class MemorySettingsSource implements SettingsSource {
  readonly faults = new PlannedFaults();
  #stored: StoredSettings;
  #reads = 0;

  constructor(stored: Partial<StoredSettings> = {}) {
    this.#stored = { deployed: {}, overrides: {}, ...stored };
  }

  get reads(): number {
    return this.#reads;
  }

  /** Replaces the given parts and keeps the others. */
  store(stored: Partial<StoredSettings>): void {
    this.#stored = { ...this.#stored, ...stored };
  }

  async read(): Promise<StoredSettings> {
    this.#reads += 1;
    // As over a network: callers wait for a turn of the event loop.
    await Promise.resolve();
    this.faults.throwNext();
    return this.#stored;
  }
}
