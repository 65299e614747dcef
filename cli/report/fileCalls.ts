import { attributionOf } from '../../domain/invocations/attribution.js';
import { modelName } from '../../domain/invocations/modelReference.js';
import { promptTokens } from '../../domain/invocations/usage.js';
import { isObject, stringAt } from '../../domain/json.js';
import { ZERO_USD } from '../../domain/money.js';
import type { ReportCall } from '../../domain/report/reportCall.js';
import { teamsOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { addedUsd, type ChargedRecord } from '../metering/meter.js';

/** A charged record of a log file as a report counts it; of a larger record of a call, what it adds. */
export function callOfRecord(charged: ChargedRecord, settings: Settings): ReportCall {
  const { invocation, cost, replaces, record, status } = charged;
  const { principal, timestamp, region, model, inferenceProfile } = invocation;
  const before = replaces?.usage;
  return {
    account: accountOf(record.content, principal.principalId),
    principalId: principal.principalId,
    timestamp,
    modelId: modelName(model),
    region,
    ...attributionOf(invocation),
    teams: teamsOf(settings, principal, inferenceProfile).map(({ name }) => name),
    calls: replaces === undefined ? 1 : 0,
    tokensIn: promptTokens(cost.usage) - (before === undefined ? 0 : promptTokens(before)),
    tokensOut: cost.usage.outputTokens - (before?.outputTokens ?? 0),
    spentUsd: addedUsd(charged),
    provisionalUsd: status === 'provisional' ? cost.costUsd : ZERO_USD,
    lateUsd: ZERO_USD,
    ...(replaces?.status === 'provisional' ? { notProvisionalUsd: replaces.costUsd } : {}),
  };
}

/** As the record says; where it is still text, the account of the principal. */
function accountOf(content: unknown, principalId: string): string {
  const logged = isObject(content) ? stringAt(content, 'accountId') : undefined;
  return logged ?? principalId.split(':')[4] ?? '';
}
