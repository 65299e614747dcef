import type { Period } from '../../domain/calendar/schedule.js';
import type { Instant } from '../../domain/instant.js';
import type { Usd } from '../../domain/money.js';
import type { BudgetChange, SaveAnswer } from './budgetStore.js';

/** How much of what a member's row says the team's budget holds already. */
export interface TeamCount {
  readonly team: string;
  readonly principalId: string;
  /** Of the team. */
  readonly period: Period;
  readonly countedUsd: Usd;
  /** Of calls that came after their period, over the life of the member's row. */
  readonly lateCountedUsd: Usd;
  /** The member's row as it was counted: what is older, or comes again, changes nothing. */
  readonly rowCreatedAt: Instant;
  readonly rowVersion: number;
}

export type TeamCountKey = Pick<TeamCount, 'team' | 'principalId'>;

export interface TeamCountChange {
  readonly before: TeamCount | undefined;
  readonly after: TeamCount;
}

export interface TeamCountPage {
  readonly counts: readonly TeamCount[];
  readonly next: string | undefined;
}

/** As many counts as one transaction holds beside the budget. */
export const MAX_COUNTS = 99;

/** The TeamSpending table, written together with the budget of the team. All methods throw what the table throws. */
export interface TeamCounts {
  /** Consistent; those that are not there are not in the answer. */
  read(keys: readonly TeamCountKey[]): Promise<readonly TeamCount[]>;
  /** The budget of one team and up to `MAX_COUNTS` counts of its members: all of it or nothing. */
  save(budget: BudgetChange, counts: readonly TeamCountChange[]): Promise<SaveAnswer>;
  /** The members that a team has ever counted, page by page. */
  members(team: string, from?: string): Promise<TeamCountPage>;
}
