import type { State, StateMachineDefinition } from './asl.js';
import { eventTask } from './events.js';
import { failurePath } from './failurePath.js';
import { answerOf, fieldOf } from './payloads.js';
import { PERSON_RETRIES, TASKS_SECONDS, VERIFICATION_RETRIES } from './retries.js';
import { functionTask, personChoice, verdictChoice, type WorkflowResources } from './tasks.js';

/**
 * All answers except the restoration's share this place, so that one state can report the reason of whichever was
 * skipped.
 */
const LATEST = 'latest';

const ANSWERS = {
  validation: answerOf('restoration-validation', LATEST),
  restoration: answerOf('iam-utilities', 'restoration'),
  /** In the same place, so that what follows finds either. */
  allowance: answerOf('person-access', 'restoration'),
  verification: answerOf('iam-utilities', LATEST),
  status: answerOf('budget-status', LATEST),
} as const;

/** Gives back what a suspension took. Ends early if access is restored already or was never suspended. */
export function restorationDefinition(resources: WorkflowResources): StateMachineDefinition {
  return {
    Comment: 'Restores the Bedrock access of a suspended principal from its restore point.',
    StartAt: 'ValidateRestoration',
    TimeoutSeconds: TASKS_SECONDS,
    States: {
      ...restoringStates(resources),
      ...resettingStates(resources),
      ...skippingStates(resources),
      ...failurePath(resources, 'restoration', 'RestorationFailed'),
    },
  };
}

function restoringStates(resources: WorkflowResources): Readonly<Record<string, State>> {
  const { validation, restoration, allowance, verification } = ANSWERS;
  return {
    ValidateRestoration: functionTask(resources, validation, {}, 'IsEligible'),
    IsEligible: verdictChoice(validation, { eligible: 'IsPerson', 'not-needed': 'SendSkippedEvent' }),
    IsPerson: personChoice('AllowPerson', 'RestoreAccess'),
    AllowPerson: functionTask(resources, allowance, { operation: 'allow' }, 'IsAllowed', {
      comment: 'Verifies itself that IAM shows what it has written.',
      retries: PERSON_RETRIES,
    }),
    IsAllowed: verdictChoice(allowance, {
      done: 'ResetBudgetStatus',
      refused: 'UnknownVerdict',
      'not-needed': 'TakeReason',
    }),
    RestoreAccess: functionTask(resources, restoration, { operation: 'restore' }, 'IsRestored'),
    IsRestored: verdictChoice(restoration, {
      done: 'VerifyRestoration',
      refused: 'UnknownVerdict',
      'not-needed': 'TakeReason',
    }),
    VerifyRestoration: functionTask(
      resources,
      verification,
      { operation: 'verify-restoration', notRestored: fieldOf(restoration, 'notRestored') },
      'IsVerified',
      { retries: VERIFICATION_RETRIES },
    ),
    IsVerified: verdictChoice(verification, {
      done: 'ResetBudgetStatus',
      refused: 'UnknownVerdict',
      'not-needed': 'SendSkippedEvent',
    }),
  };
}

function resettingStates(resources: WorkflowResources): Readonly<Record<string, State>> {
  const { restoration, status } = ANSWERS;
  const notRestored = fieldOf(restoration, 'notRestored');
  const detail = { steps: fieldOf(restoration, 'steps'), notRestored };
  return {
    ResetBudgetStatus: functionTask(resources, status, { operation: 'mark-restored', notRestored }, 'IsReset'),
    IsReset: verdictChoice(status, { done: 'SendAuditEvent', 'not-needed': 'SendSkippedEvent' }),
    SendAuditEvent: eventTask(
      resources,
      { type: 'RestorationCompleted', detail, kept: '$.audit' },
      'RestorationComplete',
    ),
    RestorationComplete: { Type: 'Succeed' },
  };
}

function skippingStates(resources: WorkflowResources): Readonly<Record<string, State>> {
  const detail = { reason: fieldOf(ANSWERS.validation, 'reason') };
  return {
    TakeReason: {
      Type: 'Pass',
      InputPath: ANSWERS.restoration.path,
      ResultPath: ANSWERS.validation.path,
      Next: 'SendSkippedEvent',
    },
    SendSkippedEvent: eventTask(
      resources,
      { type: 'RestorationSkipped', detail, kept: '$.audit' },
      'RestorationSkipped',
    ),
    RestorationSkipped: { Type: 'Succeed', Comment: 'Nothing of this execution was left to restore.' },
  };
}
