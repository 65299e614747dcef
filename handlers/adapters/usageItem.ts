import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TeamPeriod } from '../../domain/budget/teamSpend.js';
import { ALL_DOUBTS, DIMENSIONS, NO_USAGE, type Dimension, type Usage } from '../../domain/invocations/usage.js';
import { formatInstant, parseInstant, type Instant } from '../../domain/instant.js';
import type { Attribution } from '../../domain/invocations/attribution.js';
import type { LedgerEntry, UsageKey } from '../ports/usageLedger.js';
import { amount, instant, itemOf, ItemReader, number, text, timeToLive, type Item } from './attributes.js';
import { DIMENSION_NAMES } from './dimensionNames.js';

/** Provisional rows are spread over so many partitions of their index, so that a new model cannot throttle the table. */
export const PROVISIONAL_SHARDS = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

/** A row of UsageTracking. Dimensions without usage are not there. */
export function usageItem({ record, periodStart, isLate, lateUsd, replacements, teams, expiresAt }: LedgerEntry): Item {
  const { loggedModelId, modelId, reasons, priceStatus } = record;
  return itemOf({
    ...usageKey(record),
    request_id: text(record.requestId),
    service_name: text('bedrock'),
    ...attributionAttributes(record),
    cost_usd: amount(record.costUsd),
    ...usageAttributes(record.usage),
    unknown_ttl_tokens: record.unknownTtlTokens === 0 ? undefined : number(record.unknownTtlTokens),
    doubts: record.doubts.length === 0 ? undefined : { L: record.doubts.map(text) },
    model_id: text(modelId),
    logged_model_id: loggedModelId === modelId ? undefined : text(loggedModelId),
    region: text(record.region),
    price_scope: text(record.scope),
    service_tier: text(record.tier),
    unknown_service_tier: record.unknownTier === undefined ? undefined : text(record.unknownTier),
    price_status: text(priceStatus),
    provisional_shard: priceStatus === 'provisional' && !isLate ? text(shardOf(record.requestId)) : undefined,
    price_source: text(record.priceSource),
    price_date: text(record.priceDate),
    price_reasons: reasons.length === 0 ? undefined : { L: reasons.map(text) },
    budget_period_start: instant(periodStart),
    is_late: isLate ? { BOOL: true } : undefined,
    late_cost_usd: lateUsd === undefined ? undefined : amount(lateUsd),
    replacements: replacements === undefined ? undefined : number(replacements),
    teams: teams === undefined ? undefined : { L: teams.map(teamAttribute) },
    ttl: timeToLive(expiresAt),
  });
}

/** The key of an invocation's row: `ISO#request_id`. */
export function usageKey({ principalId, timestamp, requestId }: UsageKey): Item {
  return { principal_id: text(principalId), timestamp: text(`${formatInstant(timestamp)}#${requestId}`) };
}

/** Throws CorruptRowError. */
export function ledgerEntryOf(item: Readonly<Item>): LedgerEntry {
  const row = new ItemReader(item, `UsageTracking ${item['principal_id']?.S ?? '?'} ${item['timestamp']?.S ?? '?'}`);
  const modelId = row.text('model_id');
  return {
    record: {
      principalId: row.text('principal_id'),
      timestamp: timestampOf(row.text('timestamp')),
      requestId: row.text('request_id'),
      ...attributionIn(row, item),
      modelId,
      loggedModelId: row.has('logged_model_id') ? row.text('logged_model_id') : modelId,
      region: row.text('region'),
      scope: row.oneOf('price_scope', ['regional', 'global'] as const),
      tier: row.oneOf('service_tier', TIERS),
      ...(row.has('unknown_service_tier') ? { unknownTier: row.text('unknown_service_tier') } : {}),
      usage: usageOf(row),
      doubts: row.listOf('doubts', ALL_DOUBTS),
      unknownTtlTokens: row.has('unknown_ttl_tokens') ? row.number('unknown_ttl_tokens') : 0,
      costUsd: row.amount('cost_usd'),
      priceStatus: row.oneOf('price_status', ['priced', 'provisional', 'hourly'] as const),
      priceSource: row.text('price_source'),
      priceDate: row.text('price_date'),
      reasons: (item['price_reasons']?.L ?? []).map(({ S }) => S ?? ''),
    },
    periodStart: row.instant('budget_period_start'),
    isLate: row.has('is_late'),
    ...(row.has('late_cost_usd') ? { lateUsd: row.amount('late_cost_usd') } : {}),
    ...(row.has('replacements') ? { replacements: row.number('replacements') } : {}),
    ...(row.has('teams') ? { teams: (item['teams']?.L ?? []).map((team) => teamIn(team, row.name)) } : {}),
    expiresAt: row.epochSeconds('ttl'),
  };
}

function teamAttribute({ team, period }: TeamPeriod): AttributeValue {
  return { M: { team: text(team), period_start: instant(period.start), period_end: instant(period.end) } };
}

function teamIn({ M: item = {} }: AttributeValue, name: string): TeamPeriod {
  const row = new ItemReader(item, name);
  return { team: row.text('team'), period: { start: row.instant('period_start'), end: row.instant('period_end') } };
}

const TIERS = ['standard', 'batch', 'flex', 'priority', 'latency-optimized', 'reserved'] as const;

function usageAttributes(usage: Usage): Item {
  const attributes: Item = {};
  for (const dimension of DIMENSIONS) {
    if (usage[dimension] > 0) attributes[DIMENSION_NAMES[dimension]] = number(usage[dimension]);
  }
  return attributes;
}

function usageOf(row: ItemReader): Usage {
  const usage: Record<Dimension, number> = { ...NO_USAGE };
  for (const dimension of DIMENSIONS) {
    const name = DIMENSION_NAMES[dimension];
    if (row.has(name)) usage[dimension] = row.number(name);
  }
  return usage;
}

function attributionAttributes({
  caller,
  inferenceProfile,
  metadata,
}: Attribution): Record<string, Item[string] | undefined> {
  const texts = Object.entries(metadata ?? {}).map(([key, value]) => [key, text(value)] as const);
  return {
    role_name: caller === undefined ? undefined : text(caller.role),
    session_name: caller === undefined ? undefined : text(caller.session),
    inference_profile: inferenceProfile === undefined ? undefined : text(inferenceProfile),
    request_metadata: metadata === undefined ? undefined : { M: Object.fromEntries(texts) },
  };
}

/** Rows from before have none of it. */
function attributionIn(row: ItemReader, item: Readonly<Item>): Attribution {
  const metadata = Object.entries(item['request_metadata']?.M ?? {}).map(([key, { S }]) => [key, S ?? ''] as const);
  return {
    ...(row.has('role_name') ? { caller: { role: row.text('role_name'), session: row.text('session_name') } } : {}),
    ...(row.has('inference_profile') ? { inferenceProfile: row.text('inference_profile') } : {}),
    ...(row.has('request_metadata') ? { metadata: Object.fromEntries(metadata) } : {}),
  };
}

function timestampOf(key: string): Instant {
  return parseInstant(key.slice(0, key.indexOf('#'))) ?? NaN;
}

function shardOf(requestId: string): string {
  let hash = 0;
  for (let at = 0; at < requestId.length; at += 1) hash = (hash * 31 + requestId.charCodeAt(at)) >>> 0;
  return PROVISIONAL_SHARDS[hash % PROVISIONAL_SHARDS.length] ?? PROVISIONAL_SHARDS[0];
}
