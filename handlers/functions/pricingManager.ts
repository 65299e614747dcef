import { DAY_MS, type Instant } from '../../domain/instant.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { ModelPrices } from '../../domain/pricing/priceBookData.js';
import { priceListIndex, type PriceListIndex } from '../../domain/priceList/priceRows.js';
import type { Settings } from '../../domain/settings/settings.js';
import { OutOfTimeError, ServiceError } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import type { Clock } from '../ports/clock.js';
import type { EventBus } from '../ports/eventBus.js';
import type { PriceList } from '../ports/priceList.js';
import type { PriceTable } from '../ports/priceTable.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { RefreshJob } from '../pricing/priceWrites.js';
import { refreshRegion, type RegionRefreshed } from '../pricing/regionPrices.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';
import { rerateProvisionalUsage } from '../metering/rerating.js';
import { composePrices, type PriceServices } from '../pricing/composePrices.js';

export interface PricingManagerPorts {
  readonly priceList: PriceList;
  readonly prices: PriceTable;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly settings: () => Promise<Settings>;
  /** What is in use where the Pricing table has no rate. */
  readonly book: PriceBook;
  /** The models of that book. */
  readonly models: readonly ModelPrices[];
  readonly regions: readonly string[];
  /** Prices provisional usage again, until a deadline. */
  readonly reprice: (deadline: Instant) => Promise<void>;
}

export interface PricesRefreshed {
  readonly rowsWritten: number;
  readonly ratesHeld: number;
}

/** Kept for ending an invocation in order, with its metrics written. */
const MARGIN_MS = 10_000;

/**
 * Brings the Pricing table up to date with the AWS Price List. Any event asks for the same: all of it, now.
 *
 * A run can be repeated, overlap another or break off anywhere: a row is written whole, from what AWS says and the row
 * in use, and the same answer from AWS gives the same row; a rate that is held is held again, under the same event id. A
 * Region or service that fails leaves its rows as they are and the others are refreshed. Prices count as refreshed once
 * every Region and service was, and none that is known to have rates came without any; whatever becomes of the usage that is priced again after that: it waits for the next run.
 * Throws ServiceError, OutOfTimeError, and what `reprice` throws.
 */
export function createPricingManager(
  ports: PricingManagerPorts,
): (event: unknown, context: LambdaContext) => Promise<PricesRefreshed> {
  const index = priceListIndex(ports.models);
  return async (_event, context) => {
    try {
      const now = ports.clock.now();
      const job = await jobOf(ports, index, now, context);
      const done: RegionRefreshed[] = [];
      for (const region of ports.regions) done.push(await refreshRegion(job, region));
      const failures = done.flatMap((region) => region.failures);
      if (failures.length === 0 && !done.some(({ isMissingPrices }) => isMissingPrices))
        await ports.prices.markRefreshed(now);
      assertTime(context);
      await ports.reprice(ports.clock.now() + context.getRemainingTimeInMillis() - MARGIN_MS);
      if (failures.length > 0) throw failed(failures);
      return { rowsWritten: sum(done, 'rowsWritten'), ratesHeld: sum(done, 'ratesHeld') };
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composePricingManager(
  environment: EnvironmentOf<'pricingManager'>,
  services: PriceServices & Pick<Services, 'settings' | 'budgets' | 'ledger' | 'bus'>,
): Handler {
  const ports = withSettings(environment, services);
  const { live, priceTable, ...prices } = composePrices(environment, services);
  const rerating = {
    ...ports,
    prices: live,
    budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
    ledger: services.ledger({
      usage: environment.required('USAGE_TRACKING_TABLE'),
      budgets: environment.required('USER_BUDGETS_TABLE'),
    }),
  };
  return createPricingManager({
    ...ports,
    ...prices,
    prices: priceTable,
    bus: services.bus(environment.required('EVENT_BUS')),
    regions: environment.requiredList('REGIONS'),
    reprice: (deadline) => rerateProvisionalUsage(rerating, deadline),
  });
}

async function jobOf(
  ports: PricingManagerPorts,
  index: PriceListIndex,
  now: Instant,
  context: LambdaContext,
): Promise<RefreshJob> {
  const { usageRetentionDays } = await ports.settings();
  const check = (): void => {
    assertTime(context);
  };
  return { ...ports, index, now, keepFrom: now - usageRetentionDays * DAY_MS, assertTime: check };
}

function assertTime(context: LambdaContext): void {
  if (context.getRemainingTimeInMillis() <= MARGIN_MS) throw new OutOfTimeError('prices are not all refreshed yet');
}

function failed(failures: RegionRefreshed['failures']): ServiceError {
  const places = failures.map(({ place }) => place).join(', ');
  return new ServiceError('prices', `not refreshed: ${places}`, { cause: failures[0]?.error });
}

function sum(done: readonly RegionRefreshed[], key: 'rowsWritten' | 'ratesHeld'): number {
  return done.reduce((total, region) => total + region[key], 0);
}
