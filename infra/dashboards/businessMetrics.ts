import type { Monitored } from '../monitoring/monitored.js';
import { DAY, HOUR, type Board } from './board.js';
import type { Dashboard } from './body.js';
import { heading, layOut, row, type Row } from './layout.js';
import { line, type Widget } from './widgets.js';

/** By day: what Bedrock costs, how sure the cost is, and what budgets do about it. */
export function businessMetrics(stack: Monitored, board: Board): Dashboard {
  return {
    name: 'business-metrics',
    start: '-P14D',
    widgets: layOut([
      heading(`# Bedrock Budgeteer, ${stack.identity.stack}: what does Bedrock cost? (at list price, days in UTC)`),
      numbers(board),
      heading('## Spend'),
      row(7, ...spend(board)),
      heading('## How sure it is'),
      row(6, ...certainty(board)),
      heading('## Usage'),
      row(6, ...usage(board)),
      heading('## Budgets'),
      row(6, ...budgets(board)),
    ]),
  };
}

function numbers(board: Board): Row {
  const state = (name: 'BudgetsActive' | 'BudgetsAlertOnly', title: string): Widget =>
    board.numbers(title, [line('budgets', board.metrics.own('state-reporter', name, 'Maximum'))], HOUR);
  return row(
    4,
    board.meteredTotal('Spend today, USD', 'SpendUsd'),
    board.meteredTotal('Not enforceable, USD', 'UnenforceableSpendUsd'),
    board.meteredTotal('Calls today', 'InvocationsCharged'),
    state('BudgetsActive', 'Active budgets'),
    state('BudgetsAlertOnly', 'Budgets that only alert'),
    board.numbers('Limits exceeded today', board.own('budget-monitor', 'LimitsExceeded')),
  );
}

function spend(board: Board): readonly Widget[] {
  return [
    board.graph('Spend a day, USD', board.perRegion('SpendUsd'), { stacked: true, periodSeconds: DAY }),
    board.graph('Spend an hour, USD', board.perRegion('SpendUsd'), { stacked: true, periodSeconds: HOUR }),
  ];
}

function certainty(board: Board): readonly Widget[] {
  const hourly = { periodSeconds: HOUR } as const;
  return [
    board.graph('Spend at stand-in prices, USD', board.perRegion('ProvisionalSpendUsd'), hourly),
    board.graph('Calls at stand-in prices', board.perRegion('InvocationsProvisional'), hourly),
    board.graph('Spend that came late, USD', board.perRegion('LateSpendUsd'), hourly),
    board.graph('Spend by callers unknown, USD', board.perRegion('UnattributedSpendUsd'), hourly),
  ];
}

function usage(board: Board): readonly Widget[] {
  const names = ['InputTokens', 'OutputTokens', 'CacheReadTokens', 'CacheWriteTokens'] as const;
  const lines = names.flatMap((name) => board.perRegion(name));
  return [
    board.graph('Tokens an hour', lines, { stacked: true, periodSeconds: HOUR }),
    board.graph('Calls an hour', board.perRegion('InvocationsCharged'), { stacked: true, periodSeconds: HOUR }),
    board.graph(
      'Prices',
      board.own('pricing-manager', 'PricesWritten', 'PricesHeld', 'PriceGapsFound', 'UsageCorrected'),
      {
        periodSeconds: DAY,
      },
    ),
  ];
}

function budgets(board: Board): readonly Widget[] {
  const daily = { stacked: true, periodSeconds: DAY } as const;
  return [
    board.graph(
      'Thresholds reached',
      board.own('budget-monitor', 'WarningsReached', 'CriticalsReached', 'LimitsExceeded'),
      daily,
    ),
    board.graph(
      'Suspended and restored',
      board.own('budget-status', 'SuspensionsConfirmed', 'RestorationsConfirmed'),
      daily,
    ),
    board.graph('Over the limit when suspended, USD', board.own('budget-status', 'OvershootUsd'), daily),
    board.graph(
      'Budgets opened',
      [
        ...board
          .perRegion('BudgetsOpened')
          .map((one) => ({ ...one, label: one.label.replace('BudgetsOpened', 'by a call') })),
        line('by IAM events', board.metrics.own('user-setup', 'BudgetsOpened')),
      ],
      daily,
    ),
  ];
}
