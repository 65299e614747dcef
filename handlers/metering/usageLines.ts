import { formatInstant } from '../../domain/instant.js';
import { addUsd, usdToString, ZERO_USD } from '../../domain/money.js';
import { attributionFields } from '../../domain/invocations/attribution.js';
import { addUsage, DIMENSIONS, NO_USAGE, type Dimension, type Usage } from '../../domain/invocations/usage.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';

/**
 * Bytes of base64 that a reply may hold in all: Lambda refuses more than 6 MB, and the ids around the data need some.
 */
const MAX_BYTES = 5_000_000;

/** The usage lines of each delivery, in base64; `summarised` counts the lines that were summed up to fit. */
export interface EncodedLines {
  readonly data: readonly string[];
  readonly summarised: number;
}

/**
 * JSON lines for the archive, one an invocation, without any prompt. Should a batch be so full of calls that its reply
 * would not fit, its deliveries are summed up by principal and model, and at last into one line each: the rows of
 * UsageTracking hold every call all the same.
 */
export function encodeLines(deliveries: readonly (readonly UsageRecord[])[], mostBytes = MAX_BYTES): EncodedLines {
  const lines = deliveries.map((records) => encode(records.map(lineOf)));
  if (sizeOf(lines) <= mostBytes) return { data: lines, summarised: 0 };
  const summarised = deliveries.reduce((sum, records) => sum + records.length, 0);
  const byModel = deliveries.map((records) => encode(summariesOf(records, (record) => groupOf(record))));
  if (sizeOf(byModel) <= mostBytes) return { data: byModel, summarised };
  return { data: deliveries.map((records) => encode(summariesOf(records, () => ''))), summarised };
}

/** One invocation in the archive. */
export function lineOf(record: UsageRecord): string {
  const { modelId, loggedModelId, reasons } = record;
  return JSON.stringify({
    requestId: record.requestId,
    timestamp: formatInstant(record.timestamp),
    principalId: record.principalId,
    modelId,
    region: record.region,
    scope: record.scope,
    tier: record.tier,
    costUsd: usdToString(record.costUsd),
    priceStatus: record.priceStatus,
    priceSource: record.priceSource,
    priceDate: record.priceDate,
    loggedModelId: loggedModelId === modelId ? undefined : loggedModelId,
    ...attributionFields(record),
    ...consumed(record.usage),
    reasons: reasons.length === 0 ? undefined : reasons,
  });
}

/** The dimensions of which there is any. */
function consumed(usage: Usage): Partial<Record<Dimension, number>> {
  const found: Partial<Record<Dimension, number>> = {};
  for (const dimension of DIMENSIONS) if (usage[dimension] > 0) found[dimension] = usage[dimension];
  return found;
}

function groupOf({ principalId, modelId }: UsageRecord): string {
  return `${principalId}|${modelId}`;
}

function summariesOf(records: readonly UsageRecord[], keyOf: (record: UsageRecord) => string): readonly string[] {
  const groups = new Map<string, UsageRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups].map(([key, group]) => summaryOf(group, key !== ''));
}

function summaryOf(group: readonly UsageRecord[], isOfOne: boolean): string {
  const usage: Record<Dimension, number> = { ...NO_USAGE };
  for (const record of group) addUsage(usage, record.usage);
  return JSON.stringify({
    summaryOf: group.length,
    firstRequestId: group[0]?.requestId,
    ...(isOfOne ? { principalId: group[0]?.principalId, modelId: group[0]?.modelId } : {}),
    ...consumed(usage),
    costUsd: usdToString(group.reduce((sum, { costUsd }) => addUsd(sum, costUsd), ZERO_USD)),
  });
}

function encode(lines: readonly string[]): string {
  return lines.length === 0 ? '' : Buffer.from(`${lines.join('\n')}\n`).toString('base64');
}

function sizeOf(data: readonly string[]): number {
  return data.reduce((sum, { length }) => sum + length, 0);
}
