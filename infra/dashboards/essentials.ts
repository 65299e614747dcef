import { homeFunctions } from '../monitoring/homeAlarms.js';
import { bedrockCalls } from '../monitoring/meteringGap.js';
import type { Monitored } from '../monitoring/monitored.js';
import { METER } from '../monitoring/stackMetrics.js';
import { FAILURES, METER_FAILURES, QUARANTINE, WORKFLOW_DEAD_LETTERS } from '../names.js';
import { alarmStatus } from './alarmStatus.js';
import { DAY, HOUR, type Board } from './board.js';
import type { Dashboard } from './body.js';
import { heading, layOut, row, type Row } from './layout.js';
import { latestErrors } from './latestErrors.js';
import { line, type Widget } from './widgets.js';

/** The only dashboard of a stack that is not monitored in full: it asks for no metric of ours that no alarm needs, but spend. */
export function essentials(stack: Monitored, board: Board): Dashboard {
  return {
    name: 'essentials',
    start: '-PT12H',
    widgets: layOut([
      heading(`# Bedrock Budgeteer, ${stack.identity.stack}: is every call charged, and does everything work?`),
      numbers(board),
      heading('## Alarms, those that ring first'),
      row(8, ...alarmStatus(stack, 'high-severity'), ...alarmStatus(stack, 'operational-alerts')),
      heading('## What goes through, and what waits'),
      row(6, ...charts(board)),
      heading('## The latest errors at home'),
      row(7, latestErrors(stack, homeFunctions(stack))),
    ]),
  };
}

function numbers(board: Board): Row {
  return row(
    4,
    board.meteredTotal('Spend today, USD', 'SpendUsd'),
    board.meteredTotal('At stand-in prices, USD', 'ProvisionalSpendUsd'),
    board.meteredTotal('Calls charged today', 'InvocationsCharged'),
    board.numbers('Age of the prices, s', board.own('state-reporter', 'PriceAgeSeconds'), HOUR),
  );
}

function charts(board: Board): readonly Widget[] {
  const { metrics } = board;
  const home = [FAILURES, WORKFLOW_DEAD_LETTERS].map((queue) => line(queue, metrics.queue(queue)));
  const regional = [METER_FAILURES, QUARANTINE].flatMap((queue) => board.inRegions(queue, metrics.queue(queue)));
  return [
    board.graph('Spend a day, USD', board.perRegion('SpendUsd'), { stacked: true, periodSeconds: DAY }),
    board.graph(
      'Calls an hour',
      [
        ...board.inRegions('Bedrock', bedrockCalls()),
        ...board.inRegions('charged', metrics.own(METER, 'InvocationsCharged')),
      ],
      { periodSeconds: HOUR },
    ),
    board.graph('Messages for somebody to look at', [...home, ...regional], { stacked: true }),
  ];
}
