import type { State, StateMachineDefinition } from './asl.js';
import { eventTask } from './events.js';
import { failurePath } from './failurePath.js';
import { answerOf, fieldOf, inputField } from './payloads.js';
import { PERSON_RETRIES, TASKS_SECONDS, VERIFICATION_RETRIES } from './retries.js';
import { functionTask, personChoice, startChoice, verdictChoice, type WorkflowResources } from './tasks.js';

/** The longest grace that the settings allow: 7 days. */
const MAX_GRACE_SECONDS = 604_800;

const ANSWERS = {
  notice: answerOf('grace-notification', 'notice'),
  finalWarning: answerOf('grace-notification', 'finalWarning'),
  confirmation: answerOf('budget-status', 'confirmation'),
  backup: answerOf('policy-backup', 'backup'),
  refusal: answerOf('budget-status', 'refusal'),
  application: answerOf('iam-utilities', 'application'),
  denial: answerOf('person-access', 'denial'),
  putBack: answerOf('person-access', 'putBack'),
  verification: answerOf('iam-utilities', 'verification'),
  status: answerOf('budget-status', 'status'),
} as const;

/**
 * Waits for the end of grace, then takes access away. Each task first checks whether the suspension still belongs to
 * this execution, so a second execution ends at its first task.
 */
export function suspensionDefinition(resources: WorkflowResources): StateMachineDefinition {
  return {
    Comment: 'Suspends the Bedrock access of a principal that is over its budget, after its grace period.',
    StartAt: 'WasGraceStarted',
    TimeoutSeconds: MAX_GRACE_SECONDS + TASKS_SECONDS,
    States: {
      ...graceStates(resources),
      ...backupStates(resources),
      ...suspendingStates(resources),
      ...personStates(resources),
      ...failurePath(resources, 'suspension', 'SuspensionFailed'),
    },
  };
}

function graceStates(resources: WorkflowResources): Readonly<Record<string, State>> {
  const graceDeadline = inputField('graceDeadline');
  const notify = (notice: 'initial' | 'final', next: string): State =>
    functionTask(
      resources,
      notice === 'initial' ? ANSWERS.notice : ANSWERS.finalWarning,
      { notice, graceDeadline },
      next,
    );
  return {
    WasGraceStarted: startChoice(
      {
        GraceStarted: 'SendGraceNotification',
        PersonPolicyTampered: 'PutBackPersonPolicies',
        PersonPolicyOutdated: 'PutBackPersonPolicies',
      },
      'ConfirmStillExceeded',
    ),
    SendGraceNotification: notify('initial', 'IsInGrace'),
    IsInGrace: verdictChoice(ANSWERS.notice, { notified: 'WaitForGraceDeadline', 'not-needed': 'NotNeeded' }),
    WaitForGraceDeadline: { Type: 'Wait', TimestampPath: graceDeadline.path, Next: 'SendFinalWarning' },
    SendFinalWarning: notify('final', 'IsGraceOver'),
    IsGraceOver: verdictChoice(ANSWERS.finalWarning, { notified: 'ConfirmStillExceeded', 'not-needed': 'NotNeeded' }),
  };
}

function backupStates(resources: WorkflowResources): Readonly<Record<string, State>> {
  const { confirmation, backup, application, denial, refusal } = ANSWERS;
  const refuse = (answer: typeof backup | typeof application | typeof denial): State =>
    functionTask(
      resources,
      refusal,
      { operation: 'refuse-suspension', reason: fieldOf(answer, 'reason') },
      'IsRefused',
    );
  return {
    ConfirmStillExceeded: functionTask(resources, confirmation, { operation: 'begin-suspension' }, 'IsStillExceeded'),
    IsStillExceeded: verdictChoice(confirmation, { done: 'BackUpPolicies', 'not-needed': 'NotNeeded' }),
    BackUpPolicies: functionTask(resources, backup, {}, 'AreBackedUp', {
      comment: 'Writes the restore point once; a later suspension does not overwrite it.',
    }),
    AreBackedUp: verdictChoice(backup, {
      'backed-up': 'ApplyFullSuspension',
      refused: 'RefuseSuspension',
      'not-needed': 'NotNeeded',
    }),
    RefuseSuspension: refuse(backup),
    RefuseApplication: refuse(application),
    RefuseDenial: refuse(denial),
    IsRefused: verdictChoice(refusal, { done: 'SuspensionRefused', 'not-needed': 'NotNeeded' }),
    SuspensionRefused: { Type: 'Succeed', Comment: 'The principal is protected or cannot be suspended.' },
  };
}

function suspendingStates(resources: WorkflowResources): Readonly<Record<string, State>> {
  const { backup, application, verification, status } = ANSWERS;
  const restorePoint = fieldOf(backup, 'restorePoint');
  const detail = { restorePoint, steps: fieldOf(application, 'steps') };
  return {
    ApplyFullSuspension: functionTask(resources, application, { operation: 'apply', restorePoint }, 'IsApplied'),
    IsApplied: verdictChoice(application, {
      done: 'IsPerson',
      refused: 'RefuseApplication',
      'not-needed': 'NotNeeded',
    }),
    VerifySuspension: functionTask(resources, verification, { operation: 'verify-suspension' }, 'IsVerified', {
      retries: VERIFICATION_RETRIES,
    }),
    IsVerified: verdictChoice(verification, {
      done: 'UpdateUserStatus',
      refused: 'UnknownVerdict',
      'not-needed': 'NotNeeded',
    }),
    UpdateUserStatus: functionTask(resources, status, { operation: 'mark-suspended' }, 'IsSuspended'),
    IsSuspended: verdictChoice(status, { done: 'SendAuditEvent', 'not-needed': 'NotNeeded' }),
    SendAuditEvent: eventTask(
      resources,
      { type: 'SuspensionCompleted', detail, kept: '$.audit' },
      'SuspensionComplete',
    ),
    SuspensionComplete: { Type: 'Succeed' },
    NotNeeded: { Type: 'Succeed', Comment: 'A duplicate, or the budget was raised, refreshed or restored meanwhile.' },
  };
}

/** A person is denied by a policy that many carry; its document is the work of one function alone. */
function personStates(resources: WorkflowResources): Readonly<Record<string, State>> {
  const { denial, putBack } = ANSWERS;
  return {
    IsPerson: personChoice('DenyPerson', 'VerifySuspension'),
    DenyPerson: functionTask(resources, denial, { operation: 'deny' }, 'IsDenied', { retries: PERSON_RETRIES }),
    IsDenied: verdictChoice(denial, {
      done: 'VerifySuspension',
      refused: 'RefuseDenial',
      'not-needed': 'NotNeeded',
    }),
    PutBackPersonPolicies: functionTask(resources, putBack, { operation: 'put-back' }, 'ArePutBack', {
      retries: PERSON_RETRIES,
    }),
    ArePutBack: verdictChoice(putBack, {
      done: 'PersonPoliciesPutBack',
      refused: 'UnknownVerdict',
      'not-needed': 'NotNeeded',
    }),
    PersonPoliciesPutBack: { Type: 'Succeed' },
  };
}
