import type { BudgetEvent } from './events.js';
import type { BudgetCommand } from './commands.js';

/** What has been spent, and what is due: there is no budget that rejects these. */
export type UnrefusableCommand = Extract<
  BudgetCommand,
  { type: 'CountTeamSpend' | 'RecordSpend' | 'ReviewBudget' | 'RefreshBudget' }
>;

export interface Accepted {
  readonly kind: 'accepted';
  readonly events: readonly BudgetEvent[];
}

export type Decision = Accepted | { readonly kind: 'rejected'; readonly reason: string };

export function accepted(events: readonly BudgetEvent[]): Accepted {
  return { kind: 'accepted', events };
}

export function rejected(reason: string): Decision {
  return { kind: 'rejected', reason };
}
