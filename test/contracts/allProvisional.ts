import type { LedgerEntry, UsageLedger } from '../../handlers/ports/usageLedger.js';

/** Page by page. */
export async function allProvisional(ledger: UsageLedger, since: number): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  let from: string | undefined;
  do {
    const page = await ledger.provisional(since, from);
    entries.push(...page.entries);
    from = page.next;
  } while (from !== undefined);
  return entries;
}
