import type { JsonObject } from '../../domain/json.js';
import { isPersonId } from '../../domain/iam/person.js';
import { attachPersonPolicy, verifyPersonDenied } from '../persons/personSuspension.js';
import { UnreadableEventError } from '../runtime/errors.js';
import type { AccessPorts } from '../workflows/principalAccess.js';
import { apply } from '../workflows/applySuspension.js';
import type { IamUtilitiesInput, IamUtilitiesOutput } from '../contracts/tasks.js';
import { restore } from '../workflows/restoreAccess.js';
import { fieldsOf, oneOfIn, textIn } from '../runtime/taskInput.js';
import { verifyRestoration, verifySuspension } from '../workflows/verifyAccess.js';
import { task, type Handler } from '../runtime/handler.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';
import { readEnforcementConfig } from '../workflows/enforcementConfig.js';

type Operation = IamUtilitiesInput['operation'];

const OPERATIONS: Readonly<Record<Operation, (ports: AccessPorts, fields: JsonObject) => Promise<IamUtilitiesOutput>>> =
  {
    apply,
    'verify-suspension': verifySuspension,
    restore,
    'verify-restoration': verifyRestoration,
  };

/** Of a person; the function person-access does the rest. */
const PERSON_OPERATIONS: Readonly<Partial<typeof OPERATIONS>> = {
  apply: attachPersonPolicy,
  'verify-suspension': verifyPersonDenied,
};

/**
 * The one function that changes IAM: takes access away, gives it back, and verifies both. It acts for the execution
 * that the budget belongs to and for no other, and all of it may be repeated. Throws UnreadableEventError,
 * NotEffectiveYetError where verification has to wait, and what the ports throw.
 */
export function createIamUtilities(ports: AccessPorts): (event: unknown) => Promise<IamUtilitiesOutput> {
  return async (event) => {
    try {
      const fields = fieldsOf(event);
      const operation = oneOfIn(fields, 'operation', Object.keys(OPERATIONS) as Operation[]);
      const operations = isPersonId(textIn(fields, 'principalId')) ? PERSON_OPERATIONS : OPERATIONS;
      const carryOut = operations[operation];
      if (carryOut === undefined) throw new UnreadableEventError(`${operation}: not for a person`);
      const answer = await carryOut(ports, fields);
      ports.telemetry.info(operation, toldOf(fields, answer));
      return answer;
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeIamUtilities(
  environment: EnvironmentOf<'iamUtilities'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'settings' | 'budgets' | 'iamAccess'>,
): Handler {
  const enforcementConfig = readEnforcementConfig(environment);
  return task(
    createIamUtilities({
      ...withSettings(environment, services),
      budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
      iam: services.iamAccess(enforcementConfig),
      enforcementConfig,
    }),
  );
}

function toldOf(fields: JsonObject, answer: IamUtilitiesOutput): Readonly<Record<string, string>> {
  const principalId = String(fields['principalId']);
  if (answer.verdict !== 'done') return { principalId, reason: answer.reason };
  return { principalId, steps: answer.steps.join(', '), notRestored: answer.notRestored.join(', ') };
}
