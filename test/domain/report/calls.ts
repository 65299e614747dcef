import type { AuditEntry } from '../../../domain/audit/auditEntry.js';
import { DAY_MS } from '../../../domain/instant.js';
import { usd, usdToString, ZERO_USD } from '../../../domain/money.js';
import type { BudgetLine } from '../../../domain/report/budgetLine.js';
import { sectionBy, type Report } from '../../../domain/report/report.js';
import type { ReportCall } from '../../../domain/report/reportCall.js';
import type { ReportKey } from '../../../domain/report/reportKey.js';

export const ACCOUNT = '444455556666';
export const NOON = Date.UTC(2026, 10, 4, 12);

/** A call of a cent by a role, and what is different. */
export function call(other: Partial<ReportCall> = {}): ReportCall {
  return {
    account: ACCOUNT,
    principalId: `arn:aws:iam::${ACCOUNT}:role/indexer`,
    timestamp: NOON,
    modelId: 'amazon.nova-pro-v1:0',
    region: 'us-east-1',
    teams: [],
    calls: 1,
    tokensIn: 100,
    tokensOut: 10,
    spentUsd: usd('0.01'),
    provisionalUsd: ZERO_USD,
    lateUsd: ZERO_USD,
    ...other,
  };
}

/** The groups of a section: values and what was spent. */
export function groupsBy(report: Report, ...keys: readonly ReportKey[]): readonly (readonly string[])[] {
  return sectionBy(report, keys).groups.map(({ values, sums }) => [...values, usdToString(sums.spentUsd)]);
}

export const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;

/** One of our events. */
export function entry(
  eventType: string,
  details: AuditEntry['details'] = {},
  other: Partial<AuditEntry> = {},
): AuditEntry {
  const facts = { eventId: 'e', eventTime: NOON, eventSource: 'bedrock-budgeteer', userIdentity: ALICE };
  return { ...facts, eventType, details, ...other };
}

/** A budget that is over its limit by so much. */
export function line(principalId: string, overshoot: string, notPrevented = '0'): BudgetLine {
  const amounts = { limitUsd: usd('10'), spentUsd: usd('10'), limitFrom: 'settings' } as const;
  const marks = { warnPercent: 70, criticalPercent: 90, wouldBeSuspended: false, reachesLimitAt: undefined };
  const period = { start: NOON - DAY_MS, end: NOON + DAY_MS };
  const over = { overshootUsd: usd(overshoot), notPreventedUsd: usd(notPrevented) };
  return { account: ACCOUNT, principalId, status: 'active', period, ...amounts, ...marks, ...over };
}
