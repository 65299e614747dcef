import { isOverride, type BudgetCommand } from '../../domain/budget/commands.js';
import type { Noted } from '../../domain/budget/overrides.js';
import { principalWithId, type Principal } from '../../domain/iam/principal.js';
import { parseInstant, type Instant } from '../../domain/instant.js';
import { stringAt, type JsonObject } from '../../domain/json.js';
import { isMoreThan, parseUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Settings } from '../../domain/settings/settings.js';
import { teamNameOf } from '../../domain/settings/teams.js';
import type { OperatorInput } from '../contracts/tasks.js';
import { UnreadableEventError } from '../runtime/errors.js';
import { textIn } from '../runtime/taskInput.js';

export const OPERATIONS = [
  'suspend-by-hand',
  'restore-by-hand',
  'refresh',
  'set-limit',
  'top-up',
  'exempt',
  'clear-overrides',
] as const satisfies readonly OperatorInput['operation'][];

export type Operation = (typeof OPERATIONS)[number];

/** What an operator asks for one budget. */
export interface Asked {
  readonly principalId: string;
  readonly command: BudgetCommand;
}

/** Reads what an operator asks. Throws UnreadableEventError naming the field. */
export function readOperation(operation: Operation, fields: JsonObject): Asked {
  const id = textIn(fields, 'principalId');
  const principal = principalWithId(id);
  const principalId = principal.accountType === 'unknown' ? id : principal.principalId;
  return { principalId, command: commandOf(operation, fields, principal) };
}

/** Why no budget can be opened for what is asked; undefined where one can, or need not be. */
export function presetProblem({ principalId, command }: Asked, { teams }: Settings): string | undefined {
  if (!isOverride(command)) return undefined;
  if (command.principal.accountType === 'unknown')
    return `${principalId} is not the ARN of a user or role, person/NAME or team/NAME`;
  const team = teamNameOf(principalId);
  return team === undefined || teams.some(({ name }) => name === team) ? undefined : `there is no team ${team}`;
}

function commandOf(operation: Operation, fields: JsonObject, principal: Principal): BudgetCommand {
  switch (operation) {
    case 'suspend-by-hand':
      return { type: 'SuspendAccess', ...notedIn(fields) };
    case 'restore-by-hand':
      return { type: 'RestoreAccess', ...notedIn(fields) };
    case 'refresh':
      return { type: 'RefreshBudget' };
    case 'set-limit': {
      const limitUsd = amountIn(fields, 'limitUsd');
      return { type: 'SetLimit', from: 'set-limit', principal, ...byIn(fields), ...untilIn(fields), limitUsd };
    }
    case 'top-up': {
      const amountUsd = amountIn(fields, 'amountUsd');
      return { type: 'TopUp', principal, ...byIn(fields), ...untilIn(fields), amountUsd };
    }
    case 'exempt':
      return { type: 'Exempt', principal, ...byIn(fields), ...untilIn(fields) };
    case 'clear-overrides':
      return { type: 'ClearOverrides', principal, ...byIn(fields) };
  }
}

function byIn(fields: JsonObject): { readonly by: string; readonly reason: string } {
  return { by: textIn(fields, 'by'), reason: textIn(fields, 'reason') };
}

function notedIn(fields: JsonObject): Noted {
  const [by, note] = [stringAt(fields, 'by'), stringAt(fields, 'note')];
  return { ...(by === undefined ? {} : { by }), ...(note === undefined ? {} : { note }) };
}

function amountIn(fields: JsonObject, name: string): Usd {
  const text = textIn(fields, name);
  const amount = parseUsd(text);
  if (amount !== undefined && isMoreThan(amount, ZERO_USD)) return amount;
  throw new UnreadableEventError(
    `${name}: ${JSON.stringify(text)} is not an amount of USD above 0, such as 25 or 0.50`,
  );
}

function untilIn(fields: JsonObject): { readonly until?: Instant } {
  if (fields['until'] === undefined) return {};
  const text = textIn(fields, 'until');
  const until = parseInstant(text);
  if (until !== undefined) return { until };
  throw new UnreadableEventError(
    `until: ${JSON.stringify(text)} is not an instant of ISO 8601, such as 2026-12-04T18:00:00+01:00`,
  );
}
