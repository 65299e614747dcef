import { NO_OVERRIDES } from '../../domain/budget/overrides.js';

import type { Budget } from '../../domain/budget/budget.js';
import { DAY_MS } from '../../domain/instant.js';
import type { RestorePoint } from '../../domain/iam/principalAccess.js';
import { parseExactUsd, usd } from '../../domain/money.js';
import { NO_USAGE } from '../../domain/invocations/usage.js';

import type { UsageRecord } from '../../domain/pricing/usageRecord.js';

import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import type { LedgerEntry } from '../../handlers/ports/usageLedger.js';

export const ALICE = 'arn:aws:iam::444455556666:user/teams/search/alice';
export const START = Date.UTC(2026, 9, 1);

export const FACTS = {
  principalId: ALICE,
  accountType: 'iam_user',
  limitUsd: usd('15.75'),
  baseLimitUsd: usd('12.5'),
  settledLimitUsd: usd('12.5'),
  limitFrom: 'rule developers',
  extraUsd: usd('1.25'),
  overrides: {
    limit: { by: 'arn:aws:iam::444455556666:user/op', reason: 'a demo', at: START, until: undefined },
    topUps: [{ by: 'op', reason: '', at: START, until: START + DAY_MS, amountUsd: usd('2') }],
    exemption: { by: 'op', reason: 'nightly', at: START, until: START + 5 },
  },
  anchor: START,
  schedule: { period: { every: 'quarter', fiscalStart: { month: 4, day: 6 } }, timeZone: 'Europe/London' },
  teamSpend: [
    {
      team: 'search',
      period: { start: START, end: START + 7 * DAY_MS },
      spentUsd: parseExactUsd('0.00000000875'),
      lateSpentUsd: usd('0'),
    },
  ],
  period: { start: START, end: START + 30 * DAY_MS },
  spentUsd: parseExactUsd('12345678901234567.12345678901234567891'),
  lateSpentUsd: usd('0.00000000875'),
  thresholdState: 'critical',
  waived: true,
  refusedAt: undefined,
  observation: undefined,
  sessions: [],
  sightings: [],
  unreadableLimit: undefined,
  toldUnreadableLimit: undefined,
  refreshCount: 3,
  restorePoint: undefined,
  lastExecution: undefined,
} as const;

const SUSPENSION = { suspendedIn: START, isManual: false, team: undefined, deny: 'reattached' } as const;

const RESTORE_POINT: RestorePoint = {
  takenAt: START + 3,
  arn: ALICE,
  uniqueId: 'AIDAEXAMPLE1',
  attachedPolicyArns: ['arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  boundaryArn: 'arn:aws:iam::444455556666:policy/people',
  activeKeyIds: ['ACCAEXAMPLE1'],
  detachedPolicyArns: ['arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess'],
  deactivatedKeyIds: [],
};

/** A budget in each status. */
export const BUDGETS: readonly Budget[] = [
  { ...FACTS, status: 'active' },
  { ...FACTS, lastExecution: 'execution-1', refusedAt: START + 9, status: 'active' },
  { ...FACTS, status: 'grace', graceDeadline: START + 1234, isAnnounced: true },
  {
    ...FACTS,
    status: 'active',
    observation: { graceDeadline: START + 5, announcedAtUsd: usd('12.25') },
    sessions: ['b', 'a'],
    sightings: ['r/b'],
  },
  { ...FACTS, status: 'suspending', ...SUSPENSION, since: START + 1, attempts: 2, execution: undefined },
  { ...FACTS, status: 'suspending', ...SUSPENSION, since: START + 1, attempts: 1, execution: 'execution-1' },
  { ...FACTS, restorePoint: RESTORE_POINT, status: 'suspended', ...SUSPENSION, isManual: true, suspendedAt: START + 7 },
  { ...FACTS, restorePoint: RESTORE_POINT, status: 'restoring', since: START + 999, attempts: 1, execution: 'e' },
  { ...FACTS, status: 'closed', closedAt: START + 5 },
  { ...FACTS, status: 'alert_only' },
  { ...FACTS, status: 'suspended', ...SUSPENSION, team: 'search', suspendedAt: START + 7 },
  {
    ...FACTS,
    status: 'active',
    limitUsd: usd('12.5'),
    extraUsd: usd('0'),
    overrides: NO_OVERRIDES,
    teamSpend: [],
    schedule: { period: { every: 'days', days: 30 }, timeZone: 'UTC' },
  },
];

export const EVENT = {
  eventId: 'event-1',
  detail: {
    at: '2026-10-01T00:00:00Z',
    principalId: ALICE,
    type: 'BudgetOpened',
    spentUsd: '0',
    limitUsd: '12.5',
    refreshesAt: '2026-10-31T00:00:00Z',
    resetsAt: '2026-10-31T00:00:00+00:00[UTC]',
  },
} as const;

export function record(change: Partial<StoredBudget> = {}): StoredBudget {
  return {
    budget: BUDGETS[0] as Budget,
    version: 1,
    outbox: [EVENT],
    createdAt: START,
    updatedAt: START + 1,
    reviewDueAt: START + 2,
    refreshDueAt: START + 30 * DAY_MS,
    ...change,
  };
}

export function usage(requestId: string, change: Partial<UsageRecord> = {}): UsageRecord {
  return {
    principalId: ALICE,
    timestamp: START + 1000,
    requestId,
    modelId: 'amazon.nova-micro-v1:0',
    loggedModelId: 'amazon.nova-micro-v1:0',
    region: 'us-east-1',
    scope: 'regional',
    tier: 'standard',
    usage: { ...NO_USAGE, inputTokens: 40, cacheReadTokens: 1 },
    doubts: [],
    unknownTtlTokens: 0,
    costUsd: usd('0.00000140875'),
    priceStatus: 'priced',
    priceSource: 'list',
    priceDate: '2026-08-20',
    reasons: [],
    ...change,
  };
}

export function entry(of: UsageRecord, change: Partial<LedgerEntry> = {}): LedgerEntry {
  return { record: of, periodStart: START, isLate: false, expiresAt: START + 400 * DAY_MS, ...change };
}

export const PROVISIONAL = usage('p-1', {
  caller: { role: 'AWSReservedSSO_Developer_0123456789abcdef', session: 'Ana@example.com' },
  inferenceProfile: 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/x1',
  metadata: { team: 'search', 'cost center': '42' },
  modelId: 'application-inference-profile/x1',
  loggedModelId: 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/x1',
  unknownTier: 'turbo',
  tier: 'flex',
  scope: 'global',
  priceStatus: 'provisional',
  doubts: ['input-not-counted', 'body-counts-more'],
  unknownTtlTokens: 7,
  reasons: ['a reason', 'another'],
});
