import { kindSpec } from '../monitoring/alarmKinds.js';
import type { Monitored } from '../monitoring/monitored.js';
import { WORKFLOWS, type WorkflowName } from '../monitoring/stackMetrics.js';
import { WORKFLOW_DEAD_LETTERS } from '../names.js';
import { HOUR, type Board } from './board.js';
import type { Dashboard } from './body.js';
import { heading, layOut, row, type Row } from './layout.js';
import { line, type Line, type Widget } from './widgets.js';

const TASKS = [
  'grace-notification',
  'budget-status',
  'policy-backup',
  'iam-utilities',
  'restoration-validation',
] as const;

const OUTCOMES = [
  ['ExecutionsStarted', 'started'],
  ['ExecutionsSucceeded', 'succeeded'],
  ['ExecutionsFailed', 'failed'],
  ['ExecutionsTimedOut', 'timed out'],
  ['ExecutionsAborted', 'aborted'],
] as const;

/** Whether exceeded budgets have consequences: their states, what the workflows do, and whether IAM follows. */
export function workflowOrchestration(stack: Monitored, board: Board): Dashboard {
  return {
    name: 'workflow-orchestration',
    start: '-P1D',
    widgets: layOut([
      heading(`# Bedrock Budgeteer, ${stack.identity.stack}: is access cut and given back in time?`),
      numbers(board),
      heading('## Where budgets are'),
      row(6, states(board), ...reviews(board)),
      heading('## Executions'),
      row(6, ...WORKFLOWS.map((workflow) => executions(board, workflow)), letters(board)),
      heading('## Whether IAM obeys'),
      row(6, ...enforcement(board)),
      row(6, ...tasks(board)),
    ]),
  };
}

function numbers(board: Board): Row {
  const status = (title: string, ...names: Parameters<Board['own']>[1][]): Widget =>
    board.numbers(title, board.own('budget-status', ...names));
  return row(
    4,
    status('Suspended today', 'SuspensionsConfirmed'),
    status('Refused today', 'SuspensionsRefused'),
    status('Restored today', 'RestorationsConfirmed'),
    status('Failed today', 'WorkflowsFailed'),
    status('Slowest suspension, s', 'EnforcementSeconds'),
    status('Overshoot today, USD', 'OvershootUsd'),
  );
}

function states(board: Board): Widget {
  const names = ['BudgetsInGrace', 'BudgetsSuspending', 'BudgetsSuspended', 'BudgetsRestoring'] as const;
  const lines = names.map((name) =>
    line(name.slice('Budgets'.length), board.metrics.own('state-reporter', name, 'Maximum')),
  );
  return board.graph('Budgets that are not simply active', lines, { stacked: true, periodSeconds: HOUR });
}

function reviews(board: Board): readonly Widget[] {
  const { metrics } = board;
  return [
    board.graph('Work on budgets', [
      ...board.own('budget-monitor', 'BudgetsReviewed', 'BudgetsFailed', 'EventsPublished'),
      ...board.own('budget-refresh', 'BudgetsRefreshed'),
    ]),
    board.graph(
      'How far budget-monitor is behind, ms',
      [line('oldest change', metrics.lambda('budget-monitor', 'IteratorAge', 'Maximum'))],
      {
        limit: { label: 'alarm', value: kindSpec('stream-iterator-age').threshold },
      },
    ),
  ];
}

function executions(board: Board, workflow: WorkflowName): Widget {
  const lines = OUTCOMES.map(([name, label]) => line(label, board.metrics.workflow(workflow, name)));
  return board.graph(`Executions of the ${workflow}`, lines);
}

function letters(board: Board): Widget {
  const { metrics } = board;
  return board.graph('Failures', [
    line('in the dead-letter queue', metrics.queue(WORKFLOW_DEAD_LETTERS)),
    ...board.own('budget-status', 'WorkflowsFailed'),
  ]);
}

function enforcement(board: Board): readonly Widget[] {
  return [
    board.graph('Outcomes', [
      ...board.own('grace-notification', 'GraceNotices'),
      ...board.own('budget-status', 'SuspensionsConfirmed', 'SuspensionsRefused', 'RestorationsConfirmed'),
    ]),
    board.graph('Suspension until its effect, s', board.own('budget-status', 'EnforcementSeconds')),
    board.graph('Deny taken away, or left over', board.own('user-setup', 'DeniesTampered', 'DeniesStray')),
    board.graph('Calls in spite of the Deny', board.perRegion('InvocationsAfterSuspension')),
  ];
}

function tasks(board: Board): readonly Widget[] {
  const of = (name: 'Invocations' | 'Errors' | 'Duration', statistic?: 'Maximum'): readonly Line[] =>
    TASKS.map((task) => line(task, board.metrics.lambda(task, name, statistic)));
  return [
    board.graph('Calls of the tasks', of('Invocations'), { stacked: true }),
    board.graph('Errors of the tasks, most of them tried again', of('Errors'), { stacked: true }),
    board.graph('Duration of the tasks, ms', of('Duration', 'Maximum')),
  ];
}
