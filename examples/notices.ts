import type { BudgetEvent, EventFacts } from '../domain/budget/events.js';
import { eventDetail } from '../domain/budget/eventDetail.js';
import type { JsonObject } from '../domain/json.js';
import { usd } from '../domain/money.js';
import type { NotifiedType } from '../handlers/contracts/events.js';
import type { SystemEvent } from '../handlers/ports/eventBus.js';
import { EXAMPLE_ACCOUNT } from '../local/world/logs/invocationRecord.js';

const AT = Date.UTC(2026, 9, 5, 12, 0);
const ALICE = `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/teams/search/alice`;
const EXECUTION = `arn:aws:states:us-east-1:${EXAMPLE_ACCOUNT}:execution:bedrock-budgeteer-dev-suspension:3f9c`;

const FACTS = {
  at: AT,
  principalId: ALICE,
  limitUsd: usd('10'),
  refreshesAt: Date.UTC(2026, 10, 4),
  timeZone: 'UTC',
};

/** A team of Berlin. */
const OF_TEAM = { principalId: 'team/search', refreshesAt: Date.UTC(2026, 9, 31, 23), timeZone: 'Europe/Berlin' };

function budgetEvent(event: DistributiveOmit<BudgetEvent, keyof EventFacts>, spent: string): JsonObject {
  return eventDetail({ ...FACTS, spentUsd: usd(spent), ...event });
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function systemEvent(event: SystemEvent): JsonObject {
  return event;
}

/** One event of each type that people are told of: its detail on the bus, without the id. */
export const NOTIFIED_EVENTS: Readonly<Record<NotifiedType, JsonObject>> = {
  ThresholdReached: budgetEvent(
    { type: 'ThresholdReached', threshold: 'warning', percent: 70, enforceable: true },
    '7.312045',
  ),
  WouldHaveSuspended: budgetEvent({ type: 'WouldHaveSuspended', reason: 'grace-over' }, '10.4875'),
  LimitUnreadable: budgetEvent({ type: 'LimitUnreadable', found: 'twenty' }, '7.312045'),
  GraceNotice: systemEvent({
    type: 'GraceNotice',
    at: '2026-10-05T12:00:00Z',
    principalId: ALICE,
    spentUsd: '10.4875',
    limitUsd: '10',
    graceDeadline: '2026-10-05T12:05:00Z',
    refreshesAt: '2026-11-04T00:00:00Z',
  }),
  FinalWarning: systemEvent({
    type: 'FinalWarning',
    at: '2026-10-05T12:05:00Z',
    principalId: ALICE,
    spentUsd: '11.9',
    limitUsd: '10',
    graceDeadline: '2026-10-05T12:05:00Z',
    refreshesAt: '2026-11-04T00:00:00Z',
  }),
  GraceCancelled: budgetEvent({ type: 'GraceCancelled', reason: 'limit-raised' }, '11.9'),
  AccessSuspended: budgetEvent({ type: 'AccessSuspended' }, '12.03'),
  TeamSuspended: budgetEvent({ ...OF_TEAM, type: 'TeamSuspended', reason: 'grace-over' }, '10.4875'),
  TeamRestored: budgetEvent({ ...OF_TEAM, type: 'TeamRestored', reason: 'refreshed' }, '0'),
  AccessRestored: budgetEvent({ type: 'AccessRestored', notRestored: [] }, '0'),
  SuspensionRefused: budgetEvent({ type: 'SuspensionRefused', reason: 'no room for the Deny' }, '12.03'),
  SuspensionTampered: budgetEvent({ type: 'SuspensionTampered', willBeReattached: true }, '12.03'),
  SpendAfterSuspension: budgetEvent(
    { type: 'SpendAfterSuspension', costUsd: usd('0.0042'), willBeReattached: false },
    '12.0342',
  ),
  WorkflowFailed: {
    type: 'WorkflowFailed',
    at: '2026-10-05T12:06:00Z',
    principalId: ALICE,
    execution: EXECUTION,
    workflow: 'suspension',
    failure: {
      Error: 'AccessDenied',
      Cause: '{"errorType":"AccessDenied","errorMessage":"not authorized to perform iam:AttachUserPolicy","trace":[]}',
    },
    deadLetter: { messageId: 'a1b2' },
  },
  RestorationSkipped: {
    type: 'RestorationSkipped',
    at: '2026-10-05T12:06:00Z',
    principalId: ALICE,
    execution: EXECUTION,
    reason: 'the budget is active',
  },
  StrayDenyFound: systemEvent({ type: 'StrayDenyFound', at: '2026-10-05T12:06:00Z', principalId: ALICE }),
  PersonPolicyTampered: systemEvent({
    type: 'PersonPolicyTampered',
    at: '2026-10-05T12:10:00Z',
    principalId: `arn:aws:iam::${EXAMPLE_ACCOUNT}:policy/bedrock-budgeteer-dev-persons-1`,
    isDeleted: false,
    willBePutBack: true,
    missing: 2,
    added: 0,
  }),
  PriceChangeQuarantined: systemEvent({
    type: 'PriceChangeQuarantined',
    at: '2026-10-05T01:00:00Z',
    modelId: 'anthropic.claude-opus-4-7',
    region: 'us-east-1',
    scope: 'global',
    dimension: 'outputTokens',
    tier: 'standard',
    contextSize: 'standard',
    fromUsdPer1000: '0.025',
    toUsdPer1000: '0.25',
    reason: 'up more than threefold',
    sku: 'ABCD1234EFGH5678',
    usageType: 'USE1-MP:USE1_output_tokens_global_standard-Units',
  }),
  PricesMissing: systemEvent({
    type: 'PricesMissing',
    at: '2026-10-05T01:00:00Z',
    region: 'eu-west-1',
    reason: 'AmazonBedrockService has no rate any more and had some before',
  }),
  PeriodStarted: budgetEvent(
    {
      type: 'PeriodStarted',
      period: { start: Date.UTC(2026, 9, 5), end: FACTS.refreshesAt },
      previousSpentUsd: usd('12'),
      previousStatus: 'active',
    },
    '0',
  ),
  BudgetClosed: budgetEvent({ type: 'BudgetClosed', closedAt: AT }, '12'),
};

/** A state change as CloudWatch publishes it (CloudWatch User Guide, "Alarm events and EventBridge"). */
export function alarmChange(value: string, previous: string, description: string, region = 'us-east-1'): JsonObject {
  const name = 'bedrock-budgeteer-dev-dead-letters-failures';
  return {
    version: '0',
    id: '2dde0eb1-528b-d2d5-9ca6-6d590caf2329',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: EXAMPLE_ACCOUNT,
    time: '2026-10-05T12:00:00Z',
    region,
    resources: [`arn:aws:cloudwatch:${region}:${EXAMPLE_ACCOUNT}:alarm:${name}`],
    detail: {
      alarmName: name,
      state: { value, reason: 'Threshold Crossed: 1 datapoint [3.0] was greater than the threshold (0.0).' },
      previousState: { value: previous },
      configuration: { description },
    },
  };
}

/** One of our events as EventBridge delivers it. */
export function busEnvelope(detail: JsonObject, eventId: string): JsonObject {
  return { source: 'bedrock-budgeteer', 'detail-type': detail['type'], detail: { ...detail, eventId } };
}
