import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TeamPeriod } from '../../domain/budget/teamSpend.js';
import { ALL_DOUBTS, DIMENSIONS, NO_USAGE, type Dimension, type Usage } from '../../domain/invocations/usage.js';
import { formatInstant, parseInstant, type Instant } from '../../domain/instant.js';
import type { Attribution } from '../../domain/invocations/attribution.js';
import type { LedgerEntry, UsageKey } from '../ports/usageLedger.js';
import { amount, instant, ItemReader, number, text, timeToLive, type Item } from './attributes.js';
import { DIMENSION_NAMES } from './dimensionNames.js';

/** Provisional rows are spread over so many partitions of their index, so that a new model cannot throttle the table. */
export const PROVISIONAL_SHARDS = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

/** A row of UsageTracking. Dimensions without usage are not there. */
export function usageItem({ record, periodStart, isLate, lateUsd, replacements, teams, expiresAt }: LedgerEntry): Item {
  const { loggedModelId, modelId, reasons, priceStatus } = record;
  const item = usageKey(record);
  item['request_id'] = text(record.requestId);
  item['service_name'] = SERVICE;
  item['cost_usd'] = amount(record.costUsd);
  item['model_id'] = text(modelId);
  item['region'] = text(record.region);
  item['price_scope'] = text(record.scope);
  item['service_tier'] = text(record.tier);
  item['price_status'] = text(priceStatus);
  item['price_source'] = text(record.priceSource);
  item['price_date'] = text(record.priceDate);
  item['budget_period_start'] = instant(periodStart);
  item['ttl'] = timeToLive(expiresAt);
  addUsageAttributes(item, record.usage);
  addAttributionAttributes(item, record);
  if (loggedModelId !== modelId) item['logged_model_id'] = text(loggedModelId);
  if (record.unknownTtlTokens > 0) item['unknown_ttl_tokens'] = number(record.unknownTtlTokens);
  if (record.doubts.length > 0) item['doubts'] = { L: record.doubts.map(text) };
  if (record.unknownTier !== undefined) item['unknown_service_tier'] = text(record.unknownTier);
  if (priceStatus === 'provisional' && !isLate) item['provisional_shard'] = text(shardOf(record.requestId));
  if (reasons.length > 0) item['price_reasons'] = { L: reasons.map(text) };
  if (isLate) item['is_late'] = { BOOL: true };
  if (lateUsd !== undefined) item['late_cost_usd'] = amount(lateUsd);
  if (replacements !== undefined) item['replacements'] = number(replacements);
  if (teams !== undefined) item['teams'] = { L: teams.map(teamAttribute) };
  return item;
}

const SERVICE = text('bedrock');

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

function addUsageAttributes(item: Item, usage: Usage): void {
  for (const dimension of DIMENSIONS) {
    if (usage[dimension] > 0) item[DIMENSION_NAMES[dimension]] = number(usage[dimension]);
  }
}

function usageOf(row: ItemReader): Usage {
  const usage: Record<Dimension, number> = { ...NO_USAGE };
  for (const dimension of DIMENSIONS) {
    const name = DIMENSION_NAMES[dimension];
    if (row.has(name)) usage[dimension] = row.number(name);
  }
  return usage;
}

function addAttributionAttributes(item: Item, { caller, inferenceProfile, metadata }: Attribution): void {
  if (caller !== undefined) {
    item['role_name'] = text(caller.role);
    item['session_name'] = text(caller.session);
  }
  if (inferenceProfile !== undefined) item['inference_profile'] = text(inferenceProfile);
  if (metadata === undefined) return;
  const texts = Object.entries(metadata).map(([key, value]) => [key, text(value)] as const);
  item['request_metadata'] = { M: Object.fromEntries(texts) };
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
