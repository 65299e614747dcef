import { costOf, type Cost } from '../../domain/cost.js';
import type { Invocation } from '../../domain/invocationLog.js';
import type { PriceBook } from '../../domain/priceBook.js';
import type { LogRecord } from '../input/logRecords.js';
import { RequestIds } from './requestIds.js';

/** What became of one record: charged once, or why it was not. */
export type MeteredRecord = ChargedRecord | DuplicateRecord | UnchargedRecord;

export interface ChargedRecord {
  readonly kind: 'charged';
  readonly status: 'priced' | 'provisional' | 'hourly';
  readonly record: LogRecord;
  readonly invocation: Invocation;
  readonly cost: Cost;
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
 * Prices records and counts each request id once. A record without usage does not claim its id: ConverseStream can
 * log zeros first and the real counts after.
 */
export function createMeter(book: PriceBook): (record: LogRecord) => MeteredRecord {
  const counted = new RequestIds();
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
    if (counted.add(invocation.requestId)) return { kind: 'charged', status: cost.status, record, invocation, cost };
    const reason = 'this requestId was counted already';
    return { kind: 'duplicate', status: 'duplicate', record, invocation, reason };
  };
}
