import type { Budget } from '../../domain/budget/budget.js';
import type { Instant } from '../../domain/instant.js';

export type BudgetStatus = Budget['status'];

export const NO_BUDGETS: Readonly<Record<BudgetStatus, number>> = {
  active: 0,
  grace: 0,
  suspending: 0,
  suspended: 0,
  restoring: 0,
  closed: 0,
  alert_only: 0,
};

export interface StatusCounts {
  readonly budgets: Readonly<Record<BudgetStatus, number>>;
  /** Rows whose status is none of these, by their principals: somebody has edited them. They hide no others. */
  readonly unreadable: readonly string[];
}

/** How the budgets of principals stand, all of them; those of teams are not counted. */
export interface BudgetCensus {
  /**
   * Looks at every row; may lag behind writes a little, and a budget that changes meanwhile counts once, as it was or as
   * it is. Throws OutOfTimeError at the deadline rather than tell of a part, and what the table throws.
   */
  countByStatus(deadline: Instant): Promise<StatusCounts>;
}
