import { FUNCTION_NAMES } from '../../../handlers/contracts/functions.js';
import { FUNCTIONS } from '../../../handlers/contracts/functions.js';
import { StackGraph } from '../stackGraph.js';
import { emittedBy } from '../../handlers/emittedMetrics.js';
import { alarmUses } from './metricUses.js';

/** List prices in USD a month (Amazon CloudWatch pricing, first tier). */
const PER_ALARM_METRIC = 0.1;
const PER_OWN_METRIC = 0.3;
const PER_DASHBOARD = 3;
/** Of an account. */
const FREE_DASHBOARDS = 3;

/**
 * The row of a stack in docs/monitoring.md. CloudWatch bills an alarm by the metrics that it looks at, and a metric of
 * ours for the hours in which it has a value: this is the most.
 */
export async function billOf(stack: string): Promise<readonly string[]> {
  const graph = await StackGraph.of(stack);
  const alarms = graph.all('cloudwatch/metricAlarm:MetricAlarm').length;
  const alarmMetrics = alarmUses(graph).length;
  const ownMetrics = await emittedIn(graph, stack);
  const dashboards = graph.all('cloudwatch/dashboard:Dashboard').length;
  const total =
    alarmMetrics * PER_ALARM_METRIC +
    ownMetrics * PER_OWN_METRIC +
    Math.max(0, dashboards - FREE_DASHBOARDS) * PER_DASHBOARD;
  return [stack, ...[alarms, alarmMetrics, ownMetrics, dashboards].map(String), total.toFixed(2)];
}

/** One for each metric, function and Region. */
async function emittedIn(graph: StackGraph, stack: string): Promise<number> {
  const names = graph.all('lambda/function:Function').map((fn) => graph.text(fn, 'name'));
  const counts = names.map(async (name) => {
    const entry = FUNCTION_NAMES.find(
      (candidate) => name === `bedrock-budgeteer-${stack}-${FUNCTIONS[candidate].name}`,
    );
    return entry === undefined ? 0 : (await emittedBy(entry)).size;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
