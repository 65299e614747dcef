import type { AuditEntry } from '../audit/auditEntry.js';
import type { Threshold } from '../budget/budgetPolicy.js';
import type { Instant } from '../instant.js';
import { stringAt } from '../json.js';
import { parseExactUsd, type Usd } from '../money.js';

export type EventKind =
  Threshold | 'would-have-suspended' | 'suspended' | 'suspension-failed' | 'restored' | 'limit-changed';

/** What happened to one budget. */
export interface ReportEvent {
  readonly account: string;
  readonly at: Instant;
  readonly principalId: string;
  readonly kind: EventKind;
  readonly spentUsd: Usd | undefined;
  readonly limitUsd: Usd | undefined;
}

/** Of our events by their type; `ThresholdReached` says which in its details. */
const KINDS: Readonly<Record<string, EventKind>> = {
  WouldHaveSuspended: 'would-have-suspended',
  AccessSuspended: 'suspended',
  TeamSuspended: 'suspended',
  SuspensionRefused: 'suspension-failed',
  SuspensionFailed: 'suspension-failed',
  AccessRestored: 'restored',
  TeamRestored: 'restored',
  LimitChanged: 'limit-changed',
  ToppedUp: 'limit-changed',
  TopUpEnded: 'limit-changed',
};

const THRESHOLDS: readonly Threshold[] = ['warning', 'critical', 'exceeded'];

/** The event behind an entry of the audit log; undefined for one that a report does not mark. */
export function reportEventOf(account: string, entry: AuditEntry): ReportEvent | undefined {
  const { eventTime: at, eventType, userIdentity: principalId, details } = entry;
  const kind =
    eventType === 'ThresholdReached'
      ? THRESHOLDS.find((threshold) => threshold === details['threshold'])
      : Object.hasOwn(KINDS, eventType) && KINDS[eventType];
  if (kind === undefined || kind === false) return undefined;
  return { account, at, principalId, kind, spentUsd: usdAt(details, 'spentUsd'), limitUsd: usdAt(details, 'limitUsd') };
}

/** An amount as our events write it; undefined where there is none. Throws RangeError for what is no amount. */
export function usdAt(details: AuditEntry['details'], key: string): Usd | undefined {
  const text = stringAt(details, key);
  return text === undefined ? undefined : parseExactUsd(text);
}
