import type { Budget } from '../../domain/budget/budget.js';
import { decide } from '../../domain/budget/decide.js';
import type { BudgetEvent } from '../../domain/budget/events.js';
import { evolve } from '../../domain/budget/evolve.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { policyFor } from '../../handlers/budgets/budgetChanges.js';
import { presetProblem, readOperation } from '../../handlers/budgets/readOperation.js';
import type { OperatorInput } from '../../handlers/contracts/tasks.js';
import { holdsOn, readTeams } from '../../handlers/teams/teamHolds.js';
import { silentTelemetry } from '../stack/silentTelemetry.js';
import type { Stack } from '../stack/stack.js';

/** What an operation would do, by the rules that budget-status follows. */
export type Preview =
  | { readonly kind: 'refused'; readonly before: Budget | undefined; readonly reason: string }
  | {
      readonly kind: 'possible';
      readonly before: Budget | undefined;
      readonly after: Budget | undefined;
      /** At once. */
      readonly events: readonly BudgetEvent[];
      /** At the monitor's next look. */
      readonly next: readonly BudgetEvent[];
    };

/** Looks at the budget and changes nothing. Throws UnreadableEventError for an input that budget-status cannot read. */
export async function previewOf(stack: Stack, input: OperatorInput, settings: Settings): Promise<Preview> {
  const asked = readOperation(input.operation, { ...input });
  const { principalId, command } = asked;
  const stored = (await stack.budgets.read([principalId])).get(principalId);
  const before = stored?.budget;
  const problem = presetProblem(asked, settings);
  if (problem !== undefined) return { kind: 'refused', before, reason: problem };
  const now = stack.clock.now();
  const decision = decide(command, before, policyFor(settings, before, command, principalId), now);
  if (decision.kind === 'rejected') return { kind: 'refused', before, reason: decision.reason };
  const { events } = decision;
  const after = events.reduce<Budget | undefined>(evolve, before);
  if (after === undefined) return { kind: 'possible', before, after, events, next: [] };
  const teams = await readTeams({ budgets: stack.budgets, telemetry: silentTelemetry }, stored ? [stored] : []);
  const holds = holdsOn(after, teams, settings);
  const next = decide({ type: 'ReviewBudget', holds }, after, policyOf(settings, after), now).events;
  return { kind: 'possible', before, after, events, next };
}

const ACCESS: ReadonlySet<BudgetEvent['type']> = new Set<BudgetEvent['type']>([
  // Whoever was never seen may be misspelt.
  'BudgetOpened',
  'ExemptionStarted',
  'ExemptionEnded',
  'GraceCancelled',
  'GraceStarted',
  'RestorationStarted',
  'SuspensionHeld',
  'SuspensionStarted',
  'TeamRestored',
  'TeamSuspended',
]);

/** Whether somebody's access to Bedrock changes by it, now or at the next look. */
export function changesAccess({ events, next }: Extract<Preview, { kind: 'possible' }>): boolean {
  return [...events, ...next].some(({ type }) => ACCESS.has(type));
}

/** The status that a budget will have when the monitor has looked at it and no workflow has it. */
export function expectedStatus({ after, next }: Extract<Preview, { kind: 'possible' }>): Budget['status'] | undefined {
  const status = next.reduce<Budget | undefined>(evolve, after)?.status;
  if (status === 'suspending') return 'suspended';
  return status === 'restoring' ? 'active' : status;
}
