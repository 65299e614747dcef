import { costOf, type Cost } from '../../domain/pricing/cost.js';
import type { Invocation } from '../../domain/invocations/invocationLog.js';
import { modelName } from '../../domain/invocations/modelReference.js';
import { excessUsd, type Usd } from '../../domain/money.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { LogRecord } from '../input/logRecords.js';
import { ChargedCalls, type ChargedCall } from './chargedCalls.js';

/** What became of one record: charged once, or why it was not. */
export type MeteredRecord = ChargedRecord | DuplicateRecord | UnchargedRecord;

export interface ChargedRecord {
  readonly kind: 'charged';
  readonly status: 'priced' | 'provisional' | 'hourly';
  readonly record: LogRecord;
  readonly invocation: Invocation;
  /** All of it; what it adds is `addedUsd`. */
  readonly cost: Cost;
  /** A smaller record of the same request that was charged before; this one takes its place. */
  readonly replaces?: ChargedCall;
}

export interface DuplicateRecord {
  readonly kind: 'duplicate';
  readonly status: 'duplicate';
  readonly record: LogRecord;
  readonly invocation: Invocation;
  readonly reason: string;
}

export interface UnchargedRecord {
  readonly kind: 'uncharged';
  readonly status: 'ignored' | 'invalid';
  readonly record: LogRecord;
  readonly reason: string;
}

/**
 * Prices records and charges each request id once: the first record, and of a later one that costs more the difference. A
 * record without usage does not claim its id: ConverseStream can log zeros first and the real counts after.
 */
export function createMeter(book: PriceBook): (record: LogRecord) => MeteredRecord {
  const charged = new ChargedCalls();
  return (record) => {
    const { parsed } = record;
    if (parsed.kind !== 'invocation') {
      return { kind: 'uncharged', status: parsed.kind, record, reason: parsed.reason };
    }
    const { invocation } = parsed;
    const cost = costOf(invocation, book);
    if (cost.status === 'ignored' || cost.status === 'uncounted') {
      const status = cost.status === 'ignored' ? 'ignored' : 'invalid';
      return { kind: 'uncharged', status, record, reason: cost.reasons.join('; ') };
    }
    const { status } = cost;
    const before = charged.charge(invocation.requestId, callOf(invocation, cost, status));
    if (before === 'nothing') return { kind: 'charged', status, record, invocation, cost };
    if (before !== 'enough') return { kind: 'charged', status, record, invocation, cost, replaces: before.less };
    const reason = 'this requestId was counted already';
    return { kind: 'duplicate', status: 'duplicate', record, invocation, reason };
  };
}

/** What a record adds to the spend. */
export function addedUsd({ cost, replaces }: ChargedRecord): Usd {
  return replaces === undefined ? cost.costUsd : excessUsd(cost.costUsd, replaces.costUsd);
}

export function callOf(
  { principal, model, unknownTtlTokens }: Invocation,
  { usage, costUsd, reasons }: Cost,
  status: ChargedCall['status'],
): ChargedCall {
  return { principal, model: modelName(model), status, reasons, usage, unknownTtlTokens, costUsd };
}
