import type { Budget } from '../../domain/budget/budget.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import { formatInstant, MINUTE_MS, type Instant } from '../../domain/instant.js';
import { eventIdOf } from '../runtime/eventId.js';
import { TOLD_TYPES } from '../contracts/events.js';
import type { StoredBudget, ToldEvent } from '../ports/budgetStore.js';

/** What happened longer ago has been told by then, or never will be. */
const RECENT_MS = 10 * MINUTE_MS;

/** The id of what the suspension workflow tells at the start and at the end of grace. */
export function graceNoticeId(principalId: string, graceDeadline: string, notice: 'initial' | 'final'): string {
  return eventIdOf(`${principalId}|${graceDeadline}|${notice}`);
}

/** `follows`: the event that people have to hear of before one that happens at an instant. */
export function following(last: ToldEvent | undefined, at: Instant): { readonly follows?: string } {
  return last === undefined || at - last.at > RECENT_MS ? {} : { follows: last.eventId };
}

export function isTold({ type }: BudgetEvent): boolean {
  const types: readonly string[] = TOLD_TYPES;
  return types.includes(type);
}

/** An execution that starts the suspension at the end of grace has given the final warning just before. */
export function toldBefore(
  before: StoredBudget | undefined,
  event: BudgetEvent,
  last: ToldEvent | undefined,
): ToldEvent | undefined {
  const isByExecution = event.type === 'SuspensionStarted' && event.execution !== undefined;
  const deadline = isByExecution ? graceDeadlineOf(before?.budget) : undefined;
  if (deadline === undefined) return last;
  return { eventId: graceNoticeId(event.principalId, formatInstant(deadline), 'final'), at: event.at };
}

function graceDeadlineOf(budget: Budget | undefined): Instant | undefined {
  return budget?.status === 'grace' ? budget.graceDeadline : undefined;
}
