import type { Metric } from '../monitoring/metric.js';

/** A series of a graph, or a number. `region` if it differs from the widget's. */
export interface Line {
  readonly label: string;
  readonly metric: Metric;
  readonly region?: string;
  readonly axis?: 'right';
}

/** A value computed from the widget's lines; `m0` is the first. */
export interface Formula {
  readonly label: string;
  readonly expression: string;
}

export type Widget =
  | { readonly kind: 'text'; readonly markdown: string }
  | (Series & { readonly kind: 'graph'; readonly stacked?: true; readonly limit?: Limit })
  | (Series & { readonly kind: 'numbers' })
  | { readonly kind: 'alarms'; readonly title: string; readonly alarmArns: readonly string[] }
  | {
      readonly kind: 'log';
      readonly title: string;
      readonly region: string;
      readonly logGroups: readonly string[];
      readonly query: string;
    };

interface Series {
  readonly title: string;
  readonly region: string;
  readonly periodSeconds: number;
  readonly lines: readonly Line[];
  /** Shown instead of the lines. */
  readonly formulas?: readonly Formula[];
}

/** The threshold of an alarm. */
interface Limit {
  readonly label: string;
  readonly value: number;
}

export function line(label: string, metric: Metric): Line {
  return { label, metric };
}
