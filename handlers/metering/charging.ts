import type { Instant } from '../../domain/instant.js';
import { replacementOf } from '../../domain/pricing/largerRecord.js';
import type { Principal } from '../../domain/iam/principal.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { LedgerEntry } from '../ports/usageLedger.js';
import { countCharged, recordDetection } from './chargeMetrics.js';
import { writeToLedger, type LedgerPorts } from './ledgerWrites.js';
import { nextCharge, type ChargeTerms, type Pending } from './nextCharge.js';

export interface Charge {
  readonly principal: Principal;
  /** Of this principal, each invocation once. */
  readonly records: readonly UsageRecord[];
  /** Request id → whom the call was charged to if `personRoles` was another when it came first. */
  readonly formerPayers: ReadonlyMap<string, Principal>;
}

/**
 * Charges the records of one principal, each exactly once however often it comes: rows and budget are written in one
 * transaction, rows that are there already are left out. A record that is larger than the row of its call replaces it
 * and is charged the difference. Opens the budget of a principal that has none. Throws as `writeToLedger` does.
 */
export async function chargePrincipal(
  ports: LedgerPorts,
  { principal, records }: Pick<Charge, 'principal' | 'records'>,
  known: StoredBudget | undefined,
  terms: ChargeTerms,
  deadline: Instant,
): Promise<void> {
  const { clock, telemetry } = ports;
  let isDetected = false;
  const inOrder = [...records].sort((left, right) => left.timestamp - right.timestamp);
  await writeToLedger<Pending>(ports, {
    principalId: principal.principalId,
    pending: inOrder.map((priced) => ({ priced })),
    known,
    deadline,
    next: (pending, record, now) => nextCharge(principal, pending, record, terms, now),
    retry: (pending, stored) => {
      const instead = insteadOf(pending, stored);
      if (instead === undefined) telemetry.count('InvocationsDuplicate', 1);
      return instead;
    },
    onCharged: (entries, before) => {
      countCharged(telemetry, principal, entries, before?.budget, policyOf(terms.settings, principal));
      if (!isDetected) recordDetection(telemetry, entries, clock.now());
      isDetected = true;
    },
  });
}

/** What to try of a record whose row is not as expected: nothing, if the row stays. */
function insteadOf({ priced, replacement }: Pending, stored: LedgerEntry | undefined): Pending | undefined {
  // Somebody has deleted the row that was to be replaced.
  if (stored === undefined) return replacement === undefined ? undefined : { priced };
  const record = replacementOf(priced, stored.record);
  return record === undefined ? undefined : { priced, replacement: { stored, record } };
}
