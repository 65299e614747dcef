import type { Accepted, BudgetEvent, Decision } from './budget.js';

export function accepted(events: readonly BudgetEvent[]): Accepted {
  return { kind: 'accepted', events };
}

export function rejected(reason: string): Decision {
  return { kind: 'rejected', reason };
}
