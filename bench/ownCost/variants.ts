import { Decimal } from 'decimal.js';
import { SETTINGS } from '../../domain/settings/definitions.js';
import { settingsWith } from '../calls/calls.js';
import { MeasuredSystem } from '../calls/system.js';
import { ASSUMED } from './assumed.js';
import { measureBatch, type MeasuredBatch } from './measured.js';
import { perMillion, spendingCost, type Part, type Terms } from './perMillion.js';
import { usualBatch, type Traffic } from './traffic.js';
import { costOf, gigabytes, total } from './unitPrices.js';

export interface Variant {
  readonly id: string;
  readonly what: string;
  readonly usd: Decimal;
}

/** What a setting or a habit changes in the cost of a million calls, all else as it usually is. */
export async function variantsOf(traffic: Traffic, usual: Usual): Promise<readonly Variant[]> {
  const { measured, terms, warning } = usual;
  const cost = (one: MeasuredBatch, those: Terms): Decimal => total(perMillion(traffic, one, warning, those));
  const { calls } = measured.batch;
  const withBodies = (eventBytes: number): MeasuredBatch => ({ ...measured, eventBytes });
  const soon = await measureBatch(usualBatch(traffic, 5));
  const strangers = await measureBatch({ calls, callers: calls });
  return [
    { id: 'bodies-20kb', what: 'with bodies of 20 KB in the log', usd: cost(withBodies(20_000), terms) },
    { id: 'bodies-150kb', what: 'with bodies of 150 KB in the log', usd: cost(withBodies(150_000), terms) },
    { id: 'charged-after-5s', what: 'with `chargeAfterSeconds: 5`', usd: cost(soon, terms) },
    {
      id: 'kept-400d',
      what: 'with `usageRetentionDays: 400`',
      usd: cost(measured, { ...terms, usageRetentionDays: 400 }),
    },
    { id: 'strangers', what: 'if no two calls of a delivery had the same caller', usd: cost(strangers, terms) },
    { id: 'audited', what: 'with `auditModelCalls: true`', usd: cost(measured, terms).plus(await auditCost()) },
  ];
}

export interface Usual {
  readonly measured: MeasuredBatch;
  readonly terms: Terms;
  readonly warning: readonly Part[];
}

/** A million audit entries: the forwarded event, the function, the row, and the row for as long as it is kept. */
async function auditCost(): Promise<Decimal> {
  const system = new MeasuredSystem(settingsWith({ budgetLimitUsd: '1000000' }));
  await system.take({ calls: 100, callers: 100 }, 1);
  const { auditLogger } = system.takeSpending();
  const one = spendingCost('auditLogger', auditLogger).div(auditLogger.invocations).plus(costOf('eventBridgeEvent', 1));
  const months = new Decimal(SETTINGS.auditRetentionDays.default).div(ASSUMED.monthDays);
  const kept = gigabytes(system.tables.averageBytes('AuditLogs')).times(months);
  const recoverable = gigabytes(system.tables.averageRowBytes('AuditLogs')).times(months);
  return one
    .plus(costOf('dynamoStorageGbMonth', kept))
    .plus(costOf('dynamoRecoveryGbMonth', recoverable))
    .times(1_000_000);
}
