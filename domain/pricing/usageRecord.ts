import { scopeOf, type Cost } from './cost.js';
import type { Doubt } from '../invocations/doubts.js';
import type { Instant } from '../instant.js';
import type { Invocation } from '../invocations/invocationLog.js';
import { modelName, modelReferenceOf, type InferenceProfiles, type Scope } from '../invocations/modelReference.js';
import type { Usd } from '../money.js';
import type { Usage } from '../invocations/usage.js';
import type { Tier } from '../invocations/serviceTier.js';

/** What is kept of one charged invocation: enough to prove its cost, and to price it again. */
export interface UsageRecord {
  readonly principalId: string;
  readonly timestamp: Instant;
  /** Name of the session by which a role was used; the row does without it. */
  readonly session?: string;
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
  const { principal, timestamp, requestId, region, tier, usage } = invocation;
  const [first, ...others] = cost.lines;
  let priceSource = first?.source ?? '';
  let priceDate = first?.effectiveFrom ?? '';
  for (const { source, effectiveFrom } of others) {
    if (!priceSource.includes(source)) priceSource += `, ${source}`;
    if (effectiveFrom < priceDate) priceDate = effectiveFrom;
  }
  return {
    principalId: principal.principalId,
    timestamp,
    ...(invocation.session === undefined ? {} : { session: invocation.session }),
    requestId,
    modelId: modelName(invocation.model),
    loggedModelId: invocation.modelId,
    region,
    scope: scopeOf(invocation.model),
    tier,
    ...(invocation.unknownTier === undefined ? {} : { unknownTier: invocation.unknownTier }),
    usage,
    doubts: cost.doubts,
    unknownTtlTokens: invocation.unknownTtlTokens,
    costUsd: cost.costUsd,
    priceStatus,
    priceSource,
    priceDate,
    reasons: cost.reasons,
  };
}

/** The invocation as its record tells it, to be priced by what is known now. */
export function invocationOf(record: UsageRecord, profiles: InferenceProfiles): Invocation {
  const {
    principalId,
    timestamp,
    requestId,
    modelId,
    loggedModelId,
    region,
    scope,
    tier,
    usage,
    doubts,
    unknownTtlTokens,
  } = record;
  return {
    principal: { principalId, accountType: 'unknown' },
    timestamp,
    requestId,
    modelId: loggedModelId,
    model: isFoundationModel(modelId)
      ? { kind: 'foundation', modelId, scope }
      : modelReferenceOf(loggedModelId, profiles),
    region,
    tier,
    ...(record.unknownTier === undefined ? {} : { unknownTier: record.unknownTier }),
    usage,
    doubts,
    unknownTtlTokens,
  };
}

/** Resources have a slash in their name, model ids do not. */
function isFoundationModel(modelId: string): boolean {
  return !modelId.includes('/');
}
