import type { BudgetCommand } from '../../domain/budget/commands.js';
import { objectAt, stringAt, type JsonObject } from '../../domain/json.js';
import type { Settings } from '../../domain/settings/settings.js';
import { changeBudget, type BudgetPorts } from '../budgets/budgetChanges.js';
import { countOutcomes } from '../budgets/eventMetrics.js';
import type { BudgetStatusInput, BudgetStatusOutput, NotNeeded } from '../contracts/tasks.js';
import { OPERATIONS, presetProblem, readOperation, type Operation } from '../budgets/readOperation.js';
import { failureMessage } from '../workflows/failureMessage.js';
import { begin, notEnded, notNeeded } from '../workflows/ownership.js';
import { fieldsOf, oneOfIn, readTask, textIn, textsIn } from '../runtime/taskInput.js';
import { task, type Handler } from '../runtime/handler.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';

export interface BudgetStatusPorts extends BudgetPorts {
  readonly settings: () => Promise<Settings>;
}

/** What the workflows ask. */
const TASKS = [
  'begin-suspension',
  'mark-suspended',
  'mark-restored',
  'refuse-suspension',
  'record-failure',
] as const satisfies readonly BudgetStatusInput['operation'][];

/**
 * Writes to a budget how its suspension or restoration stands: for the workflows, of which it alone ends one, and for
 * an operator. Safe to repeat. Throws UnreadableEventError and what the ports throw.
 */
export function createBudgetStatus(ports: BudgetStatusPorts): (event: unknown) => Promise<BudgetStatusOutput> {
  return async (event) => {
    try {
      const fields = fieldsOf(event);
      const operation = oneOfIn(fields, 'operation', [...TASKS, ...OPERATIONS]);
      const principalId = textIn(fields, 'principalId');
      const settings = await ports.settings();
      const problem = await carryOut(ports, operation, fields, settings);
      ports.telemetry.info(operation, { principalId, reason: problem?.reason });
      return problem ?? { verdict: 'done' };
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeBudgetStatus(
  environment: EnvironmentOf<'budgetStatus'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'settings' | 'budgets'>,
): Handler {
  const budgets = services.budgets(environment.required('USER_BUDGETS_TABLE'));
  return task(createBudgetStatus({ ...withSettings(environment, services), budgets }));
}

async function carryOut(
  ports: BudgetStatusPorts,
  operation: (typeof TASKS)[number] | Operation,
  fields: JsonObject,
  settings: Settings,
): Promise<NotNeeded | undefined> {
  switch (operation) {
    case 'begin-suspension':
      return begin(ports, readTask(fields), 'suspending', settings);
    case 'mark-suspended':
    case 'mark-restored':
    case 'refuse-suspension':
      return end(ports, endOf(operation, fields), fields, settings);
    case 'record-failure':
      return recordFailure(ports, fields, settings);
    default:
      return operate(ports, operation, fields, settings);
  }
}

async function end(
  ports: BudgetStatusPorts,
  command: BudgetCommand,
  fields: JsonObject,
  settings: Settings,
): Promise<NotNeeded | undefined> {
  const { principalId, execution } = readTask(fields);
  const changed = await changeBudget(ports, principalId, command, settings);
  countOutcomes(ports.telemetry, changed);
  return notEnded(changed, execution);
}

/** Counted whether or not the budget has an event of it: one that fails after it has done its work changes nothing. */
async function recordFailure(
  ports: BudgetStatusPorts,
  fields: JsonObject,
  settings: Settings,
): Promise<NotNeeded | undefined> {
  const { principalId, execution } = readTask(fields);
  const error = failureIn(objectAt(fields, 'failure'));
  const problem = await change(ports, principalId, { type: 'RecordFailure', execution, error }, settings);
  if (problem === undefined) ports.telemetry.count('WorkflowsFailed', 1);
  return problem;
}

async function operate(
  ports: BudgetStatusPorts,
  operation: Operation,
  fields: JsonObject,
  settings: Settings,
): Promise<NotNeeded | undefined> {
  const asked = readOperation(operation, fields);
  const problem = presetProblem(asked, settings);
  return problem === undefined ? change(ports, asked.principalId, asked.command, settings) : notNeeded(problem);
}

async function change(
  ports: BudgetStatusPorts,
  principalId: string,
  command: BudgetCommand,
  settings: Settings,
): Promise<NotNeeded | undefined> {
  const { decision } = await changeBudget(ports, principalId, command, settings);
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

const MAX_CHARACTERS = 500;

/** `ERROR: CAUSE`, as a Catch of Step Functions describes it; a function's cause is JSON with its message. */
function failureIn(failure: JsonObject): string {
  const cause = stringAt(failure, 'Cause') ?? '';
  return `${stringAt(failure, 'Error') ?? 'unknown'}: ${failureMessage(cause)}`.slice(0, MAX_CHARACTERS);
}
