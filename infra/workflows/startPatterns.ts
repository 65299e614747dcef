import type { WorkflowInput } from '../../handlers/contracts/tasks.js';
import { EVENT_SOURCE } from '../../handlers/contracts/events.js';

/** An EventBridge pattern for our events. */
export interface StartPattern {
  readonly source: readonly [typeof EVENT_SOURCE];
  readonly 'detail-type': readonly WorkflowInput['type'][];
  readonly detail: {
    readonly execution: readonly [{ readonly exists: false }];
    readonly principalId?: readonly [{ readonly 'anything-but': { readonly prefix: string } }];
    readonly willBePutBack?: readonly [true, { readonly exists: false }];
  };
}

/** An execution that began its own suspension or restoration sets `execution`, so that its event starts no other. */
const BEGUN_BY_NO_EXECUTION = { execution: [{ exists: false }] } as const;

/** Starts the suspension workflow, which waits for the end of grace or begins at once. */
export const SUSPENSION_STARTS: StartPattern = {
  source: [EVENT_SOURCE],
  'detail-type': ['GraceStarted', 'SuspensionStarted', 'PersonPolicyTampered', 'PersonPolicyOutdated'],
  // The members of a team are suspended one by one, each by an event of its own.
  detail: {
    ...BEGUN_BY_NO_EXECUTION,
    principalId: [{ 'anything-but': { prefix: 'team/' } }],
    // What is left to people is said at each sweep, and starts nothing.
    willBePutBack: [true, { exists: false }],
  },
};

/** Starts the restoration workflow. */
export const RESTORATION_STARTS: StartPattern = {
  source: [EVENT_SOURCE],
  'detail-type': ['RestorationStarted'],
  detail: BEGUN_BY_NO_EXECUTION,
};
