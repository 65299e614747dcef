import { expect } from 'chai';
import { createRequire } from 'node:module';
import { BUSY, NOT_EFFECTIVE_YET, RETRIED_ERRORS } from '../../../handlers/contracts/tasks.js';
import type { State, StateMachineDefinition, TaskState } from '../../../infra/workflows/asl.js';
import { answerOf, fieldOf } from '../../../infra/workflows/payloads.js';
import { restorationDefinition } from '../../../infra/workflows/restoration.js';
import { suspensionDefinition } from '../../../infra/workflows/suspension.js';
import { functionTask } from '../../../infra/workflows/tasks.js';
import { resourcesIn, RESTORATION, SUSPENSION, tasksOf } from './resources.js';

type Validator = (definition: unknown) => { readonly errorsText: (separator: string) => string };

const require = createRequire(import.meta.url);

/** It has no types of its own, and writes to what it is given. */
const validate = require('asl-validator') as Validator;

/** The names that a Retry may wait for, each from where it is documented; `asl-validator` takes any. */
const KNOWN_ERRORS: ReadonlySet<string> = new Set([
  // States Language, appendix A
  ...['States.Timeout', 'States.TaskFailed'],
  // Step Functions Developer Guide, "Handle transient Lambda service exceptions"
  ...['Lambda.ClientExecutionTimeoutException', 'Lambda.ServiceException', 'Lambda.AWSLambdaException'],
  ...['Lambda.SdkClientException', 'Lambda.TooManyRequestsException', 'Lambda.Unknown', 'Sandbox.Timedout'],
  ...RETRIED_ERRORS,
  NOT_EFFECTIVE_YET,
  BUSY,
]);

/** What the Catch of a task on the failure path leads to; all others lead to the first of them. */
const AFTER_REPORT: Readonly<Record<string, string>> = {
  KeepInDeadLetters: 'AlertHighSeverity',
  AlertHighSeverity: 'RecordFailure',
};

const INPUT = { 'principalId.$': '$.principalId', 'execution.$': '$$.Execution.Id' };
const GRACE = { 'graceDeadline.$': '$.graceDeadline' };
const RECORD_FAILURE = ['budget-status', { operation: 'record-failure', 'failure.$': '$.failure' }] as const;

const MACHINES = [
  {
    name: 'suspension',
    definition: SUSPENSION,
    build: suspensionDefinition,
    failed: 'SuspensionFailed',
    payloads: {
      SendGraceNotification: ['grace-notification', { notice: 'initial', ...GRACE }],
      SendFinalWarning: ['grace-notification', { notice: 'final', ...GRACE }],
      ConfirmStillExceeded: ['budget-status', { operation: 'begin-suspension' }],
      BackUpPolicies: ['policy-backup', {}],
      RefuseApplication: [
        'budget-status',
        { operation: 'refuse-suspension', 'reason.$': '$.application.answer.reason' },
      ],
      RefuseSuspension: ['budget-status', { operation: 'refuse-suspension', 'reason.$': '$.backup.answer.reason' }],
      ApplyFullSuspension: ['iam-utilities', { operation: 'apply', 'restorePoint.$': '$.backup.answer.restorePoint' }],
      DenyPerson: ['person-access', { operation: 'deny' }],
      RefuseDenial: ['budget-status', { operation: 'refuse-suspension', 'reason.$': '$.denial.answer.reason' }],
      PutBackPersonPolicies: ['person-access', { operation: 'put-back' }],
      VerifySuspension: ['iam-utilities', { operation: 'verify-suspension' }],
      UpdateUserStatus: ['budget-status', { operation: 'mark-suspended' }],
      RecordFailure: RECORD_FAILURE,
    },
  },
  {
    name: 'restoration',
    definition: RESTORATION,
    build: restorationDefinition,
    failed: 'RestorationFailed',
    payloads: {
      ValidateRestoration: ['restoration-validation', {}],
      AllowPerson: ['person-access', { operation: 'allow' }],
      RestoreAccess: ['iam-utilities', { operation: 'restore' }],
      VerifyRestoration: [
        'iam-utilities',
        { operation: 'verify-restoration', 'notRestored.$': '$.restoration.answer.notRestored' },
      ],
      ResetBudgetStatus: [
        'budget-status',
        { operation: 'mark-restored', 'notRestored.$': '$.restoration.answer.notRestored' },
      ],
      RecordFailure: RECORD_FAILURE,
    },
  },
] as const;

