import { formatInstant } from '../../domain/instant.js';
import { addUsd, chartUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import {
  METRIC_DIMENSIONS,
  METRIC_NAMESPACE,
  isEmitted,
  METRICS,
  type MetricName,
  type MonitoringLevel,
  type RecordedMetric,
  type SummedMetric,
} from '../contracts/metrics.js';
import type { Clock } from '../ports/clock.js';
import type { LogFields, Telemetry } from '../ports/telemetry.js';
import { describeError, shortened } from './errorDescription.js';

type Level = 'info' | 'warn' | 'error';

/** A sum, or values of a distribution. */
type Told = readonly [metric: MetricName, value: number | readonly number[]];

/** As many values as a document may hold of a metric; of metrics it may hold 100, more than there are. */
const MAX_VALUES = 100;

/**
 * Logs as one JSON object a line; metrics as documents of the CloudWatch embedded metric format (CloudWatch User Guide,
 * "Specification: Embedded metric format"): one a flush, and more where a metric has more values than fit. A line is
 * given without its line feed. What `level` leaves out of the metrics stays in the line as a number, for queries.
 */
export class EmfTelemetry implements Telemetry {
  readonly #write: (line: string) => void;
  readonly #clock: Clock;
  readonly #functionName: string;
  readonly #level: MonitoringLevel;
  readonly #counts = new Map<SummedMetric, number>();
  readonly #amounts = new Map<SummedMetric, Usd>();
  readonly #recorded = new Map<RecordedMetric, number[]>();
  #requestId: string | undefined;

  constructor(write: (line: string) => void, clock: Clock, functionName: string, level: MonitoringLevel) {
    this.#write = write;
    this.#clock = clock;
    this.#functionName = functionName;
    this.#level = level;
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
  count(metric: SummedMetric, value: number | Usd): void {
    if (typeof value !== 'number') this.#amounts.set(metric, addUsd(this.#amounts.get(metric) ?? ZERO_USD, value));
    else this.#counts.set(metric, (this.#counts.get(metric) ?? 0) + finite(metric, value));
  }

  record(metric: RecordedMetric, value: number | Usd): void {
    const charted = typeof value === 'number' ? finite(metric, value) : chartUsd(value);
    const known = this.#recorded.get(metric);
    if (known === undefined) this.#recorded.set(metric, [charted]);
    else known.push(charted);
  }

  flush(): void {
    const amounts = [...this.#amounts].map(([metric, amount]) => [metric, chartUsd(amount)] as const);
    let told: readonly Told[] = [...this.#counts, ...amounts].filter(([, value]) => value !== 0);
    const recorded = [...this.#recorded];
    for (const metrics of [this.#counts, this.#amounts, this.#recorded]) metrics.clear();
    let from = 0;
    do {
      this.#writeMetrics([...told, ...valuesFrom(recorded, from)]);
      told = [];
      from += MAX_VALUES;
    } while (recorded.some(([, values]) => values.length > from));
  }

  #writeMetrics(told: readonly Told[]): void {
    if (told.length === 0) return;
    this.#write(JSON.stringify({ ...this.#metadata(told), ...this.#origin(), ...Object.fromEntries(told) }));
  }

  /** By this CloudWatch takes metrics from the line; without any it is a line like others. */
  #metadata(told: readonly Told[]): object {
    const emitted = told.filter(([metric]) => isEmitted(metric, this.#level));
    if (emitted.length === 0) return {};
    const directive = {
      Namespace: METRIC_NAMESPACE,
      Dimensions: [METRIC_DIMENSIONS],
      Metrics: emitted.map(([metric]) => ({ Name: metric, Unit: METRICS[metric].unit })),
    };
    return { _aws: { Timestamp: this.#clock.now(), CloudWatchMetrics: [directive] } };
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

function valuesFrom(
  recorded: readonly (readonly [RecordedMetric, readonly number[]])[],
  from: number,
): readonly Told[] {
  return recorded
    .filter(([, values]) => values.length > from)
    .map(([metric, values]) => [metric, values.slice(from, from + MAX_VALUES)]);
}

/** JSON has no other numbers, and one of them would cost the whole document. */
function finite(metric: MetricName, value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${metric}: ${value} is no value of a metric`);
  return value;
}
