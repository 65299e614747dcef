import type { MetricName } from '../../handlers/contracts/metrics.js';
import type { Metric, Statistic } from '../monitoring/metric.js';
import type { Monitored } from '../monitoring/monitored.js';
import { METER, StackMetrics } from '../monitoring/stackMetrics.js';
import { line, type Formula, type Line, type Widget } from './widgets.js';

const FIVE_MINUTES = 300;
export const HOUR = 3600;
export const DAY = 86_400;

type Graph = Extract<Widget, { kind: 'graph' }>;

/** Makes the widgets of one stack's dashboards. */
export class Board {
  readonly metrics: StackMetrics;
  readonly #stack: Monitored;

  constructor(stack: Monitored) {
    this.#stack = stack;
    this.metrics = new StackMetrics(stack.identity);
  }

  /** Metrics of the home Region, unless a line names another. */
  graph(title: string, lines: readonly Line[], more: Partial<Graph> = {}): Widget {
    const { homeRegion: region } = this.#stack.identity;
    return { kind: 'graph', title, region, periodSeconds: FIVE_MINUTES, lines, ...more };
  }

  /** Numbers of the home Region, unless a line names another; of the current day in UTC, unless a period is given. */
  numbers(title: string, lines: readonly Line[], periodSeconds = DAY): Widget {
    return { kind: 'numbers', title, region: this.#stack.identity.homeRegion, periodSeconds, lines };
  }

  /** One number for the day: the sum over all Regions' meters. */
  meteredTotal(title: string, ...names: readonly MetricName[]): Widget {
    const { homeRegion: region } = this.#stack.identity;
    const lines = names.flatMap((name) => this.perRegion(name));
    const formulas: readonly Formula[] = [{ label: title, expression: 'SUM(METRICS())' }];
    return { kind: 'numbers', title, region, periodSeconds: DAY, lines, formulas };
  }

  /** A metric of the meter, a line for each Region. */
  perRegion(name: MetricName, statistic?: Statistic): readonly Line[] {
    return this.inRegions(name, this.metrics.own(METER, name, statistic));
  }

  /** The metric of the same name in each Region where Bedrock is called. */
  inRegions(label: string, metric: Metric): readonly Line[] {
    const { regions } = this.#stack;
    return regions.map((region) => ({ label: regions.length === 1 ? label : `${label}, ${region}`, metric, region }));
  }

  own(functionName: string, ...names: readonly MetricName[]): readonly Line[] {
    return names.map((name) => line(name, this.metrics.own(functionName, name)));
  }
}