for (const { name, definition, build, failed, payloads } of MACHINES) {
  describe(`${name}Definition`, () => {
    for (const partition of ['aws', 'aws-us-gov', 'aws-cn']) {
      it(`is valid in ${partition}, and calls services of that partition`, () => {
        const built = build(resourcesIn(partition));
        expect(validate(structuredClone(built)).errorsText('\n')).to.equal('');
        const partitions = tasksOf(built).map(([, { Resource }]) => Resource.split(':')[1]);
        expect([...new Set(partitions)]).to.deep.equal([partition]);
      });
    }

    it('fits into a state machine', () => {
      expect(JSON.stringify(definition).length).to.be.lessThan(1_048_576);
      for (const state of Object.keys(definition.States)) expect(state).to.match(/^\w{1,80}$/);
    });

    it('reaches every state, and names none that is not there', () => {
      expect([...reachableFrom(definition)]).to.have.members(Object.keys(definition.States));
    });

    it('tells every function what its contract asks, and nothing else', () => {
      const told = tasksOf(definition).flatMap(([state, { Parameters, ResultSelector }]) => {
        if (!('FunctionName' in Parameters)) return [];
        expect(ResultSelector).to.deep.equal({ 'answer.$': '$.Payload' });
        return [[state, Parameters] as const];
      });
      const expected = Object.entries<readonly [string, object]>(payloads).map(([state, [fn, payload]]) => {
        const FunctionName = `arn:aws:lambda:us-east-1:444455556666:function:${fn}`;
        return [state, { FunctionName, Payload: { ...INPUT, ...payload } }] as const;
      });
      expect(Object.fromEntries(told)).to.deep.equal(Object.fromEntries(expected));
    });

    for (const [state, task] of tasksOf(definition)) {
      it(`bounds ${state} in time, retries known errors, and catches all`, () => {
        expect(task.TimeoutSeconds).to.equal(60);
        expect(task.Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).to.include('States.Timeout');
        for (const error of task.Retry.flatMap(({ ErrorEquals }) => ErrorEquals)) {
          expect(KNOWN_ERRORS).to.include(error);
        }
        const looksAgain = task.Retry.some(({ ErrorEquals }) => ErrorEquals.includes(NOT_EFFECTIVE_YET));
        const isPersonAccess = /Person(?:Policies)?$/.test(state);
        expect(looksAgain).to.equal(state.startsWith('Verify') || isPersonAccess);
        expect(task.Retry.some(({ ErrorEquals }) => ErrorEquals.includes(BUSY))).to.equal(isPersonAccess);
        const [caught] = task.Catch;
        expect(task.Catch).to.have.length(1);
        expect(caught?.ErrorEquals).to.deep.equal(['States.ALL']);
        expect(caught?.Next).to.equal(
          state === 'RecordFailure' ? failed : (AFTER_REPORT[state] ?? 'KeepInDeadLetters'),
        );
        expect(caught?.ResultPath === '$.failure').to.equal(caught?.Next === 'KeepInDeadLetters');
      });
    }

    it('leaves its tasks the time for all their retries', () => {
      const grace = name === 'suspension' ? 604_800 : 0;
      const longest = tasksOf(definition).reduce((sum, [, task]) => sum + longestSeconds(task), 0);
      expect(definition.TimeoutSeconds - grace).to.be.greaterThan(longest);
    });
  });
}

describe('functionTask', () => {
  it('takes the payload of the contract and no other', () => {
    const resources = resourcesIn('aws');
    const status = answerOf('budget-status', 'status');
    const backup = answerOf('policy-backup', 'backup');
    const tasks = [
      functionTask(resources, status, { operation: 'refuse-suspension', reason: fieldOf(backup, 'reason') }, 'Next'),
      // @ts-expect-error -- the reason is missing
      functionTask(resources, status, { operation: 'refuse-suspension' }, 'Next'),
      // @ts-expect-error -- no such operation
      functionTask(resources, status, { operation: 'begin' }, 'Next'),
      // @ts-expect-error -- a misnamed field
      functionTask(resources, status, { operation: 'mark-suspended', because: 'of this' }, 'Next'),
      // @ts-expect-error -- a field of another kind
      functionTask(resources, status, { operation: 'mark-restored', notRestored: fieldOf(backup, 'reason') }, 'Next'),
      // @ts-expect-error -- no such field in the answer
      functionTask(resources, status, { operation: 'refuse-suspension', reason: fieldOf(backup, 'why') }, 'Next'),
    ];
    expect(tasks.map(({ Type }) => Type)).to.deep.equal(tasks.map(() => 'Task'));
  });
});

function reachableFrom({ StartAt, States }: StateMachineDefinition): ReadonlySet<string> {
  const reached = new Set([StartAt]);
  for (const name of reached) {
    const state = States[name];
    if (state !== undefined) for (const next of nextsOf(state)) reached.add(next);
  }
  return reached;
}

function nextsOf(state: State): readonly string[] {
  if (state.Type === 'Succeed' || state.Type === 'Fail') return [];
  if (state.Type === 'Choice') return [state.Default, ...state.Choices.map(({ Next }) => Next)];
  return state.Type === 'Task' ? [state.Next, ...state.Catch.map(({ Next }) => Next)] : [state.Next];
}

/** If every attempt times out. */
function longestSeconds({ TimeoutSeconds, Retry }: TaskState): number {
  const waits = Retry.flatMap(({ ErrorEquals, IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds }) => {
    // Who is busy says so at once.
    const attemptSeconds = ErrorEquals.includes(BUSY) ? 5 : TimeoutSeconds;
    return Array.from(
      { length: MaxAttempts },
      (_, retry) => Math.min(IntervalSeconds * BackoffRate ** retry, MaxDelaySeconds) + attemptSeconds,
    );
  });
  return waits.reduce((sum, wait) => sum + wait, TimeoutSeconds);
}
