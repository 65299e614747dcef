import type { State, TaskState } from './asl.js';
import { eventTask, type Failure, type WorkflowEvents, type WorkflowName } from './events.js';
import { answerOf, CONTEXT, rendered, type PathTo } from './payloads.js';
import { SENDING_RETRIES } from './retries.js';
import { functionTask, integration, taskState, type WorkflowResources } from './tasks.js';

const FAILURE: PathTo<Failure> = { path: '$.failure' };

const DEAD_LETTER: PathTo<WorkflowEvents['WorkflowFailed']['deadLetter']> = { path: '$.deadLetter' };

/**
 * The states after a failure: keep it in the dead-letter queue, publish WorkflowFailed, record it in the budget, and
 * fail. Each runs even if the one before failed.
 */
export function failurePath(
  resources: WorkflowResources,
  workflow: WorkflowName,
  failed: string,
): Readonly<Record<string, State>> {
  return {
    UnknownVerdict: {
      Type: 'Pass',
      Comment: 'A function and this workflow are of different versions.',
      Result: { Error: 'UnknownVerdict', Cause: 'A function gave an answer that this workflow does not know.' },
      ResultPath: FAILURE.path,
      Next: 'KeepInDeadLetters',
    },
    KeepInDeadLetters: deadLetterTask(resources, workflow),
    AlertHighSeverity: eventTask(
      resources,
      {
        type: 'WorkflowFailed',
        detail: { workflow, failure: FAILURE, deadLetter: DEAD_LETTER },
        kept: '$.alert',
      },
      'RecordFailure',
      { caught: { ResultPath: '$.alert', Next: 'RecordFailure' } },
    ),
    RecordFailure: functionTask(
      resources,
      answerOf('budget-status', 'record'),
      { operation: 'record-failure', failure: FAILURE },
      failed,
      { caught: { ResultPath: '$.record', Next: failed } },
    ),
    [failed]: {
      Type: 'Fail',
      ErrorPath: `${FAILURE.path}.Error`,
      // No path here: Step Functions promises Error for a caught failure, but not Cause.
      Cause: 'The cause is in the dead-letter message and in the WorkflowFailed event of this execution.',
    },
  };
}

/** Sends the whole input and all answers so far. */
function deadLetterTask(resources: WorkflowResources, workflow: WorkflowName): TaskState {
  const body = {
    workflow,
    execution: CONTEXT.executionArn,
    failedAt: CONTEXT.enteredAt,
    input: CONTEXT.executionInput,
    reached: { path: '$' },
  };
  const call = {
    Resource: integration(resources, 'sqs:sendMessage'),
    Parameters: { QueueUrl: resources.deadLetterQueueUrl, MessageBody: rendered(body) },
    ResultSelector: { 'messageId.$': '$.MessageId' },
    ResultPath: DEAD_LETTER.path,
  };
  const next = 'AlertHighSeverity';
  return taskState(call, next, {
    comment: 'The monitor starts another execution; one with the input of this message does it sooner.',
    retries: SENDING_RETRIES,
    caught: { ResultPath: DEAD_LETTER.path, Next: next },
  });
}
