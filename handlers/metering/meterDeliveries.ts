import pMap from 'p-map';
import type { Instant } from '../../domain/instant.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import { teamsOf } from '../../domain/settings/policyOf.js';
import { teamId } from '../../domain/settings/teams.js';
import type { Settings } from '../../domain/settings/settings.js';
import { readBudget } from '../budgets/budgetChanges.js';
import { CorruptRowError, failTogether } from '../runtime/errors.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { QuarantinedEvent, Quarantine } from '../ports/quarantine.js';
import type { Telemetry } from '../ports/telemetry.js';
import { withoutChargedBefore } from './chargedBefore.js';
import { chargePrincipal, type Charge } from './charging.js';
import { payersOf, withFormerPayers } from './formerPayers.js';
import type { LedgerPorts } from './ledgerWrites.js';
import { priceCalls, type PricedCalls, type PricingPorts } from './pricedCalls.js';
import { readRecords, type Delivery, type ReadRecords } from './readRecords.js';

export interface MeteringPorts extends LedgerPorts, PricingPorts {
  readonly settings: () => Promise<Settings>;
  readonly quarantine: Quarantine;
  /** How what Firehose delivers arrives. */
  readonly arrival: Exclude<Arrival, 'first'>;
}

/**
 * Where there are two paths every log event arrives twice: `first` by the direct one, which charges and does no more, and
 * `again` by Firehose, which sets aside, counts what is odd, and charges what the direct path did not.
 */
export type Arrival = 'once' | 'first' | 'again';

/** What became of one delivery: its charged calls in their order, or why it is no delivery of logs. */
export type MeteredDelivery =
  | { readonly kind: 'metered'; readonly records: readonly UsageRecord[] }
  | { readonly kind: 'undecodable'; readonly reason: string };

/** Principals are charged side by side, so many at a time. */
const CONCURRENCY = 8;

/**
 * Prices what deliveries hold and charges it, each call exactly once however often it is delivered. What cannot be read
 * is set aside, and the rest goes on. Throws if anything could be neither charged nor set aside: then the whole shall be
 * delivered again, and what was done is not done twice.
 */
export async function meterDeliveries(
  ports: MeteringPorts,
  deliveries: readonly Delivery[],
  deadline: Instant,
  arrival: Arrival = ports.arrival,
): Promise<readonly MeteredDelivery[]> {
  const settings = await ports.settings();
  const { policy, usageMetadataKeys: metadataKeys } = settings;
  const read = readRecords(deliveries, { personRoles: policy.personRoles, metadataKeys });
  const priced = await priceCalls(ports, read.calls, settings);
  if (arrival !== 'first') countUncharged(ports.telemetry, read, priced);
  const charges = arrival === 'again' ? await withoutChargedBefore(ports.ledger, priced.charges) : priced.charges;
  const failures = await chargeAll(ports, charges, settings, deadline);
  if (arrival !== 'first') await setAside(ports, [...read.unreadable, ...priced.unpriced]);
  failTogether(failures, `${failures.length} of ${charges.length} principals could not be charged`);
  return deliveries.map((_, index) => {
    const reason = read.undecodable.get(index);
    return reason === undefined
      ? { kind: 'metered', records: priced.records.get(index) ?? [] }
      : { kind: 'undecodable', reason };
  });
}

function countUncharged(telemetry: Telemetry, read: ReadRecords, priced: PricedCalls): void {
  telemetry.count('RecordsIgnored', read.ignored + priced.ignored);
  telemetry.count('InvocationsDuplicate', priced.duplicates);
  telemetry.count('DeliveriesUndecodable', read.undecodable.size);
  if (priced.uncounted > 0)
    telemetry.warn('successful calls without token counts, not charged', { count: priced.uncounted });
}

async function setAside({ quarantine, telemetry }: MeteringPorts, events: readonly QuarantinedEvent[]): Promise<void> {
  if (events.length > 0) await quarantine.put(events);
  telemetry.count('RecordsQuarantined', events.length);
}

/** Charges everybody and tells of whom it could not: the batch has to come again for them. */
async function chargeAll(
  ports: MeteringPorts,
  charges: readonly Charge[],
  settings: Settings,
  deadline: Instant,
): Promise<readonly unknown[]> {
  const known = await readKnown(ports, [...payersOf(charges), ...teamsOfCharges(charges, settings)]);
  const terms = { settings, teams: known ?? NO_BUDGETS };
  const failures: unknown[] = [];
  await pMap(
    await withFormerPayers(ports.ledger, charges, known),
    async (charge) => {
      const { principalId } = charge.principal;
      try {
        const record = known === undefined ? await readBudget(ports, principalId) : known.get(principalId);
        await chargePrincipal(ports, charge, record, terms, deadline);
      } catch (error) {
        failures.push(error);
        ports.telemetry.error('could not be charged; the batch is delivered again', error, { principalId });
      }
    },
    { concurrency: CONCURRENCY },
  );
  return failures;
}

const NO_BUDGETS: ReadonlyMap<string, StoredBudget> = new Map();

/** The ids of the teams that calls count in. */
function teamsOfCharges(charges: readonly Charge[], settings: Settings): readonly string[] {
  if (settings.teams.length === 0) return [];
  const teams = charges.flatMap(({ principal, records }) =>
    records.flatMap(({ inferenceProfile }) => teamsOf(settings, principal, inferenceProfile)),
  );
  return [...new Set(teams)].map(({ name }) => teamId(name));
}

/** Undefined where one of the rows cannot be read: then each is read on its own, so that it stops no other. */
async function readKnown(
  { budgets, telemetry }: MeteringPorts,
  payers: readonly string[],
): Promise<ReadonlyMap<string, StoredBudget> | undefined> {
  if (payers.length === 0) return new Map();
  try {
    return await budgets.read(payers);
  } catch (error) {
    if (!(error instanceof CorruptRowError)) throw error;
    telemetry.error('a budget row cannot be read; its principal is not charged until it is corrected', error);
    return undefined;
  }
}
