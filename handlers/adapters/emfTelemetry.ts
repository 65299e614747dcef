import { formatInstant } from '../../domain/instant.js';
import { METRIC_DIMENSIONS, METRIC_NAMESPACE, METRICS, type MetricName } from '../metrics.js';
import type { Clock } from '../ports/clock.js';
import type { LogFields, Telemetry } from '../ports/telemetry.js';
import { describeError, shortened } from './errorDescription.js';

type Level = 'info' | 'warn' | 'error';

/**
 * Logs as one JSON object a line; metrics as one CloudWatch embedded metric format document a flush (CloudWatch User
 * Guide, "Specification: Embedded metric format"). A line is given without its line feed.
 */
export class EmfTelemetry implements Telemetry {
  readonly #write: (line: string) => void;
  readonly #clock: Clock;
  readonly #functionName: string;
  readonly #counted = new Map<MetricName, number>();
  #requestId: string | undefined;

  constructor(write: (line: string) => void, clock: Clock, functionName: string) {
    this.#write = write;
    this.#clock = clock;
    this.#functionName = functionName;
  }

  /** Names the invocation that all lines from now on belong to; Lambda keeps the object from one to the next. */
  startRequest(requestId: string): void {
    this.#requestId = requestId;
  }

  info(message: string, fields: LogFields = {}): void {
    this.#log('info', message, fields);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#log('warn', message, fields);
  }

  error(message: string, error: unknown, fields: LogFields = {}): void {
    this.#log('error', message, { ...fields, error: describeError(error) });
  }

  /** Nothing is written for a sum of zero: CloudWatch bills a metric for each hour in which it has a value. */
  count(metric: MetricName, value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`${metric}: ${value} is no count`);
    this.#counted.set(metric, (this.#counted.get(metric) ?? 0) + value);
  }

  flush(): void {
    const counted = [...this.#counted].filter(([, value]) => value !== 0);
    this.#counted.clear();
    if (counted.length === 0) return;
    const directive = {
      Namespace: METRIC_NAMESPACE,
      Dimensions: [METRIC_DIMENSIONS],
      Metrics: counted.map(([name]) => ({ Name: name, Unit: METRICS[name].unit })),
    };
    const metadata = { Timestamp: this.#clock.now(), CloudWatchMetrics: [directive] };
    this.#write(JSON.stringify({ _aws: metadata, ...this.#origin(), ...Object.fromEntries(counted) }));
  }

  #log(level: Level, message: string, fields: Readonly<Record<string, unknown>>): void {
    const timestamp = formatInstant(this.#clock.now());
    const own = { level, timestamp, message, ...this.#origin() };
    // Named twice: first for the order of the keys, last because no field takes the place of one of them.
    this.#write(JSON.stringify({ ...own, ...fields, ...own }, shortened));
  }

  /** The value of the metrics' dimension, and what tells one invocation from another. */
  #origin(): Readonly<Record<(typeof METRIC_DIMENSIONS)[number], string>> & { readonly requestId: string | undefined } {
    return { function: this.#functionName, requestId: this.#requestId };
  }
}
