import { MAX_SESSIONS } from '../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import type { BusEvent } from './busEvent.js';
import type { Fact, Incident, Notice } from '../contracts/notice.js';

/** A notice without what every event gives it alike. */
export type Draft = Omit<Notice, 'eventId' | 'type' | 'at' | 'data'>;

/** What texts name beside the event. */
export interface NoticeContext {
  readonly policy: BudgetPolicy;
  /** `bedrock-budgeteer-STACK`, with which the names of the stack's functions and tables begin. */
  readonly prefix: string;
}

export type Builder = (event: BusEvent, context: NoticeContext) => Draft;

/** One incident a principal, from the first thing that goes wrong until it has its access and its budget back. */
export function principalIncident(principalId: string, state: Incident['state']): Incident {
  return { key: `principal/${principalId}`, state };
}

/** Who else loses access with a role that several sessions use; nothing where there is one. */
export function sharedFact(event: BusEvent): readonly Fact[] {
  const sessions = event.detail['sessionCount'];
  if (typeof sessions !== 'number') return [];
  const count = sessions >= MAX_SESSIONS ? `${MAX_SESSIONS} or more` : String(sessions);
  return [
    { label: 'Shared', value: `${count} sessions have used this role in this period; all of them are concerned` },
  ];
}

/** Who, and how much of which limit. */
export function spendFacts(event: BusEvent): readonly Fact[] {
  return [
    { label: 'Who', value: event.principalId },
    {
      label: 'Spent',
      value: `${event.money('spentUsd')} of ${event.money('limitUsd')} (${event.percent()}), at list price`,
    },
    { label: 'Resets', value: event.resets() },
  ];
}

export function raiseTheLimit(prefix: string): string {
  return `To allow more, invoke ${prefix}-budget-status with operation top-up or set-limit, or raise budget_limit_usd in the row of table ${prefix}-user-budgets; it counts within seconds.`;
}

export function restoreByHand(prefix: string): string {
  return `To give access back at once, invoke ${prefix}-budget-status with operation restore-by-hand and the principalId.`;
}
