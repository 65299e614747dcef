import { kebab } from '../identity.js';
import { homeFunctions, TABLE_NAMES } from '../monitoring/homeAlarms.js';
import type { Monitored } from '../monitoring/monitored.js';
import { METER } from '../monitoring/stackMetrics.js';
import { FAILURES, METER_FAILURES, QUARANTINE, WORKFLOW_DEAD_LETTERS } from '../names.js';
import { alarmStatus } from './alarmStatus.js';
import { HOUR, type Board } from './board.js';
import type { Dashboard } from './body.js';
import { heading, layOut, row, type Row } from './layout.js';
import { latestErrors } from './latestErrors.js';
import { line, type Line, type Widget } from './widgets.js';

/** Whether everything works: numbers of the day, all alarms, then each part. */
export function systemOverview(stack: Monitored, board: Board): Dashboard {
  return {
    name: 'system-overview',
    start: '-PT12H',
    widgets: layOut([
      heading(`# Bedrock Budgeteer, ${stack.identity.stack}: does everything work?`),
      numbers(board),
      heading('## Alarms, those that ring first'),
      row(8, ...alarmStatus(stack, 'high-severity'), ...alarmStatus(stack, 'operational-alerts')),
      heading('## What goes through'),
      row(6, spend(board), detection(board), notifications(board)),
      heading('## What fails, and what waits'),
      row(6, failing(stack, board, 'Errors'), failing(stack, board, 'Throttles'), queues(board)),
      row(6, refused(board), conflicts(board), tables(board)),
      heading('## The latest errors at home'),
      row(7, latestErrors(stack, homeFunctions(stack))),
    ]),
  };
}

function numbers(board: Board): Row {
  const { metrics } = board;
  const suspended = line('principals', metrics.own('state-reporter', 'BudgetsSuspended', 'Maximum'));
  const letters = [FAILURES, WORKFLOW_DEAD_LETTERS].map((queue) => line(queue, metrics.queue(queue)));
  return row(
    4,
    board.meteredTotal('Spend today, USD', 'SpendUsd'),
    board.meteredTotal('Calls charged today', 'InvocationsCharged'),
    board.numbers('Suspended now', [suspended], HOUR),
    board.numbers('Dead letters at home', letters, HOUR),
    board.numbers('Notifications today', board.own('notifier', 'NotificationsSent', 'NotificationsFailed')),
    board.numbers('Age of the prices, s', board.own('state-reporter', 'PriceAgeSeconds'), HOUR),
  );
}

function spend(board: Board): Widget {
  return board.graph('Spend an hour, USD', board.perRegion('SpendUsd'), { stacked: true, periodSeconds: HOUR });
}

function detection(board: Board): Widget {
  return board.graph('From a call to its charge, s', board.perRegion('DetectionSeconds'));
}

function notifications(board: Board): Widget {
  const lines = board.own('notifier', 'NotificationsSent', 'NotificationsGrouped', 'NotificationsFailed');
  return board.graph('Notifications', [...lines, ...board.own('audit-logger', 'AuditEntriesAdded')]);
}

function failing(stack: Monitored, board: Board, name: 'Errors' | 'Throttles'): Widget {
  const { metrics } = board;
  const home = homeFunctions(stack).map((one) => line(one, metrics.lambda(one, name)));
  const lines: readonly Line[] = [...board.inRegions(METER, metrics.lambda(METER, name)), ...home];
  return board.graph(`${name} of the functions`, lines, { stacked: true });
}

function queues(board: Board): Widget {
  const { metrics } = board;
  const home = [FAILURES, WORKFLOW_DEAD_LETTERS].map((queue) => line(queue, metrics.queue(queue)));
  const regional = [METER_FAILURES, QUARANTINE].flatMap((queue) => board.inRegions(queue, metrics.queue(queue)));
  return board.graph('Messages for somebody to look at', [...home, ...regional], { stacked: true });
}

function refused(board: Board): Widget {
  return board.graph('What was not understood', [
    ...board.own('budget-monitor', 'SettingsRejected'),
    ...['user-setup', 'audit-logger'].map((name) =>
      line(`EventsUnreadable, ${name}`, board.metrics.own(name, 'EventsUnreadable')),
    ),
  ]);
}

function conflicts(board: Board): Widget {
  const home = ['budget-monitor', 'budget-status'].map((name) => line(name, board.metrics.own(name, 'WriteConflicts')));
  return board.graph('Writes decided again', [
    ...board.inRegions(METER, board.metrics.own(METER, 'WriteConflicts')),
    ...home,
  ]);
}

function tables(board: Board): Widget {
  const { metrics } = board;
  const lines = TABLE_NAMES.flatMap((table) => [
    line(`${kebab(table)}, reads`, metrics.table(table, 'ReadThrottleEvents')),
    line(`${kebab(table)}, writes`, metrics.table(table, 'WriteThrottleEvents')),
  ]);
  return board.graph('Throttles of the tables', lines, { stacked: true });
}
