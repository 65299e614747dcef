import type { StoredBudget } from './budgetStore.js';

export interface BudgetRows {
  readonly rows: readonly StoredBudget[];
  /** Rows that cannot be read, each with its principal and why. They hide no others. */
  readonly unreadable: readonly { readonly principalId: string; readonly problem: string }[];
}

/** All of the UserBudgets table, for operators and reports. Functions that charge and decide look at due rows only. */
export interface BudgetReader {
  /** A page at a time, of principals and teams, in no particular order; may lag behind writes a little. */
  all(): AsyncIterable<BudgetRows>;
}
