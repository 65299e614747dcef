import { allowPerson, denyPerson, type PersonAccessPorts } from '../persons/denyPerson.js';
import { putBack } from '../persons/personPolicyWatch.js';
import type { PersonAccessInput, PersonAccessOutput, TaskInput } from '../contracts/tasks.js';
import { task, type Handler } from '../runtime/handler.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { fieldsOf, oneOfIn, readTask } from '../runtime/taskInput.js';

type Operation = PersonAccessInput['operation'];

const OPERATIONS: Readonly<
  Record<Operation, (ports: PersonAccessPorts, task: TaskInput) => Promise<PersonAccessOutput>>
> = { deny: denyPerson, allow: allowPerson, 'put-back': putBack };

/**
 * The one function that writes the policies that deny single persons, one invocation at a time. It acts for the
 * execution that the budget belongs to and for no other, and all of it may be repeated. Throws UnreadableEventError,
 * BusyError while another writes, NotEffectiveYetError where IAM does not show what was written, and what the ports
 * throw.
 */
export function createPersonAccess(ports: PersonAccessPorts): (event: unknown) => Promise<PersonAccessOutput> {
  return async (event) => {
    try {
      const fields = fieldsOf(event);
      const task = readTask(fields);
      const operation = oneOfIn(fields, 'operation', Object.keys(OPERATIONS) as Operation[]);
      const answer = await OPERATIONS[operation](ports, task);
      const told = answer.verdict === 'done' ? { steps: answer.steps.join(', ') } : { reason: answer.reason };
      ports.telemetry.info(operation, { principalId: task.principalId, ...told });
      return answer;
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composePersonAccess(
  environment: EnvironmentOf<'personAccess'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'budgets' | 'personPolicyLists' | 'policyDocuments'>,
): Handler {
  const { clock, telemetry } = services;
  return task(
    createPersonAccess({
      clock,
      telemetry,
      budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
      lists: services.personPolicyLists(environment.required('PERSON_POLICIES_TABLE')),
      documents: services.policyDocuments(),
      personPolicyArns: environment.optionalList('PERSON_POLICY_ARNS'),
    }),
  );
}
