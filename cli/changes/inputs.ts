import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { Operation } from '../../handlers/budgets/readOperation.js';
import type { OperatorInput } from '../../handlers/contracts/tasks.js';
import { UserError } from '../userError.js';
import { amountOf } from '../values/amount.js';
import { deadlineOf, type Here } from '../values/when.js';

/** What a command line asks for one budget. */
export interface ChangeRequest {
  readonly operation: Operation;
  readonly who: string;
  readonly amount?: string;
  readonly until?: string;
  readonly reason?: string;
}

/** These open the budget of a principal that was never seen. */
export const OPENING: readonly Operation[] = ['set-limit', 'top-up', 'exempt'];

/** What budget-status is asked for it. Throws UserError naming what cannot be read. */
export function operatorInput(request: ChangeRequest, principalId: string, by: string, here: Here): OperatorInput {
  const { operation, amount = '', reason = '' } = request;
  if (operation !== 'refresh' && reason.trim() === '') throw new UserError('--reason: empty; it is for the audit log');
  const until = request.until === undefined ? {} : { until: formatInstant(deadlineOf(request.until, '--until', here)) };
  const amountUsd = (): string => usdToString(amountOf(amount, 'USD'));
  switch (operation) {
    case 'set-limit':
      return { operation, principalId, limitUsd: amountUsd(), by, reason, ...until };
    case 'top-up':
      return { operation, principalId, amountUsd: amountUsd(), by, reason, ...until };
    case 'exempt':
      return { operation, principalId, by, reason, ...until };
    case 'clear-overrides':
      return { operation, principalId, by, reason };
    case 'suspend-by-hand':
    case 'restore-by-hand':
      return { operation, principalId, by, note: reason };
    case 'refresh':
      return { operation, principalId };
  }
}
