import {
  attributionFields,
  attributionIn,
  NO_ATTRIBUTION_RULES,
  type AttributionRules,
} from '../../domain/invocations/attribution.js';
import { scopeOf, type CostLine } from '../../domain/pricing/cost.js';
import { formatInstant } from '../../domain/instant.js';
import { isObject, objectAt, stringAt } from '../../domain/json.js';
import { modelName, modelReferenceOf } from '../../domain/invocations/modelReference.js';
import { usdToString } from '../../domain/money.js';
import { principalOf, roleSessionOf } from '../../domain/iam/principal.js';
import { NO_USAGE } from '../../domain/invocations/usage.js';
import type { LogRecord } from '../input/logRecords.js';
import { addedUsd, type ChargedRecord, type DuplicateRecord, type MeteredRecord } from '../metering/meter.js';

/**
 * A record as `cost --json` prints it, money as decimal strings. `costUsd` is what the record adds: if it replaces a
 * smaller record, its lines less `chargedBeforeUsd`.
 */
export function costJson(metered: MeteredRecord, rules: AttributionRules = NO_ATTRIBUTION_RULES): object {
  const { location } = metered.record;
  if (metered.kind === 'uncharged') {
    const { status, reason } = metered;
    return { ...uncharged(metered.record, rules), status, reason, usage: NO_USAGE, lines: [], costUsd: '0', location };
  }
  const { invocation, status } = metered;
  const { caller, inferenceProfile, metadata, principal, model } = invocation;
  // One literal: spreads are slow, and JSON leaves out what is undefined.
  return {
    requestId: invocation.requestId,
    timestamp: formatInstant(invocation.timestamp),
    principal: principal.principalId,
    accountType: principal.accountType,
    role: caller?.role,
    session: caller?.session,
    inferenceProfile,
    metadata,
    modelId: invocation.modelId,
    model: modelName(model),
    region: invocation.region,
    scope: scopeOf(model),
    tier: invocation.tier,
    status,
    ...chargeJson(metered),
    location,
  };
}

function chargeJson(metered: ChargedRecord | DuplicateRecord): object {
  if (metered.kind === 'duplicate')
    return { reason: metered.reason, usage: metered.invocation.usage, lines: [], costUsd: '0' };
  const { cost, replaces } = metered;
  const why = [...cost.reasons, ...cost.notes];
  return {
    reason: why.length > 0 ? why.join('; ') : undefined,
    usage: cost.usage,
    lines: cost.lines.map(lineJson),
    costUsd: usdToString(addedUsd(metered)),
    chargedBeforeUsd: replaces === undefined ? undefined : usdToString(replaces.costUsd),
  };
}

function lineJson({ dimension, amount, usdPer1000, costUsd, source, effectiveFrom }: CostLine): object {
  const [rate, cost] = [usdToString(usdPer1000), usdToString(costUsd)];
  return { dimension, amount, usdPer1000: rate, costUsd: cost, source, effectiveFrom };
}

/** What is known of a record that was not charged; null if it says nothing. */
function uncharged({ content }: LogRecord, { personRoles, metadataKeys }: AttributionRules): object {
  const record = fields(content);
  const arn = stringAt(objectAt(record, 'identity'), 'arn');
  const modelId = stringAt(record, 'modelId');
  const model = modelId === undefined ? undefined : modelReferenceOf(modelId);
  return {
    requestId: stringAt(record, 'requestId') ?? null,
    timestamp: stringAt(record, 'timestamp') ?? null,
    principal: arn === undefined ? null : principalOf(arn, record['accountId'], personRoles).principalId,
    ...attributionFields(attributionIn(record, roleSessionOf(arn), modelId ?? '', metadataKeys)),
    modelId: modelId ?? null,
    model: model === undefined ? null : modelName(model),
    region: stringAt(record, 'region') ?? null,
    scope: model === undefined ? null : scopeOf(model),
  };
}

/** A log event's message is still text here. */
function fields(content: unknown): Readonly<Record<string, unknown>> {
  if (typeof content !== 'string') return isObject(content) ? content : {};
  try {
    const value: unknown = JSON.parse(content);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
