import type { MetricName } from '../metrics.js';

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Structured logs and metrics of one function. Never prompt text, never a metric dimension per principal. */
export interface Telemetry {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, error: unknown, fields?: LogFields): void;
  count(metric: MetricName, value: number): void;
  /** Writes the metrics counted since the last time; at the end of an invocation. */
  flush(): void;
}
