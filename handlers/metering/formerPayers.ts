import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import type { Principal } from '../../domain/iam/principal.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { UsageLedger } from '../ports/usageLedger.js';
import type { Charge } from './charging.js';

/** All whose budgets a batch may need, each once. */
export function payersOf(charges: readonly Charge[]): readonly string[] {
  const payers = charges.flatMap(({ principal, formerPayers }) => [principal, ...formerPayers.values()]);
  return [...new Set(payers.map(({ principalId }) => principalId))];
}

/**
 * Gives calls that were charged to somebody else, before `personRoles` changed, back to that payer: there a repeated
 * delivery is known, and a larger record replaces the one before. Only who has a budget can have been charged; `known`
 * are the budgets that there are, undefined if they could not be read.
 */
export async function withFormerPayers(
  ledger: UsageLedger,
  charges: readonly Charge[],
  known: ReadonlyMap<string, StoredBudget> | undefined,
): Promise<readonly Charge[]> {
  const keys = charges.flatMap(({ records, formerPayers }) =>
    records.flatMap(({ timestamp, requestId }) => {
      const principalId = formerPayers.get(requestId)?.principalId;
      if (principalId === undefined || known?.has(principalId) === false) return [];
      return [{ principalId, timestamp, requestId }];
    }),
  );
  const charged = keys.length === 0 ? new Set<string>() : await ledger.charged(keys);
  if (charged.size === 0) return charges;
  return chargesBy(charges, ({ principal, formerPayers }, { requestId }) => {
    return charged.has(requestId) ? (formerPayers.get(requestId) ?? principal) : principal;
  });
}

function chargesBy(
  charges: readonly Charge[],
  payerOf: (charge: Charge, record: UsageRecord) => Principal,
): readonly Charge[] {
  const byPayer = new Map<string, { readonly principal: Principal; readonly records: UsageRecord[] }>();
  for (const charge of charges) {
    for (const record of charge.records) {
      const principal = payerOf(charge, record);
      const { principalId } = principal;
      const known = byPayer.get(principalId);
      if (known === undefined) byPayer.set(principalId, { principal, records: [{ ...record, principalId }] });
      else known.records.push({ ...record, principalId });
    }
  }
  return [...byPayer.values()].map((charge) => ({ ...charge, formerPayers: NOBODY }));
}

const NOBODY: ReadonlyMap<string, Principal> = new Map();
