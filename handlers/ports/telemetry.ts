import type { Usd } from '../../domain/money.js';
import type { MetricName, RecordedMetric, SummedMetric } from '../contracts/metrics.js';

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Amounts of USD are told exactly, and become floats only when they are written for a chart. */
export type MetricValue<M extends MetricName> = M extends `${string}Usd` ? Usd : number;

/** Structured logs and metrics of one function. Never prompt text, never a metric dimension per principal. */
export interface Telemetry {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, error: unknown, fields?: LogFields): void;
  /** Adds to the metric's sum; a sum of zero is not written. */
  count<M extends SummedMetric>(metric: M, value: MetricValue<M>): void;
  /** Keeps a value as it is, beside the others of the metric; a zero is written as well. */
  record<M extends RecordedMetric>(metric: M, value: MetricValue<M>): void;
  /** Writes the metrics told since the last time; at the end of an invocation. */
  flush(): void;
}
