import type { Budget } from '../../../domain/budget/budget.js';
import { MINUTE_MS, SECOND_MS } from '../../../domain/instant.js';
import { NOON, open, POLICY, report, spend, step, tell, type Step, type Told } from './histories.js';

export const GRACE_OVER = NOON + 300 * SECOND_MS;
export const LATER = GRACE_OVER + 10 * MINUTE_MS;
export const NEXT_PERIOD = Date.UTC(2026, 6, 1);
export const ALICE = 'arn:aws:iam::444455556666:user/alice';

/** What the last step of a history did. */
export function last(steps: readonly Step[], policy = POLICY): Told & { readonly after: Budget } {
  const told = tell(steps, policy).at(-1);
  if (told?.after === undefined) throw new Error('no budget');
  return { ...told, after: told.after };
}

/** `TYPE REASON` of each event of the last step. */
export function events(steps: readonly Step[], policy = POLICY): readonly string[] {
  return last(steps, policy).events.map((event) => ('reason' in event ? `${event.type} ${event.reason}` : event.type));
}

/** The way of a budget into a suspension and out of it; the execution of the suspension is e1. */
export const toGrace: readonly Step[] = [open(), spend('10', NOON), step('ReviewBudget', NOON)];
export const toBegun: readonly Step[] = [...toGrace, report.suspensionBegun(GRACE_OVER)];
export const toBackedUp: readonly Step[] = [...toBegun, report.backedUp(GRACE_OVER)];
export const toSuspended: readonly Step[] = [...toBackedUp, report.suspended(GRACE_OVER)];
export const toRestoring: readonly Step[] = [...toSuspended, step('RestoreAccess', LATER)];
