import type { BudgetCommand } from '../domain/budget.js';
import { objectAt, stringAt, type JsonObject } from '../domain/json.js';
import type { BudgetPolicy } from '../domain/budgetPolicy.js';
import type { Settings } from '../domain/settings.js';
import { changeBudget, type BudgetPorts } from './budgets/budgetChanges.js';
import type { BudgetStatusInput, BudgetStatusOutput, NotNeeded, OperatorInput } from './workflows/contracts.js';
import { begin, end, notNeeded } from './workflows/ownership.js';
import { fieldsOf, oneOfIn, readTask, textIn, textsIn } from './workflows/taskInput.js';

export interface BudgetStatusPorts extends BudgetPorts {
  readonly settings: () => Promise<Settings>;
}

type Operation = BudgetStatusInput['operation'] | OperatorInput['operation'];

const OPERATIONS: readonly Operation[] = [
  'begin-suspension',
  'mark-suspended',
  'mark-restored',
  'refuse-suspension',
  'record-failure',
  'suspend-by-hand',
  'restore-by-hand',
];

/** Of those operations that change how a budget stands for good. */
const METRICS = {
  'mark-suspended': 'SuspensionsConfirmed',
  'mark-restored': 'RestorationsConfirmed',
  'refuse-suspension': 'SuspensionsRefused',
  'record-failure': 'WorkflowsFailed',
} as const;

/**
 * Writes to a budget how its suspension or restoration stands: for the workflows, of which it alone ends one, and for
 * an operator. Safe to repeat. Throws UnreadableEventError and what the ports throw.
 */
export function createBudgetStatus(ports: BudgetStatusPorts): (event: unknown) => Promise<BudgetStatusOutput> {
  return async (event) => {
    try {
      const fields = fieldsOf(event);
      const operation = oneOfIn(fields, 'operation', OPERATIONS);
      const principalId = textIn(fields, 'principalId');
      const { policy } = await ports.settings();
      const problem = await carryOut(ports, operation, fields, policy);
      ports.telemetry.info(operation, { principalId, reason: problem?.reason });
      if (problem === undefined && operation in METRICS) {
        ports.telemetry.count(METRICS[operation as keyof typeof METRICS], 1);
      }
      return problem ?? { verdict: 'done' };
    } finally {
      ports.telemetry.flush();
    }
  };
}

async function carryOut(
  ports: BudgetStatusPorts,
  operation: Operation,
  fields: JsonObject,
  policy: BudgetPolicy,
): Promise<NotNeeded | undefined> {
  const principalId = textIn(fields, 'principalId');
  switch (operation) {
    case 'begin-suspension':
      return begin(ports, readTask(fields), 'suspending', policy);
    case 'mark-suspended':
    case 'mark-restored':
    case 'refuse-suspension':
      return end(ports, readTask(fields), endOf(operation, fields), policy);
    case 'record-failure': {
      const { execution } = readTask(fields);
      const error = failureIn(objectAt(fields, 'failure'));
      return change(ports, principalId, { type: 'RecordFailure', execution, error }, policy);
    }
    case 'suspend-by-hand':
      return change(ports, principalId, { type: 'SuspendAccess' }, policy);
    case 'restore-by-hand':
      return change(ports, principalId, { type: 'RestoreAccess' }, policy);
  }
}

async function change(
  ports: BudgetStatusPorts,
  principalId: string,
  command: BudgetCommand,
  policy: BudgetPolicy,
): Promise<NotNeeded | undefined> {
  const { decision } = await changeBudget(ports, principalId, command, policy);
  return decision.kind === 'rejected' ? notNeeded(decision.reason) : undefined;
}

function endOf(operation: 'mark-suspended' | 'mark-restored' | 'refuse-suspension', fields: JsonObject): BudgetCommand {
  const { execution } = readTask(fields);
  switch (operation) {
    case 'mark-suspended':
      return { type: 'ConfirmSuspension', execution };
    case 'mark-restored':
      return { type: 'ConfirmRestoration', execution, notRestored: textsIn(fields, 'notRestored') };
    case 'refuse-suspension':
      return { type: 'RefuseSuspension', execution, reason: textIn(fields, 'reason') };
  }
}

const MOST_CHARACTERS = 500;

/** `ERROR: CAUSE`, as a Catch of Step Functions describes it; a function's cause is JSON with its message. */
function failureIn(failure: JsonObject): string {
  const cause = stringAt(failure, 'Cause') ?? '';
  return `${stringAt(failure, 'Error') ?? 'unknown'}: ${messageIn(cause)}`.slice(0, MOST_CHARACTERS);
}

function messageIn(cause: string): string {
  try {
    return stringAt(JSON.parse(cause), 'errorMessage') ?? cause;
  } catch {
    return cause;
  }
}
