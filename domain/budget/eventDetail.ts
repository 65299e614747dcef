import type { BudgetEvent } from './budget.js';
import { formatInstant } from '../instant.js';
import { usdToString, type Usd } from '../money.js';
import type { Period } from './period.js';
import type { RestorePoint } from '../iam/principalAccess.js';

/** A budget event as JSON says it: `{at, principalId, type, spentUsd, limitUsd, …}`. */
export interface EventDetail {
  /** ISO 8601 */
  readonly at: string;
  readonly principalId: string;
  readonly type: BudgetEvent['type'];
  /** Exact decimals, as all amounts. */
  readonly spentUsd: string;
  readonly limitUsd: string;
  /** ISO 8601 */
  readonly refreshesAt: string;
  readonly [key: string]: unknown;
}

export function eventDetail(event: BudgetEvent): EventDetail {
  const { at, principalId, type, spentUsd, limitUsd, refreshesAt, ...details } = event;
  return {
    at: formatInstant(at),
    principalId,
    type,
    spentUsd: usdToString(spentUsd),
    limitUsd: usdToString(limitUsd),
    refreshesAt: formatInstant(refreshesAt),
    ...Object.fromEntries(Object.entries(details).map(([key, value]) => [key, plain(key, value)])),
  };
}

const INSTANTS = new Set(['graceDeadline', 'closedAt']);

/** Amounts end in Usd; instants are named above, and those of `period` and `restorePoint`. */
function plain(key: string, value: unknown): unknown {
  if (key.endsWith('Usd')) return usdToString(value as Usd);
  if (INSTANTS.has(key)) return formatInstant(value as number);
  if (key === 'restorePoint') return plainRestorePoint(value as RestorePoint);
  if (key !== 'period') return value;
  const { start, end } = value as Period;
  return { start: formatInstant(start), end: formatInstant(end) };
}

function plainRestorePoint({ takenAt, ...access }: RestorePoint): object {
  return { takenAt: formatInstant(takenAt), ...access };
}
