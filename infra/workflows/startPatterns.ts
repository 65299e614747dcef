import type { BudgetEvent } from '../../domain/budget/budget.js';
import { EVENT_SOURCE } from '../../handlers/contracts/eventSource.js';

/** An EventBridge pattern of events of ours. */
export interface StartPattern {
  readonly source: readonly [typeof EVENT_SOURCE];
  readonly 'detail-type': readonly BudgetEvent['type'][];
  readonly detail: { readonly execution: readonly [{ readonly exists: false }] };
}

/** An execution that began its own suspension or restoration says so in `execution`; its event starts no other. */
const BEGUN_BY_NO_EXECUTION = { execution: [{ exists: false }] } as const;

/** What starts the suspension workflow: it waits for the end of grace, or goes to work at once. */
export const SUSPENSION_STARTS: StartPattern = {
  source: [EVENT_SOURCE],
  'detail-type': ['GraceStarted', 'SuspensionStarted'],
  detail: BEGUN_BY_NO_EXECUTION,
};

/** What starts the restoration workflow. */
export const RESTORATION_STARTS: StartPattern = {
  source: [EVENT_SOURCE],
  'detail-type': ['RestorationStarted'],
  detail: BEGUN_BY_NO_EXECUTION,
};
