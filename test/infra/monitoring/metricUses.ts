import { isObject } from '../../../domain/json.js';
import type { StackGraph } from '../stackGraph.js';

/** A metric that an alarm or widget of a stack asks for. */
export interface MetricUse {
  /** Who asks. */
  readonly by: string;
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Whether it is asked for by a query, which need not name all dimensions. */
  readonly isQueried: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

export function alarmUses(graph: StackGraph): readonly MetricUse[] {
  return graph.all('cloudwatch/metricAlarm:MetricAlarm').flatMap((alarm) => {
    const [by, region] = [graph.text(alarm, 'name'), graph.text(alarm, 'region')];
    const queries = (alarm.inputs['metricQueries'] ?? []) as readonly Fields[];
    const single = 'metricName' in alarm.inputs ? [alarm.inputs] : [];
    const metrics = [...single, ...queries.map(({ metric }) => metric).filter(isObject)];
    return [
      ...metrics.map((metric) => ({ by, region, isQueried: false, ...identityOf(metric) })),
      ...queries.flatMap(({ expression }) => (typeof expression === 'string' ? queried(by, region, expression) : [])),
    ];
  });
}

function identityOf(metric: Fields): Pick<MetricUse, 'namespace' | 'name' | 'dimensions'> {
  const { namespace, metricName, dimensions = {} } = metric;
  return {
    namespace: String(namespace),
    name: String(metricName),
    dimensions: dimensions as Readonly<Record<string, string>>,
  };
}

function queried(by: string, region: string, expression: string): readonly MetricUse[] {
  const [, name, namespace, conditions = ''] =
    /^SELECT SUM\((\w+)\) FROM "([\w/]+)" WHERE (.+)$/.exec(expression) ?? [];
  if (name === undefined || namespace === undefined) return [];
  const pairs = [...conditions.matchAll(/(\w+) = '([^']*)'/g)].map(([, key = '', value = '']) => [key, value] as const);
  return [{ by, region, namespace, name, dimensions: Object.fromEntries(pairs), isQueried: true }];
}

export function widgetUses(graph: StackGraph): readonly MetricUse[] {
  return graph.all('cloudwatch/dashboard:Dashboard').flatMap((dashboard) => {
    const { widgets } = JSON.parse(graph.text(dashboard, 'dashboardBody')) as { readonly widgets: readonly Fields[] };
    return widgets.flatMap(({ properties }) => usesOf(properties as Fields));
  });
}

function usesOf({ title, region, metrics = [] }: Fields): readonly MetricUse[] {
  return (metrics as readonly (readonly unknown[])[])
    .filter(([first]) => typeof first === 'string')
    .map((entry) => {
      const texts = entry.filter((part): part is string => typeof part === 'string');
      const [namespace = '', name = '', ...rest] = texts;
      const pairs = rest.flatMap((key, index) => (index % 2 === 0 ? [[key, rest[index + 1] ?? ''] as const] : []));
      const options = entry.at(-1) as Fields;
      const at = String(options['region'] ?? region);
      return {
        by: String(title),
        region: at,
        namespace,
        name,
        dimensions: Object.fromEntries(pairs),
        isQueried: false,
      };
    });
}
