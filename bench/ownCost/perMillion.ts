import { Decimal } from 'decimal.js';
import { FUNCTIONS } from '../../handlers/contracts/functions.js';
import { TABLES } from '../../handlers/contracts/tables.js';
import { callsOf, type Spending } from '../calls/spending.js';
import type { MeasuredFunction } from '../calls/system.js';
import { ASSUMED } from './assumed.js';
import type { MeasuredBatch } from './measured.js';
import { callsOfMonth, HOURS, type Traffic } from './traffic.js';
import { costOf, gigabytes } from './unitPrices.js';

/** Kinds of cost, as the tables show them. */
export type PartName =
  'log' | 'stream' | 'functions' | 'function-logs' | 'tables' | 'table-storage' | 'bucket' | 'keys' | 'budgets';

export interface Part {
  readonly name: PartName;
  readonly usd: Decimal;
}

/** What a stack is set to, as far as it decides what a call costs. */
export interface Terms {
  readonly usageRetentionDays: number;
  readonly logRetentionDays: number;
  readonly lineRetentionDays: number;
  /** Between two deliveries to S3. */
  readonly deliverySeconds: number;
}

const MILLION = 1_000_000;

/**
 * A million calls, part by part, by the path through Firehose. Another path is another function of the same parts: what
 * differs is `stream` and how large a batch is.
 */
export function perMillion(
  traffic: Traffic,
  measured: MeasuredBatch,
  warning: readonly Part[],
  terms: Terms,
): readonly Part[] {
  const { batch, spending, eventBytes, rowBytes, lineBytes } = measured;
  const batches = new Decimal(MILLION).div(batch.calls);
  const functions = Object.entries(spending) as (readonly [MeasuredFunction, Spending])[];
  return [
    { name: 'log', usd: logCost(eventBytes, terms) },
    { name: 'stream', usd: costOf('firehoseGb', gigabytes(recordBytes(eventBytes).times(MILLION))) },
    { name: 'functions', usd: summed(functions, ([name, one]) => functionCost(name, one, batch.calls)).times(batches) },
    { name: 'function-logs', usd: summed(functions, ([, one]) => functionLogCost(one)).times(batches) },
    { name: 'tables', usd: summed(functions, ([, one]) => requestCost(one)).times(batches) },
    { name: 'table-storage', usd: storageCost(rowBytes, terms) },
    { name: 'bucket', usd: bucketCost(traffic, lineBytes, batch.calls, terms) },
    { name: 'keys', usd: ofMonth(traffic, keyCost()) },
    { name: 'budgets', usd: budgetCost(traffic, warning) },
  ];
}

/** The ends of one warning, for a principal's share. */
export function warningCost(spending: readonly Spending[], warnings: number): readonly Part[] {
  const names = ['budgetMonitor', 'auditLogger', 'notifier'] as const;
  const all = spending.map((one, index) => [names[index] ?? 'notifier', one] as const);
  return [
    { name: 'functions', usd: summed(all, ([name, one]) => functionCost(name, one, 0)).div(warnings) },
    { name: 'function-logs', usd: summed(all, ([, one]) => functionLogCost(one)).div(warnings) },
    { name: 'tables', usd: summed(all, ([, one]) => requestCost(one)).div(warnings) },
    { name: 'budgets', usd: costOf('eventBridgeEvent', 1).plus(costOf('snsPublish', 1)) },
  ];
}

/** Of one function: its invocations, its log and its requests. */
export function spendingCost(name: MeasuredFunction, spending: Spending): Decimal {
  return functionCost(name, spending, 0).plus(functionLogCost(spending)).plus(requestCost(spending));
}

function logCost(eventBytes: number, { logRetentionDays }: Terms): Decimal {
  const bytes = new Decimal(eventBytes + LOG_EVENT_BYTES).times(MILLION);
  const stored = gigabytes(bytes.times(ASSUMED.logCompression)).times(months(logRetentionDays));
  return costOf('logIngestionGb', gigabytes(bytes)).plus(costOf('logStorageGbMonth', stored));
}

/** What CloudWatch Logs adds to each event. */
const LOG_EVENT_BYTES = 26;

