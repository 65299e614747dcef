import type { LogFields } from '../../handlers/ports/telemetry.js';
import { MemoryTelemetry } from '../memory/memoryTelemetry.js';
import { errorLine, type Journal } from './journal.js';

/** Sums metrics. Warnings and errors go to the journal; other logs are dropped. */
export class WorldTelemetry extends MemoryTelemetry {
  readonly #name: string;
  readonly #journal: Journal;

  constructor(name: string, journal: Journal) {
    super();
    this.#name = name;
    this.#journal = journal;
  }

  override info(): void {
    return;
  }

  override warn(message: string, fields: LogFields = {}): void {
    this.#add('warn', `${message}${described(fields)}`);
  }

  override error(message: string, error: unknown, fields: LogFields = {}): void {
    this.#add('error', `${message}: ${errorLine(error)}${described(fields)}`);
  }

  /** Nobody here charts single values. */
  override record(): void {
    return;
  }

  #add(level: 'warn' | 'error', message: string): void {
    this.#journal.add({ kind: 'logged', name: this.#name, level, message });
  }
}

function described(fields: LogFields): string {
  const told = Object.entries(fields).filter(([, value]) => value !== undefined);
  return told.length === 0 ? '' : ` (${told.map(([key, value]) => `${key} ${String(value)}`).join(', ')})`;
}
