import { addUsd, chartUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { RecordedMetric, SummedMetric } from '../../handlers/contracts/metrics.js';
import type { LogFields, Telemetry } from '../../handlers/ports/telemetry.js';

export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
  readonly error?: unknown;
}

/** Collects logs and metrics over all flushes. A metric without a count is 0, one without records is empty. */
export class MemoryTelemetry implements Telemetry {
  readonly #entries: LogEntry[] = [];
  readonly #totals = new Map<SummedMetric, number>();
  readonly #amounts = new Map<SummedMetric, Usd>();
  readonly #recorded = new Map<RecordedMetric, readonly number[]>();
  #flushes = 0;

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  get flushes(): number {
    return this.#flushes;
  }

  total(metric: SummedMetric): number {
    return this.#totals.get(metric) ?? 0;
  }

  /** Exact. */
  totalUsd(metric: SummedMetric): Usd {
    return this.#amounts.get(metric) ?? ZERO_USD;
  }

  /** USD amounts as charts show them. */
  recorded(metric: RecordedMetric): readonly number[] {
    return this.#recorded.get(metric) ?? [];
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

  count(metric: SummedMetric, value: number | Usd): void {
    if (typeof value === 'number') this.#totals.set(metric, this.total(metric) + value);
    else this.#amounts.set(metric, addUsd(this.totalUsd(metric), value));
  }

  record(metric: RecordedMetric, value: number | Usd): void {
    const charted = typeof value === 'number' ? value : chartUsd(value);
    this.#recorded.set(metric, [...this.recorded(metric), charted]);
  }

  flush(): void {
    this.#flushes += 1;
  }
}
