import { gzipSync } from 'node:zlib';
import { addUsd, usdToString, ZERO_USD } from '../../../domain/money.js';
import { createPriceBook, type PriceBook } from '../../../domain/pricing/priceBook.js';
import type { PriceKey, PriceRow } from '../../../domain/priceList/priceTable.js';
import type { Settings } from '../../../domain/settings/settings.js';
import { LivePrices } from '../../../handlers/pricing/livePrices.js';
import { meterDeliveries } from '../../../handlers/metering/meterDeliveries.js';
import type { Delivery } from '../../../handlers/metering/readRecords.js';
import type { ReplayPorts } from '../../../handlers/metering/replayFailedBatches.js';
import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { MemoryInferenceProfiles } from '../../../local/memory/memoryInferenceProfiles.js';
import { MemoryObjectStore } from '../../../local/memory/memoryObjectStore.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { MemoryQuarantine } from '../../../local/memory/memoryQuarantine.js';
import { MemoryTelemetry } from '../../../local/memory/memoryTelemetry.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { TEST_PRICES } from '../../domain/pricing/prices.js';
import { ACCOUNT, ALICE, converseRecord } from '../../domain/invocations/records.js';
import type { PortCalls } from '../portCalls.js';
import { settingsOf } from '../stubs.js';

export const NOW = Date.UTC(2026, 8, 10, 9);
export const IN_TIME = Number.POSITIVE_INFINITY;
export const TEST_BOOK: PriceBook = createPriceBook(TEST_PRICES);
export const LOG_GROUP = '/aws/bedrock/invocations';

type Json = Readonly<Record<string, unknown>>;

/** A call of 10,000 tokens in and 1,000 out. */
export function call(requestId: string, overrides: Json = {}): Json {
  return converseRecord({
    requestId,
    input: { inputContentType: 'application/json', inputTokenCount: 10_000 },
    output: { outputContentType: 'application/json', outputTokenCount: 1000 },
    ...overrides,
  });
}

/** Records, or log messages that are none, as CloudWatch Logs delivers them: base64 of a gzipped payload. */
export function deliveryOf(id: string, records: readonly (Json | string)[]): Delivery {
  const logEvents = records.map((record, index) => ({
    id: `${id}-event-${index}`,
    timestamp: NOW,
    message: typeof record === 'string' ? record : JSON.stringify(record),
  }));
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: ACCOUNT,
    logGroup: LOG_GROUP,
    logStream: 'aws/bedrock/modelinvocations',
    subscriptionFilters: ['budgeteer'],
    logEvents,
  };
  return { id, data: gzipSync(JSON.stringify(payload)).toString('base64') };
}

/** All that metering works on, in memory; `prices` is one container's. */
export class MeteringWorld {
  readonly tables = new MemoryBudgetTables();
  readonly telemetry = new MemoryTelemetry();
  readonly clock = new VirtualClock(NOW);
  readonly priceTable = new MemoryPriceTable();
  readonly quarantine = new MemoryQuarantine();
  readonly objects = new MemoryObjectStore();
  readonly lookUps: PriceKey[] = [];
  /** What the Price List answers. */
  priceListRow: PriceRow | undefined;
  settings: Settings = settingsOf();
  prices: LivePrices = this.container();

  /** A new container, with nothing in its cache. */
  container(book: PriceBook = TEST_BOOK, profiles: ReadonlyMap<string, string> = new Map()): LivePrices {
    return new LivePrices(
      {
        priceTable: this.priceTable,
        lookUp: (key) => {
          this.lookUps.push(key);
          return Promise.resolve(this.priceListRow);
        },
        profileDirectory: new MemoryInferenceProfiles(profiles),
        clock: this.clock,
        telemetry: this.telemetry,
      },
      book,
    );
  }

  ports(calls?: PortCalls): ReplayPorts {
    return {
      budgets: calls?.through(this.tables) ?? this.tables,
      ledger: calls?.through(this.tables) ?? this.tables,
      quarantine: calls?.through(this.quarantine) ?? this.quarantine,
      objects: calls?.through(this.objects) ?? this.objects,
      replayedPrefix: 'replayed/',
      arrival: 'once',
      clock: this.clock,
      telemetry: this.telemetry,
      prices: this.prices,
      settings: () => Promise.resolve(this.settings),
    };
  }

  async meter(records: readonly Json[]): Promise<void> {
    await meterDeliveries(this.ports(), [deliveryOf('delivery', records)], IN_TIME);
  }

  row(principalId = ALICE): StoredBudget {
    const found = this.tables.stored(principalId);
    if (found === undefined) throw new Error(`${principalId} has no budget`);
    return found;
  }

  /** What the budget says was spent, and what the rows of its period add up to. */
  spent(principalId = ALICE): readonly [budget: string, rows: string] {
    const { budget } = this.row(principalId);
    const rows = this.tables.entries.filter(
      ({ record, periodStart, isLate }) =>
        record.principalId === principalId && !isLate && periodStart === budget.period.start,
    );
    const sum = rows.reduce((total, { record }) => addUsd(total, record.costUsd), ZERO_USD);
    return [usdToString(budget.spentUsd), usdToString(sum)];
  }

  /** Both tables as JSON. */
  rows(): readonly string[] {
    return [...this.tables.records, ...this.tables.entries].map((row) => JSON.stringify(row));
  }

  /** How many rows there are of each price status. */
  statuses(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { record } of this.tables.entries) counts[record.priceStatus] = (counts[record.priceStatus] ?? 0) + 1;
    return counts;
  }
}
