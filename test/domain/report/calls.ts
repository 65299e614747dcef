import { usd, usdToString, ZERO_USD } from '../../../domain/money.js';
import type { Report } from '../../../domain/report/report.js';
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
  const section = report.sections.find((one) => one.keys.join() === keys.join());
  return (section?.groups ?? []).map(({ values, sums }) => [...values, usdToString(sums.spentUsd)]);
}
