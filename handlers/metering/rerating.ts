import { costOf } from '../../domain/pricing/cost.js';
import { decide } from '../../domain/budget/decide.js';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { SETTINGS } from '../../domain/settings/definitions.js';
import { modelOf, repriced } from '../../domain/pricing/usageRecord.js';
import { readBudget } from '../budgets/budgetChanges.js';
import { applied } from '../budgets/budgetRecords.js';
import { failTogether, OutOfTimeError } from '../runtime/errors.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { MAX_ENTRIES, type LedgerEntry } from '../ports/usageLedger.js';
import { writeToLedger, type LedgerPorts, type LedgerWrite } from './ledgerWrites.js';
import type { LivePrices } from '../pricing/livePrices.js';

export interface ReratingPorts extends LedgerPorts {
  readonly prices: LivePrices;
  readonly settings: () => Promise<Settings>;
}

/** A provisional entry and what it is once its price is known. */
interface Correction {
  readonly from: LedgerEntry;
  readonly to: LedgerEntry;
}

/**
 * Prices provisional usage again by what is known now and corrects the budgets of periods that are still open; a closed
 * period stays as it was charged. Each entry is corrected at most once: its row must still be the one that was read, at
 * its provisional cost, in the transaction that changes the budget, so that a repeat, a crash in between or a larger
 * record does no harm.
 */
export async function rerateProvisionalUsage(ports: ReratingPorts, deadline: Instant): Promise<void> {
  const settings = await ports.settings();
  const since = ports.clock.now() - SETTINGS.refreshPeriodDays.max * DAY_MS;
  const failures: unknown[] = [];
  let from: string | undefined;
  do {
    if (ports.clock.now() >= deadline) throw new OutOfTimeError('provisional usage is left to be priced again');
    const page = await ports.ledger.provisional(since, from);
    const corrections = await correctionsOf(ports, page.entries);
    for (const group of groupsOf(corrections)) {
      try {
        await correct(ports, group, settings, deadline);
      } catch (error) {
        if (error instanceof OutOfTimeError) throw error;
        const principalId = group[0]?.from.record.principalId;
        ports.telemetry.error('provisional usage could not be priced again; it is tried again', error, { principalId });
        failures.push(error);
      }
    }
    from = page.next;
  } while (from !== undefined);
  failTogether(failures, `provisional usage of ${failures.length} budgets could not be priced again`);
}

async function correctionsOf(
  { prices }: ReratingPorts,
  entries: readonly LedgerEntry[],
): Promise<readonly Correction[]> {
  await prices.learnProfiles(entries.map(({ record }) => record.loggedModelId));
  const known = entries.map((from) => ({
    from,
    call: { ...from.record, model: modelOf(from.record, prices.profiles) },
  }));
  const book = await prices.bookFor(known.map(({ call }) => call));
  return known.flatMap(({ from, call }) => {
    const cost = costOf(call, book);
    if (cost.status !== 'priced' && cost.status !== 'hourly') return [];
    return [{ from, to: { ...from, record: repriced(from.record, call.model, cost, cost.status) } }];
  });
}

/** By principal and period. */
function groupsOf(corrections: readonly Correction[]): Iterable<readonly Correction[]> {
  const groups = new Map<string, Correction[]>();
  for (const correction of corrections) {
    const key = `${correction.from.record.principalId}|${correction.from.periodStart}`;
    groups.set(key, [...(groups.get(key) ?? []), correction]);
  }
  return groups.values();
}

async function correct(
  ports: ReratingPorts,
  group: readonly Correction[],
  settings: Settings,
  deadline: Instant,
): Promise<void> {
  const principalId = group[0]?.from.record.principalId ?? '';
  await writeToLedger(ports, {
    principalId,
    pending: group,
    known: await readBudget(ports, principalId),
    deadline,
    next: (pending, record, now) => nextCorrection(ports, pending, record, settings, now),
    // Corrected or replaced by a larger record meanwhile: the next run looks at it as it is then.
    retry: () => undefined,
    onCharged: (entries) => {
      ports.telemetry.count('UsageCorrected', entries.length);
    },
  });
}

function nextCorrection(
  { telemetry }: ReratingPorts,
  pending: readonly Correction[],
  before: StoredBudget | undefined,
  settings: Settings,
  now: Instant,
): LedgerWrite | undefined {
  const group = pending.slice(0, MAX_ENTRIES);
  const periodStart = group[0]?.from.periodStart ?? NaN;
  const corrections = group.map(({ from, to }) => ({
    chargedUsd: from.record.costUsd,
    costUsd: to.record.costUsd,
    ...(from.teams === undefined ? {} : { teams: from.teams }),
  }));
  const policy = before === undefined ? settings.policy : policyOf(settings, before.budget);
  const decision = decide({ type: 'CorrectSpend', periodStart, corrections }, before?.budget, policy, now);
  if (decision.kind === 'rejected') {
    const principalId = group[0]?.from.record.principalId;
    telemetry.info('provisional usage stays as charged', {
      principalId,
      reason: decision.reason,
      count: pending.length,
    });
    return undefined;
  }
  const entries = group.map(({ from, to }) => ({ ...to, replaces: from }));
  return { after: applied(before, decision.events, policy, now), entries };
}
