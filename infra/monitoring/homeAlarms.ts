import { TOPICS } from '../../handlers/contracts/topics.js';
import { TABLES } from '../../handlers/contracts/tables.js';
import { FUNCTIONS } from '../../handlers/contracts/functions.js';
import { kebab } from '../identity.js';
import { FAILURES, WORKFLOW_DEAD_LETTERS, type TableName } from '../names.js';
import type { Alarm, MakeAlarm } from './alarm.js';
import type { Metric, Signal } from './metric.js';
import type { Monitored } from './monitored.js';
import { METER, StackMetrics, WORKFLOWS } from './stackMetrics.js';

/** Functions of a stack in its home Region: all but usage-calculator, which is in every Region. */
export function homeFunctions(stack: Pick<Monitored, 'writesReport'>): readonly string[] {
  const present = Object.values(FUNCTIONS).filter(({ onlyIf }) => onlyIf === undefined || stack[onlyIf]);
  return present.map(({ name }) => name).filter((name) => name !== METER);
}

export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/** Alarms on what exists once, in the home Region. */
export function homeAlarms(stack: Monitored, make: MakeAlarm): readonly Alarm[] {
  const metrics = new StackMetrics(stack.identity);
  return [
    ...homeFunctions(stack).flatMap((name) => [
      make('function-errors', of(metrics.lambda(name, 'Errors')), name),
      make('function-throttles', of(metrics.lambda(name, 'Throttles')), name),
    ]),
    ...[FAILURES, WORKFLOW_DEAD_LETTERS].map((queue) => make('dead-letters', of(metrics.queue(queue)), queue)),
    make('stream-iterator-age', of(metrics.lambda('budget-monitor', 'IteratorAge', 'Maximum'))),
    ...TABLE_NAMES.map((table) => make('table-throttles', throttles(metrics, table), kebab(table))),
    ...WORKFLOWS.flatMap((workflow) => [
      make('workflow-failures', of(metrics.workflow(workflow, 'ExecutionsFailed')), workflow),
      make('workflow-timeouts', of(metrics.workflow(workflow, 'ExecutionsTimedOut')), workflow),
    ]),
    ...enforcementAlarms(metrics, make),
  ];
}

function enforcementAlarms(metrics: StackMetrics, make: MakeAlarm): readonly Alarm[] {
  return [
    make('price-age', of(metrics.own('state-reporter', 'PriceAgeSeconds'))),
    // Every function reads and rejects the same overrides; this one runs on a schedule.
    make('settings-rejected', of(metrics.own('budget-monitor', 'SettingsRejected'))),
    make('notifications-failed', of(metrics.own('notifier', 'NotificationsFailed'))),
    ...TOPICS.map((topic) => make('topic-delivery', of(metrics.topic(topic)), topic)),
  ];
}

function throttles(metrics: StackMetrics, table: TableName): Signal {
  return {
    kind: 'math',
    metrics: { reads: metrics.table(table, 'ReadThrottleEvents'), writes: metrics.table(table, 'WriteThrottleEvents') },
    expressions: { throttles: 'FILL(reads, 0) + FILL(writes, 0)' },
  };
}

function of(metric: Metric): Signal {
  return { kind: 'metric', metric };
}
