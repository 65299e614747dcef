import type { Instant } from '../instant.js';
import type { Growing } from '../json.js';
import { attribute, type Attribution } from '../invocations/attribution.js';
import type { Invocation } from '../invocations/invocation.js';
import {
  modelName,
  modelReferenceOf,
  type InferenceProfiles,
  type ModelReference,
  type Scope,
} from '../invocations/modelReference.js';
import type { Tier } from '../invocations/serviceTier.js';
import type { Doubt, Usage } from '../invocations/usage.js';
import type { Usd } from '../money.js';
import { scopeOf, type Cost, type CostLine } from './cost.js';

/** What is kept of one charged invocation: enough to prove its cost, and to price it again. */
export interface UsageRecord extends Attribution {
  readonly principalId: string;
  readonly timestamp: Instant;
  readonly requestId: string;
  /** The model's id, or the resource that hides it. */
  readonly modelId: string;
  /** What the caller passed, where that is something else. */
  readonly loggedModelId: string;
  readonly region: string;
  readonly scope: Scope;
  readonly tier: Tier | 'reserved';
  /** A tier without a known price, as logged; `tier` stands in. */
  readonly unknownTier?: string;
  /** As logged; what the cost assumes beyond that stands in `reasons`. */
  readonly usage: Usage;
  readonly doubts: readonly Doubt[];
  /** Cache-write tokens that stand among the 1h ones only because no TTL is known. */
  readonly unknownTtlTokens: number;
  readonly costUsd: Usd;
  readonly priceStatus: 'priced' | 'provisional' | 'hourly';
  /** The sources of its rates. */
  readonly priceSource: string;
  /** First day of the oldest of its rates, `YYYY-MM-DD`; empty without rates. */
  readonly priceDate: string;
  /** Why the price is not plain. */
  readonly reasons: readonly string[];
}

/** The record of an invocation that is to be charged. */
export function usageRecordOf(
  invocation: Invocation,
  cost: Cost,
  priceStatus: UsageRecord['priceStatus'],
): UsageRecord {
  const { principal, model, timestamp, requestId, region, tier, unknownTier, usage } = invocation;
  const price = priceOf(model, cost, priceStatus);
  const record: Growing<UsageRecord> = {
    principalId: principal.principalId,
    timestamp,
    requestId,
    modelId: price.modelId,
    loggedModelId: invocation.modelId,
    region,
    scope: price.scope,
    tier,
    usage,
    doubts: price.doubts,
    unknownTtlTokens: invocation.unknownTtlTokens,
    costUsd: price.costUsd,
    priceStatus,
    priceSource: price.priceSource,
    priceDate: price.priceDate,
    reasons: price.reasons,
  };
  if (unknownTier !== undefined) record.unknownTier = unknownTier;
  attribute(record, invocation);
  return record;
}

/** The record at its price by what is known now of its model and the rates. */
export function repriced(
  record: UsageRecord,
  model: ModelReference,
  cost: Cost,
  priceStatus: UsageRecord['priceStatus'],
): UsageRecord {
  return { ...record, ...priceOf(model, cost, priceStatus) };
}

/** The model of a record; a resource that hides it is looked up in the profiles that are known now. */
export function modelOf({ modelId, loggedModelId, scope }: UsageRecord, profiles: InferenceProfiles): ModelReference {
  // Resources have a slash in their name, model ids do not.
  return modelId.includes('/') ? modelReferenceOf(loggedModelId, profiles) : { kind: 'foundation', modelId, scope };
}

type Price = Pick<
  UsageRecord,
  'modelId' | 'scope' | 'doubts' | 'costUsd' | 'priceStatus' | 'priceSource' | 'priceDate' | 'reasons'
>;

function priceOf(model: ModelReference, cost: Cost, priceStatus: UsageRecord['priceStatus']): Price {
  const { lines, costUsd, doubts, reasons } = cost;
  return {
    modelId: modelName(model),
    scope: scopeOf(model),
    doubts,
    costUsd,
    priceStatus,
    priceSource: sourcesOf(lines),
    priceDate: oldestDateOf(lines),
    reasons,
  };
}

/** The rates of most calls have one source. */
function sourcesOf(lines: readonly CostLine[]): string {
  const first = lines[0]?.source ?? '';
  if (lines.every(({ source }) => source === first)) return first;
  return [...new Set(lines.map(({ source }) => source))].join(', ');
}

function oldestDateOf(lines: readonly CostLine[]): string {
  let oldest = lines[0]?.effectiveFrom ?? '';
  for (const { effectiveFrom } of lines) if (effectiveFrom < oldest) oldest = effectiveFrom;
  return oldest;
}
