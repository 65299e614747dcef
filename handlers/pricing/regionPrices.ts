import type { Instant } from '../../domain/instant.js';
import type { PriceBook } from '../../domain/priceBook.js';
import { classifyProduct, type PriceListRate } from '../../domain/priceList.js';
import { refreshRow, type RefreshedRow } from '../../domain/priceRefresh.js';
import { priceRowsOf, type PriceListIndex } from '../../domain/priceRows.js';
import type { PriceKey, PriceRow } from '../../domain/priceTable.js';
import { OutOfTimeError } from '../errors.js';
import { priceChangeHeld } from './heldPrices.js';
import type { EventBus } from '../ports/eventBus.js';
import { SERVICE_CODES, type PriceList } from '../ports/priceList.js';
import { PRICE_RETENTION_MS, type PriceTable } from '../ports/priceTable.js';
import type { Telemetry } from '../ports/telemetry.js';
import { PriceListReport } from './priceListReport.js';

export interface RefreshJob {
  readonly priceList: PriceList;
  readonly prices: PriceTable;
  readonly bus: EventBus;
  readonly telemetry: Telemetry;
  readonly book: PriceBook;
  readonly index: PriceListIndex;
  readonly now: Instant;
  /** Throws OutOfTimeError. */
  readonly assertTime: () => void;
}

export interface RegionRefreshed {
  readonly rowsWritten: number;
  readonly ratesHeld: number;
  readonly failures: readonly Failure[];
}

interface Failure {
  readonly place: string;
  readonly error: unknown;
}

/**
 * Refreshes the rows of one Region. A service counts only as a whole: of half its pages, half of the rates that mean the
 * same would be compared. Throws OutOfTimeError; everything else that fails is in the answer.
 */
export async function refreshRegion(job: RefreshJob, region: string): Promise<RegionRefreshed> {
  const report = new PriceListReport(job.telemetry, region);
  const rates: PriceListRate[] = [];
  const failures: Failure[] = [];
  for (const service of SERVICE_CODES) {
    const found = await attempt(job, failures, `${region} ${service}`, () =>
      ratesOfService(job, service, region, report),
    );
    rates.push(...(found ?? []));
  }
  if (rates.length === 0 && failures.length === 0) job.telemetry.warn('no rate of this Region found', { region });
  const written = await attempt(job, failures, `${region} Pricing table`, () => writeRates(job, rates, report));
  report.write();
  return { rowsWritten: 0, ratesHeld: 0, ...written, failures };
}

async function attempt<T>(
  { telemetry }: RefreshJob,
  failures: Failure[],
  place: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutOfTimeError) throw error;
    telemetry.error('prices could not be refreshed', error, { place });
    telemetry.count('PriceLookupsFailed', 1);
    failures.push({ place, error });
    return undefined;
  }
}

async function ratesOfService(
  { priceList, now, assertTime }: RefreshJob,
  service: string,
  region: string,
  report: PriceListReport,
): Promise<readonly PriceListRate[]> {
  const rates: PriceListRate[] = [];
  assertTime();
  for await (const page of priceList.products(service, region)) {
    for (const entry of page.flatMap((product) => classifyProduct(product, now))) {
      if (entry.kind === 'rate') rates.push(entry.rate);
      else report.add(entry);
    }
    assertTime();
  }
  return rates;
}

/** Writes before it announces: what a crash leaves unannounced is held and announced by the next run. */
async function writeRates(
  { prices, bus, telemetry, book, index, now }: RefreshJob,
  rates: readonly PriceListRate[],
  report: PriceListReport,
): Promise<Pick<RegionRefreshed, 'rowsWritten' | 'ratesHeld'>> {
  const found = priceRowsOf(rates, index);
  report.addUnused(found.unused);
  if (found.rows.length === 0) return { rowsWritten: 0, ratesHeld: 0 };
  const current = new Map((await prices.read(found.rows, now)).map((row) => [keyOf(row), row]));
  const refreshed = found.rows.map((row): RefreshedRow => refreshRow(row, current.get(keyOf(row)), book, now));
  const rows = refreshed.flatMap(({ row }): readonly PriceRow[] => (row === undefined ? [] : [row]));
  const held = refreshed.flatMap((row) => row.held);
  if (rows.length > 0) await prices.write(rows, now, now + PRICE_RETENTION_MS);
  telemetry.count('PricesWritten', rows.length);
  telemetry.count('PricesHeld', held.length);
  if (held.length > 0) await bus.publish(held.map((rate) => priceChangeHeld(rate, now)));
  return { rowsWritten: rows.length, ratesHeld: held.length };
}

function keyOf({ modelId, region, scope }: PriceKey): string {
  return [modelId, region, scope].join('|');
}
