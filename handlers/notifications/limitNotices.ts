import type { BusEvent } from './busEvent.js';
import { spendFacts, type Draft, type NoticeContext, type Builder } from './draft.js';
import type { NotifiedType } from '../contracts/notifiedTypes.js';

export const limitNotices = {
  LimitUnreadable: (event: BusEvent, { prefix }: NoticeContext): Draft => ({
    topic: 'operational-alerts',
    severity: 'error',
    title: `The limit of ${event.who} cannot be read`,
    facts: [...spendFacts(event), { label: 'Found', value: JSON.stringify(event.detail['found'] ?? '') }],
    consequence: `Calls are charged as before, against the last limit that could be read, ${event.money('limitUsd')}.`,
    actions: [
      `In the principal's row of table ${prefix}-user-budgets, set budget_limit_usd to an amount of USD above 0, such as 25 or 0.50.`,
    ],
  }),
} satisfies Readonly<Partial<Record<NotifiedType, Builder>>>;
