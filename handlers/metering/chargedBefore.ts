import { replacementOf } from '../../domain/pricing/largerRecord.js';
import { CorruptRowError } from '../runtime/errors.js';
import type { LedgerEntry, UsageLedger } from '../ports/usageLedger.js';
import type { Charge } from './charging.js';

/**
 * Leaves out what the ledger has already, so that a batch that was charged before costs reads alone: a transaction that
 * is cancelled costs as many write units as one that is written. What the look misses, because it lags, the transaction
 * finds.
 */
export async function withoutChargedBefore(
  ledger: UsageLedger,
  charges: readonly Charge[],
): Promise<readonly Charge[]> {
  const entries = await entriesOf(ledger, charges);
  const stored = new Map(entries.map(({ record }) => [`${record.requestId} ${record.principalId}`, record]));
  return charges.flatMap((charge) => {
    const records = charge.records.filter((record) => {
      const earlier = stored.get(`${record.requestId} ${record.principalId}`);
      return earlier === undefined || replacementOf(record, earlier) !== undefined;
    });
    return records.length === 0 ? [] : [{ ...charge, records }];
  });
}

async function entriesOf(ledger: UsageLedger, charges: readonly Charge[]): Promise<readonly LedgerEntry[]> {
  const keys = charges.flatMap(({ records }) => records);
  if (keys.length === 0) return [];
  try {
    return await ledger.find(keys);
  } catch (error) {
    // The transaction meets the same row, and then it stops its principal alone.
    if (error instanceof CorruptRowError) return [];
    throw error;
  }
}
