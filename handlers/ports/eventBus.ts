import type { EventDetail } from '../../domain/budget/eventDetail.js';

/** One of our events that is no change of a budget. */
export interface SystemEvent {
  readonly type:
    | 'PriceRefreshRequested'
    | 'PriceChangeQuarantined'
    /** A Region, or a service for a Region, without rates. */
    | 'PricesMissing'
    | 'BudgetRefreshRequested'
    /** To the owner, at the start and at the end of grace. */
    | 'GraceNotice'
    | 'FinalWarning'
    /** The Deny is attached to a principal that is not suspended. */
    | 'StrayDenyFound'
    /** Somebody changed the document of a policy that denies persons, or deleted it. */
    | 'PersonPolicyTampered'
    /** A policy that denies persons has the actions of an earlier version of the stack. */
    | 'PersonPolicyOutdated';
  /** ISO 8601 */
  readonly at: string;
  readonly [key: string]: unknown;
}

export interface BusEvent {
  /** The same on every delivery. */
  readonly eventId: string;
  /** Goes out as the detail, with `eventId` in it; its `type` is the detail-type. */
  readonly detail: EventDetail | SystemEvent;
}

export interface EventBus {
  /** Resolves once the bus has taken all of them; a repeated delivery has the same ids. */
  publish(events: readonly BusEvent[]): Promise<void>;
}
