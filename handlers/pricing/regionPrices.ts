import { classifyProduct, type PriceListEntry } from '../../domain/priceList/priceList.js';
import { OutOfTimeError } from '../runtime/errors.js';
import { SERVICE_CODES } from '../ports/priceList.js';
import { pricesFoundIn } from './judgedPrices.js';
import { PriceListReport } from './priceListReport.js';
import { type RefreshJob, writePrices, type PricesWritten, type ServiceAnswer } from './priceWrites.js';

export interface RegionRefreshed extends PricesWritten {
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
  const answers: ServiceAnswer[] = [];
  const failures: Failure[] = [];
  for (const service of SERVICE_CODES) {
    const entries = await attempt(job, failures, `${region} ${service}`, () => entriesOf(job, service, region));
    for (const entry of entries ?? []) if (entry.kind !== 'rate') report.add(entry);
    answers.push({ service, found: entries === undefined ? undefined : pricesFoundIn(entries) });
  }
  const written = await attempt(job, failures, `${region} Pricing table`, () =>
    writePrices(job, region, answers, report),
  );
  report.write();
  return { rowsWritten: 0, ratesHeld: 0, isMissingPrices: false, ...written, failures };
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

async function entriesOf(
  { priceList, now, assertTime }: RefreshJob,
  service: string,
  region: string,
): Promise<readonly PriceListEntry[]> {
  const entries: PriceListEntry[] = [];
  assertTime();
  for await (const page of priceList.products(service, region)) {
    for (const product of page) entries.push(...classifyProduct(product, now));
    assertTime();
  }
  return entries;
}
