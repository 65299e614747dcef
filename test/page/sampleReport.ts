import { DAY_MS, formatInstant, MINUTE_MS, type Instant } from '../../domain/instant.js';
import { usd, usdToString, ZERO_USD } from '../../domain/money.js';
import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import type { BudgetLine } from '../../domain/report/budgetLine.js';
import type { Report } from '../../domain/report/report.js';
import { ReportBuilder } from '../../domain/report/reportBuilder.js';
import type { ReportKey } from '../../domain/report/reportKey.js';

const ACCOUNT = '111122223333';
const SINCE = Date.UTC(2025, 10, 1);
const MODELS = ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'amazon.nova-pro-v1:0', 'amazon.titan-embed-text-v2:0'];
const TEAMS = ['search', 'support', 'research', 'platform', 'sales', 'legal', 'design', 'data', 'risk'];
const SECTIONS: readonly (readonly ReportKey[])[] = [
  ['principal'],
  ['person'],
  ['team'],
  ['model'],
  ['day'],
  ['region', 'model'],
];

/** A made-up report: the first principal spends the most, each later one less; `names` replace the first ones. */
export function sampleReport(principals: number, days: number, names: readonly string[] = []): Report {
  const builder = new ReportBuilder('UTC', SECTIONS);
  const until = SINCE + days * DAY_MS;
  for (let index = 0; index < principals; index += 1) {
    const principalId = names[index] ?? nameOf(index);
    const calls = Math.max(2, Math.min(days, Math.floor((days * 20) / (index + 1))));
    for (let call = 0; call < calls; call += 1) {
      const day = Math.floor((call * days) / calls);
      builder.addCall(callOf(principalId, index, SINCE + day * DAY_MS + 9 * 60 * MINUTE_MS));
    }
    builder.settle(principalId);
    builder.addBudget(budgetOf(principalId, index, until));
  }
  for (const entry of entriesUntil(until)) builder.addEntry(ACCOUNT, entry);
  return builder.build(
    { since: SINCE, until },
    { title: 'prod', writtenAt: until, hasBudgets: true, notes: ['A call of several teams counts in each of them.'] },
  );
}

function nameOf(index: number): string {
  return index % 3 === 0 ? `person/person.${index}@example.com` : `arn:aws:iam::${ACCOUNT}:role/service-${index}`;
}

function callOf(principalId: string, index: number, timestamp: Instant): Parameters<ReportBuilder['addCall']>[0] {
  const wave = 1 + Math.floor((timestamp / DAY_MS) % 7);
  const spentUsd = usd(`${Math.floor((800 * wave) / (index + 20))}.${String(100 + (index % 900))}`);
  const isProvisional = index % 11 === 3;
  return {
    account: ACCOUNT,
    principalId,
    timestamp,
    modelId: MODELS[index % MODELS.length] ?? '',
    region: index % 2 === 0 ? 'us-east-1' : 'eu-central-1',
    teams: index % 4 === 3 ? [] : [TEAMS[index % TEAMS.length] ?? ''],
    calls: 1,
    tokensIn: 12_000,
    tokensOut: 900,
    spentUsd,
    provisionalUsd: isProvisional ? spentUsd : ZERO_USD,
    lateUsd: ZERO_USD,
  };
}

function budgetOf(principalId: string, index: number, until: Instant): BudgetLine {
  const spentUsd = usd(String(Math.floor(9000 / (index + 10))));
  const limitUsd = usd(String(400 + 20 * (index % 30)));
  return {
    account: ACCOUNT,
    principalId,
    limitUsd,
    spentUsd,
    limitFrom: 'settings',
    status: index === 1 ? 'suspended' : 'active',
    period: { start: until - 20 * DAY_MS, end: until + 10 * DAY_MS },
    warnPercent: 70,
    criticalPercent: 90,
    overshootUsd: spentUsd.greaterThan(limitUsd) ? spentUsd.minus(limitUsd) : ZERO_USD,
    notPreventedUsd: index === 0 ? usd('41.5') : ZERO_USD,
    wouldBeSuspended: index === 0,
    reachesLimitAt: index > 10 && index < 20 ? until + (index - 10) * DAY_MS : undefined,
  };
}

const TYPES = [
  'ThresholdReached warning',
  'ThresholdReached critical',
  'ThresholdReached exceeded',
  'WouldHaveSuspended',
  'AccessSuspended',
  'AccessRestored',
  'LimitChanged',
];

function entriesUntil(until: Instant): readonly AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let at = SINCE + 3 * DAY_MS, count = 0; at < until; at += 2.5 * DAY_MS, count += 1) {
    const [eventType = '', threshold] = (TYPES[count % TYPES.length] ?? '').split(' ');
    entries.push({
      eventId: `e${count}`,
      eventTime: at,
      eventSource: 'bedrock-budgeteer',
      eventType,
      userIdentity: nameOf(count % 5),
      details: { threshold, spentUsd: usdToString(usd('380.25')), limitUsd: '400', at: formatInstant(at) },
    });
  }
  return entries;
}