/** Of Firehose, for one call. */
function recordBytes(eventBytes: number): Decimal {
  const bytes = new Decimal(eventBytes).times(ASSUMED.eventsARecord);
  return bytes.div(ASSUMED.firehoseRounding).ceil().times(ASSUMED.firehoseRounding).div(ASSUMED.eventsARecord);
}

function functionCost(name: MeasuredFunction, spending: Spending, records: number): Decimal {
  const { invocations, calls } = spending;
  const transactions = calls.get('dynamodb:TransactWriteItems') ?? 0;
  const milliseconds = new Decimal(ASSUMED.invocationMs)
    .times(invocations)
    .plus(name === 'usageCalculator' ? new Decimal(ASSUMED.recordMs).times(records) : 0)
    .plus((callsOf(spending) - transactions) * ASSUMED.callMs)
    .plus(Math.ceil(transactions / ASSUMED.concurrency) * ASSUMED.transactionMs);
  const gbSeconds = milliseconds.times(FUNCTIONS[name].memoryMb).div(1024 * 1000);
  return costOf('lambdaRequest', invocations).plus(costOf('lambdaGbSecond', gbSeconds));
}

function functionLogCost({ logBytes, invocations }: Spending): Decimal {
  return costOf('logIngestionGb', gigabytes(logBytes + invocations * ASSUMED.lambdaLogBytes));
}

function requestCost({ writeUnits, indexWriteUnits, readUnits }: Spending): Decimal {
  return costOf('dynamoWriteUnit', writeUnits + indexWriteUnits).plus(costOf('dynamoReadUnit', readUnits));
}

/** For as long as rows are kept, and for restoring them where that is possible. */
function storageCost(rowBytes: number, { usageRetentionDays }: Terms): Decimal {
  const stored = gigabytes(new Decimal(rowBytes).times(MILLION)).times(months(usageRetentionDays));
  const recovery = 'copyIn' in TABLES.UsageTracking ? 0 : stored;
  return costOf('dynamoStorageGbMonth', stored).plus(costOf('dynamoRecoveryGbMonth', recovery));
}

function bucketCost(traffic: Traffic, lineBytes: number, calls: number, terms: Terms): Decimal {
  const stored = gigabytes(new Decimal(lineBytes).div(calls).times(MILLION)).times(months(terms.lineRetentionDays));
  const deliveries = new Decimal(HOURS * 3600).div(terms.deliverySeconds);
  return costOf('s3GbMonth', stored).plus(ofMonth(traffic, costOf('s3Put', deliveries)));
}

function keyCost(): Decimal {
  return costOf('kmsRequest', HOURS * ASSUMED.kmsRequestsAnHour * ASSUMED.encryptedOnTheWay);
}

/** Warnings, new periods, suspensions and the hourly census, whose number goes with the principals and not with the calls. */
function budgetCost(traffic: Traffic, warning: readonly Part[]): Decimal {
  const told = summed(warning, ({ usd }) => usd);
  const { transitions, invocations, events, publishes, seconds } = ASSUMED.suspension;
  const suspension = costOf('stateTransition', transitions)
    .plus(costOf('lambdaRequest', invocations))
    .plus(costOf('lambdaGbSecond', seconds * 0.25))
    .plus(costOf('eventBridgeEvent', events))
    .plus(costOf('snsPublish', publishes))
    .plus(told.times(publishes));
  const often = new Decimal(ASSUMED.warningsAMonth).plus(ASSUMED.periodsAMonth);
  const each = told.times(often).plus(suspension.times(ASSUMED.suspensionsAMonth));
  const read = new Decimal(ASSUMED.budgetRowBytes).div(4096).times(ASSUMED.censusesAMonth);
  return ofMonth(traffic, each.plus(costOf('dynamoReadUnit', read)).times(traffic.principals));
}

/** A month's cost, of a million calls. */
function ofMonth(traffic: Traffic, usd: Decimal): Decimal {
  return usd.times(MILLION).div(callsOfMonth(traffic));
}

function months(days: number): Decimal {
  return new Decimal(days).div(ASSUMED.monthDays);
}

function summed<T>(all: readonly T[], costOfOne: (one: T) => Decimal): Decimal {
  return all.reduce((sum, one) => sum.plus(costOfOne(one)), new Decimal(0));
}
