import type { MetricName } from '../handlers/metrics.js';
import type { LogFields, Telemetry } from '../handlers/ports/telemetry.js';

export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
  readonly error?: unknown;
}

/** Collects logs and metrics; a metric that was never counted stands at 0. */
export class MemoryTelemetry implements Telemetry {
  readonly #entries: LogEntry[] = [];
  readonly #totals = new Map<MetricName, number>();
  #flushes = 0;

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  get flushes(): number {
    return this.#flushes;
  }

  total(metric: MetricName): number {
    return this.#totals.get(metric) ?? 0;
  }

  info(message: string, fields: LogFields = {}): void {
    this.#entries.push({ level: 'info', message, fields });
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#entries.push({ level: 'warn', message, fields });
  }

  error(message: string, error: unknown, fields: LogFields = {}): void {
    this.#entries.push({ level: 'error', message, fields, error });
  }

  count(metric: MetricName, value: number): void {
    this.#totals.set(metric, this.total(metric) + value);
  }

  flush(): void {
    this.#flushes += 1;
  }
}
