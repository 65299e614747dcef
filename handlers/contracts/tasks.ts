/** What both state machines start with: the event that asks for them, as the bus carries it. */
export interface WorkflowInput {
  readonly principalId: string;
  /** `GraceStarted` waits for its deadline first. */
  readonly type:
    | 'GraceStarted'
    | 'SuspensionStarted'
    | 'RestorationStarted'
    /** Of a policy that denies persons; its `principalId` is the policy's ARN. */
    | 'PersonPolicyTampered'
    | 'PersonPolicyOutdated';
  /** ISO 8601; of `GraceStarted` alone. */
  readonly graceDeadline?: string;
  readonly eventId: string;
}

/** What each task is told. */
export interface TaskInput {
  readonly principalId: string;
  /** The execution's ARN: the budget belongs to the execution that began its suspension or restoration. */
  readonly execution: string;
}

/** The budget is not this execution's to change (any more): a duplicate, or the suspension has been lifted meanwhile. */
export interface NotNeeded {
  readonly verdict: 'not-needed';
  readonly reason: string;
}

/** The principal cannot or must not be suspended; its budget is still the execution's. */
export interface Refused {
  readonly verdict: 'refused';
  readonly reason: string;
}

export interface GraceNotificationInput extends TaskInput {
  readonly notice: 'initial' | 'final';
  readonly graceDeadline: string;
}

export interface GraceNotificationOutput {
  readonly verdict: 'notified' | 'not-needed';
}

export type BudgetStatusInput = TaskInput &
  (
    | { readonly operation: 'begin-suspension' | 'mark-suspended' }
    | { readonly operation: 'mark-restored'; readonly notRestored: readonly string[] }
    | { readonly operation: 'refuse-suspension'; readonly reason: string }
    /** `failure`: as a Catch of Step Functions describes it. */
    | { readonly operation: 'record-failure'; readonly failure: { readonly Error?: string; readonly Cause?: string } }
  );

/** What an operator asks of the same function. */
export type OperatorInput = { readonly principalId: string } &
  /** `by`: ARN of the caller. */
  (
    | { readonly operation: 'suspend-by-hand' | 'restore-by-hand'; readonly by?: string; readonly note?: string }
    /** Looks at the budget now: begins the period that is due, ends a suspension that is over. */
    | { readonly operation: 'refresh' }
    /** Opens the budget of a principal that was never seen. */
    | (Decision & { readonly operation: 'set-limit'; readonly limitUsd: string })
    /** Without `until`: to the end of the period. */
    | (Decision & { readonly operation: 'top-up'; readonly amountUsd: string })
    | (Decision & { readonly operation: 'exempt' })
    /** Back to what the rules say: takes away the limit, the top-ups and the exemption. */
    | (Omit<Decision, 'until'> & { readonly operation: 'clear-overrides' })
  );

interface Decision {
  /** ARN of the caller. */
  readonly by: string;
  readonly reason: string;
  /** ISO 8601 */
  readonly until?: string;
}

export type BudgetStatusOutput = { readonly verdict: 'done' } | NotNeeded;

export type PolicyBackupOutput =
  { readonly verdict: 'backed-up'; readonly restorePoint: RestorePointRecord } | Refused | NotNeeded;

/** A restore point as JSON. */
export interface RestorePointRecord {
  /** ISO 8601 */
  readonly takenAt: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly attachedPolicyArns: readonly string[];
  readonly detachedPolicyArns: readonly string[];
  readonly deactivatedKeyIds: readonly string[];
}

export type IamUtilitiesInput = TaskInput &
  (
    | { readonly operation: 'apply'; readonly restorePoint: RestorePointRecord }
    | { readonly operation: 'verify-suspension' | 'restore' }
    | { readonly operation: 'verify-restoration'; readonly notRestored: readonly string[] }
  );

export type IamUtilitiesOutput =
  /** `steps`: what was done, one line each; `notRestored`: what could not be given back. */
  | { readonly verdict: 'done'; readonly steps: readonly string[]; readonly notRestored: readonly string[] }
  | Refused
  | NotNeeded;

export interface PersonAccessInput extends TaskInput {
  /** `put-back`: brings IAM to what the lists say; its `principalId` is the ARN of a policy. */
  readonly operation: 'deny' | 'allow' | 'put-back';
}

export type PersonAccessOutput = IamUtilitiesOutput;

export type RestorationValidationOutput = { readonly verdict: 'eligible' } | NotNeeded;

/** Names of errors that a retry may mend; the state machines retry these and no others of ours. */
export const RETRIED_ERRORS = ['TransientError', 'ContentionError'] as const;

/** Another invocation is at work; a workflow waits for its turn. */
export const BUSY = 'BusyError';

/** IAM does not show yet what was written; verified again, a bounded number of times. */
export const NOT_EFFECTIVE_YET = 'NotEffectiveYetError';
