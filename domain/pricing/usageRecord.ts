import type { Instant } from '../instant.js';
import { attributionOf, type Attribution } from '../invocations/attribution.js';
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
import { scopeOf, type Cost } from './cost.js';

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
  const { principal, model, timestamp, requestId, region, tier, usage } = invocation;
  return {
    principalId: principal.principalId,
    timestamp,
    ...attributionOf(invocation),
    requestId,
    loggedModelId: invocation.modelId,
    region,
    tier,
    ...(invocation.unknownTier === undefined ? {} : { unknownTier: invocation.unknownTier }),
    usage,
    unknownTtlTokens: invocation.unknownTtlTokens,
    ...priceOf(model, cost, priceStatus),
  };
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
  const dates = lines.map(({ effectiveFrom }) => effectiveFrom);
  return {
    modelId: modelName(model),
    scope: scopeOf(model),
    doubts,
    costUsd,
    priceStatus,
    priceSource: [...new Set(lines.map(({ source }) => source))].join(', '),
    priceDate: dates.reduce((oldest, date) => (date < oldest ? date : oldest), dates[0] ?? ''),
    reasons,
  };
}
