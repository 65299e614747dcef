import type { Instant } from '../../domain/instant.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { PriceListIndex } from '../../domain/priceList/priceRows.js';
import type { EventBus } from '../ports/eventBus.js';
import type { PriceList } from '../ports/priceList.js';
import { type PriceTable, PRICE_RETENTION_MS } from '../ports/priceTable.js';
import type { Telemetry } from '../ports/telemetry.js';
import {
  logHeld,
  priceChangeHeld,
  emptiedIn,
  pricesMissing,
  unknownCodesIn,
  type MissingPrices,
} from './priceEvents.js';
import { judgePrices, type PricesFound } from './judgedPrices.js';
import type { PriceListReport } from './priceListReport.js';

export interface ServiceAnswer {
  readonly service: string;
  /** Undefined where it failed. */
  readonly found: PricesFound | undefined;
}

export interface PricesWritten {
  readonly rowsWritten: number;
  readonly ratesHeld: number;
  /** The Region, or a service for it, gave nothing: it does not count as refreshed. */
  readonly isMissingPrices: boolean;
}

/** Writes before it announces: what a crash leaves unannounced is refused and announced by the next run. */
export async function writePrices(
  job: RefreshJob,
  region: string,
  answers: readonly ServiceAnswer[],
  report: PriceListReport,
): Promise<PricesWritten> {
  const { prices, bus, telemetry, now } = job;
  const found = answers.flatMap((answer) => answer.found ?? []);
  const { rows, held, ofUnknownCodes, unused } = await judgePrices(job, {
    rates: found.flatMap(({ rates }) => rates),
    skipped: found.flatMap(({ skipped }) => skipped),
  });
  report.addUnused(unused);
  if (rows.length > 0) await prices.write(rows, now, now + PRICE_RETENTION_MS);
  telemetry.count('PricesWritten', rows.length);
  logHeld(telemetry, held);
  const emptied = await noteServices(job, region, answers);
  const missing = [...emptied, ...unknownCodesIn(region, ofUnknownCodes)];
  logMissing(job, missing);
  const events = [
    ...held.map((rate) => priceChangeHeld(rate, now)),
    ...missing.map((each) => pricesMissing(each, now)),
  ];
  if (events.length > 0) await bus.publish(events);
  return { rowsWritten: rows.length, ratesHeld: held.length, isMissingPrices: emptied.length > 0 };
}

/** Remembers who gives rates of this Region, and answers with who gave some before and gives none now. */
async function noteServices(
  { prices, index, now }: RefreshJob,
  region: string,
  answers: readonly ServiceAnswer[],
): Promise<readonly MissingPrices[]> {
  const given = new Set(answers.filter(({ found }) => hasRates(found, index)).map(({ service }) => service));
  const failed = new Set(answers.filter(({ found }) => found === undefined).map(({ service }) => service));
  const before = await prices.servicesOf(region);
  const all = [...new Set([...before, ...given])].sort();
  if (all.length > before.length) await prices.writeServices(region, all, now);
  return emptiedIn(region, given, before, failed);
}

/** Of models that are known: were all of them renamed, their prices would grow old unseen. */
function hasRates(found: PricesFound | undefined, index: PriceListIndex): boolean {
  return found !== undefined && found.rates.some(({ offer }) => index.has(offer));
}

function logMissing({ telemetry }: RefreshJob, missing: readonly MissingPrices[]): void {
  if (missing.length > 0) telemetry.count('PriceGapsFound', missing.length);
  for (const { region, reason } of missing) telemetry.warn('prices are missing', { region, reason });
}

export interface RefreshJob {
  readonly priceList: PriceList;
  readonly prices: PriceTable;
  readonly bus: EventBus;
  readonly telemetry: Telemetry;
  readonly book: PriceBook;
  readonly index: PriceListIndex;
  readonly now: Instant;
  /** How far back earlier rates are kept. */
  readonly keepFrom: Instant;
  /** Throws OutOfTimeError. */
  readonly assertTime: () => void;
}
